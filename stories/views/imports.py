"""Import in the browser: the owner sends files, sees what importing them would do, and then decides."""

import logging
from collections.abc import Callable, Iterator
from functools import wraps
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import DatabaseError, DataError, IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.bank.carry_over import carried_tags
from stories.core.exchange import Change, Entry, Notes
from stories.core.exchange.problems import printable
from stories.core.grammar import count_of
from stories.coverage.snapshot import frameworks_for
from stories.exchange.actions import (
    ImportIsOverError,
    LibraryHasChangedError,
    Progress,
    applying_import,
    choose_columns,
    choose_labels,
    decide_conflicts,
    keep_import,
    mend_notes,
)
from stories.exchange.companions import decisions_left, decisions_on
from stories.exchange.import_plan import ImportPlan, Preview, Sample, choices_in, import_plan, with_differences
from stories.exchange.take_back import TakenBackError, staying_after, summary_of, take_back
from stories.forms import ColumnsForm, ImportForm, LabelsForm, TextForm
from stories.models import Imported, Owner, PendingImport
from stories.models.binned import KEPT_FOR
from stories.views.requests import posted

STEP = 50
"""After how many entries the progress is shown."""
MARK = "[[progress]]"
CONFLICTS_PER_PAGE = 20
COLUMNS_PER_PAGE = 60
FILES_PER_PAGE = 20
TEXTS_PER_PAGE = 5
ENTRIES_PER_PAGE = 200
PER_PAGE = 20

View = Callable[[HttpRequest, PendingImport], HttpResponseBase]

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "POST"])
def import_create(request: HttpRequest) -> HttpResponse:
    form = ImportForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect(keep_import(owner=owner_of(request), opened=form.cleaned_data["opened"]))
    return render(request, "imports/new.html", {"form": form}, status=422 if form.errors else 200)


def _unless_over(view: View) -> View:
    """Another request may have applied or cancelled the import in the meantime."""

    @wraps(view)
    def guarded(request: HttpRequest, pending: PendingImport) -> HttpResponseBase:
        try:
            return view(request, pending)
        except ImportIsOverError:
            messages.warning(request, "This import has already been applied or cancelled.")
            return redirect("stories:data")

    return guarded


