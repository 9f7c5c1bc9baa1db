"""Import in the browser: the owner sends files, sees what importing them would do, and then decides."""

from collections.abc import Iterator

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.core.exchange import Change
from stories.exchange.actions import keep_files
from stories.exchange.apply import applying
from stories.exchange.import_plan import ImportPlan, import_plan
from stories.forms import ColumnsForm, ImportForm
from stories.models import PendingImport
from stories.views.requests import posted

STEP = 50
"""After how many entries the progress is shown."""
MARK = "[[progress]]"


@require_http_methods(["GET", "POST"])
def import_create(request: HttpRequest) -> HttpResponse:
    form = ImportForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect(keep_files(owner=owner_of(request), files=form.cleaned_data["uploads"]))
    return render(request, "imports/new.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@access.gives(access.pending_import)
@require_safe
def import_detail(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    return _show(request, import_plan(pending, owner_of(request)))


@access.gives(access.pending_import)
@require_POST
def import_columns(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    """What the owner says the columns of one table hold."""
    plan = import_plan(pending, owner_of(request))
    for form in _column_forms(plan, request.POST):
        if form.prefix in request.POST and form.is_valid():
            chosen = form.chosen()
            pending.columns[form.table.name] = [chosen.header, chosen.targets]
            pending.save()
    return redirect(pending)


@access.gives(access.pending_import)
@require_POST
def import_apply(request: HttpRequest, pending: PendingImport) -> HttpResponseBase:
    plan = import_plan(pending, owner_of(request))
    if request.POST.get("stamp") != plan.stamp:
        messages.warning(
            request,
            "Nothing has been imported yet: the library has changed since you opened this page. "
            "Look at the plan again.",
        )
        return _show(request, plan, status=409)
    head, tail = render_to_string("imports/result.html", {"mark": MARK}, request).split(MARK)
    # Not compressed: that would hold the lines back.
    return StreamingHttpResponse(_tell(head, _apply(request, plan), tail), headers={"Content-Encoding": "identity"})


@access.gives(access.pending_import)
@require_POST
def import_delete(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    pending.delete()
    messages.success(request, "Import cancelled; nothing was imported.")
    return redirect("stories:data")


def _column_forms(plan: ImportPlan, data: QueryDict | None = None) -> list[ColumnsForm]:
    return [
        ColumnsForm(data, table=table, columns=columns, values=plan.values, prefix=f"table_{number}")
        for number, (table, columns) in enumerate(plan.tables)
    ]


def _show(request: HttpRequest, plan: ImportPlan, *, status: int = 200) -> HttpResponse:
    return render(request, "imports/plan.html", {"plan": plan, "forms": _column_forms(plan)}, status=status)


def _tell(head: str, lines: Iterator[str], tail: str) -> Iterator[str]:
    yield head
    yield from lines
    yield tail


def _apply(request: HttpRequest, plan: ImportPlan) -> Iterator[str]:
    """The progress of the import and, at the end, its result."""
    entries = plan.decided(request.POST)
    wanted = [entry for entry in entries if entry.change in (Change.NEW, Change.CHANGED)]
    try:
        for number, _ in enumerate(applying(entries=wanted, owner=owner_of(request)), 1):
            if number % STEP == 0:
                yield format_html("<p>{} of {}</p>", number, len(wanted))
        left = sum(entry.change == Change.CONFLICT for entry in entries)
        yield render_to_string("imports/done.html", {"done": wanted, "left": left, "plan": plan}, request)
        plan.pending.delete()
    except DatabaseError:
        yield render_to_string("imports/failed.html", {"plan": plan}, request)