@never_cache
@access.gives(access.pending_import)
@require_safe
def import_detail(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    return render(request, "imports/plan.html", _plan_context(request, import_plan(pending, owner_of(request))))


def _plan_context(request: HttpRequest, plan: ImportPlan) -> dict[str, Any]:
    columns = _columns_page(request, plan)
    page = Paginator(plan.conflicts, CONFLICTS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "plan": plan,
        "page": page,
        "conflicts": list(with_differences(page)),
        "columns": columns,
        "forms": _column_forms(request, plan, columns),
        "labels": _labels_page(request, plan),
        "texts": _texts_page(request, plan),
        "lists": list(_lists(request, plan)),
        "staying": staying_after(entry for entry in plan.entries if entry.change != Change.SAME),
        "days": KEPT_FOR.days,
    }


@access.gives(access.pending_import)
@require_POST
@_unless_over
def import_columns(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    """What the owner says the columns of one table hold."""
    plan = import_plan(pending, owner_of(request))
    page = _columns_page(request, plan)
    for form in _column_forms(request, plan, page):
        if form.prefix in request.POST and form.is_valid():
            choose_columns(pending=pending, owner=owner_of(request), table=form.table, columns=form.chosen())
    return _back_to(pending, "columns", page)


def _back_to(pending: PendingImport, name: str, page: Page[Any]) -> HttpResponse:
    """The plan, with the same page of something as before."""
    return redirect(f"{pending.get_absolute_url()}?{name}={page.number}" if page.number > 1 else pending)


@access.gives(access.pending_import)
@require_POST
@_unless_over
def import_labels(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    """What the owner says the labels of one file of notes mean."""
    page = _labels_page(request, import_plan(pending, owner_of(request)))
    for form in page:
        if form.prefix in request.POST and form.is_valid():
            choose_labels(pending=pending, owner=owner_of(request), name=form.labels.name, labels=form.chosen())
    return _back_to(pending, "labels", page)


@access.gives(access.pending_import)
@require_POST
@_unless_over
def import_mend(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    """The text of a file without stories, as the owner has marked it up."""
    plan = import_plan(pending, owner_of(request))
    page = _texts_page(request, plan)
    for notes, form in page:
        if form.prefix in request.POST and not form.is_valid():
            return render(request, "imports/plan.html", _plan_context(request, plan), status=422)
        if form.prefix in request.POST:
            text = form.cleaned_data["text"].replace("\r\n", "\n")
            mend_notes(pending=pending, owner=owner_of(request), name=notes.name, text=text)
    return _back_to(pending, "texts", page)


@access.gives(access.pending_import)
@require_POST
@_unless_over
def import_decide(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    """Keep what was decided on one page of conflicts, and show another."""
    stamp, page = printable(request.POST.get("stamp", ""))[:16], request.POST.get("page", "")
    choices = choices_in(request.POST.dict())
    decide_conflicts(pending=pending, owner=owner_of(request), stamp=stamp, choices=choices)
    return redirect(f"{pending.get_absolute_url()}?page={page if page.isdecimal() else 1}#conflicts")


@access.gives(access.pending_import)
@require_POST
def import_apply(request: HttpRequest, pending: PendingImport) -> HttpResponseBase:
    head, tail = render_to_string("imports/result.html", {"mark": MARK}, request).split(MARK)
    # Not compressed: that would hold the lines back.
    return StreamingHttpResponse(_tell(head, _apply(request, pending), tail), headers={"Content-Encoding": "identity"})


@access.gives(access.pending_import)
@require_POST
def import_delete(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    pending.delete()
    messages.success(request, "Import cancelled; nothing was imported.")
    return redirect("stories:data")


@require_safe
def imported_list(request: HttpRequest) -> HttpResponse:
    """What was imported in the last 30 days, each with what it made and changed."""
    page = Paginator(owner_of(request).imports.kept(), PER_PAGE).get_page(request.GET.get("page"))
    along = decisions_on(page, owner_of(request))
    listed = [(imported, summary_of(imported), along.get(imported.pk, [])) for imported in page]
    return render(request, "imports/list.html", {"page": page, "listed": listed, "days": KEPT_FOR.days})


@access.gives(access.imported)
@require_POST
def imported_take_back(request: HttpRequest, imported: Imported) -> HttpResponse:
    owner = owner_of(request)
    before = decisions_on([imported], owner).get(imported.pk, [])
    try:
        imported = take_back(imported=imported)
    except TakenBackError:
        messages.warning(request, "This import has already been undone.")
        return redirect("stories:imported-list")
    in_the_bin = " What it made is in the bin." if summary_of(imported).made else ""
    gone = len(before) - len(decisions_left(imported, owner))
    went = f" {count_of(gone, 'decision')} of Match went along." if gone else ""
    messages.success(request, f"The import was undone.{in_the_bin}{went}")
    if imported.left:
        messages.warning(request, f"{count_of(len(imported.left), 'item')} stayed: see below.")
    return redirect("stories:imported-list")


def _columns_page(request: HttpRequest, plan: ImportPlan) -> Page[tuple[int, Sample]]:
    """Columns of all tables, each with the number of its table: a few hundred would make a page of many megabytes."""
    listed = [(at, sample) for at, samples in enumerate(plan.samples) for sample in samples]
    return Paginator(listed, COLUMNS_PER_PAGE).get_page(request.GET.get("columns"))


def _column_forms(request: HttpRequest, plan: ImportPlan, page: Page[tuple[int, Sample]]) -> list[ColumnsForm]:
    """One for each table that has columns on the page."""
    forms = []
    for at, listed in groupby(page.object_list, key=itemgetter(0)):
        table, columns = plan.tables[at]
        samples = [sample for _, sample in listed]
        form = ColumnsForm(
            posted(request), table=table, columns=columns, samples=samples, values=plan.values, prefix=f"table_{at}"
        )
        forms.append(form)
    return forms


def _labels_page(request: HttpRequest, plan: ImportPlan) -> Page[LabelsForm]:
    forms = [LabelsForm(posted(request), labels=labels, prefix=f"labels_{at}") for at, labels in enumerate(plan.labels)]
    return Paginator(forms, FILES_PER_PAGE).get_page(request.GET.get("labels"))


def _texts_page(request: HttpRequest, plan: ImportPlan) -> Page[tuple[Notes, TextForm]]:
    sent = request.POST
    forms = [
        (notes, TextForm(sent if prefix in sent else None, initial={"text": notes.text}, prefix=prefix))
        for at, notes in enumerate(plan.refused)
        if (prefix := f"text_{at}")
    ]
    return Paginator(forms, TEXTS_PER_PAGE).get_page(request.GET.get("texts"))


def _lists(
    request: HttpRequest, plan: ImportPlan
) -> Iterator[tuple[str, str, Page[Entry], list[tuple[str, Entry, Preview | None]]]]:
    """Of each kind of entry: a heading, its name in the address, the page, and what is on it."""
    for title, name, entries in plan.lists:
        page = Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get(name))
        yield title, name, page, [(entry.name, entry, plan.preview(entry)) for entry in page]


def _tell(head: str, lines: Iterator[str], tail: str) -> Iterator[str]:
    yield head
    yield from lines
    yield tail


def _apply(request: HttpRequest, pending: PendingImport) -> Iterator[str]:
    """The progress of the import and, at the end, its result; whatever fails, a sentence says so."""
    try:
        yield from _progress(request, pending)
    except ImportIsOverError:
        yield _failed(request, pending, "over")
    except LibraryHasChangedError:
        yield _failed(request, pending, "changed")
    except Exception as error:
        logger.exception("An import failed.")
        is_refused = isinstance(error, IntegrityError | DataError)  # A row was, by a database that works.
        is_storage = isinstance(error, DatabaseError) and not is_refused
        yield _failed(request, pending, "database" if is_storage else "fault")


def _progress(request: HttpRequest, pending: PendingImport) -> Iterator[str]:
    stamp, choices = request.POST.get("stamp", ""), choices_in(request.POST.dict())
    steps = applying_import(pending=pending, owner=owner_of(request), stamp=stamp, choices=choices)
    for progress in steps:
        if progress.written == len(progress.entries):
            yield render_to_string("imports/done.html", _done(progress, owner_of(request)), request)
        elif progress.written and progress.written % STEP == 0:
            yield format_html("<p>{} of {}</p>", progress.written, len(progress.entries))


def _done(progress: Progress, owner: Owner) -> dict[str, Any]:
    _, framework = frameworks_for(owner)
    return {"progress": progress, "framework": framework, "carried": len(carried_tags(owner, framework))}


def _failed(request: HttpRequest, pending: PendingImport, why: str) -> str:
    return render_to_string("imports/failed.html", {"pending": pending, "why": why}, request)
