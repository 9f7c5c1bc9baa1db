from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.bank import queries
from stories.bank.actions import hide_value, save_value
from stories.coverage.snapshot import frameworks_for, snapshot_of
from stories.forms import ValueForm
from stories.models import Value
from stories.views.conditional_get import until_the_library_changes
from stories.views.requests import discard, posted


@require_safe
@until_the_library_changes
def value_list(request: HttpRequest) -> HttpResponse:
    owner = owner_of(request)
    snapshot = snapshot_of(owner, framework=request.GET.get("framework", ""))
    hidden = Value.objects.hidden_by(owner).filter(framework=snapshot.framework)
    return render(request, "values/list.html", {"snapshot": snapshot, "hidden": hidden})


@until_the_library_changes
@access.gives(access.value)
@require_safe
def value_detail(request: HttpRequest, value: Value) -> HttpResponse:
    return render(request, "values/detail.html", {"page": queries.value_page(value, owner_of(request))})


@require_http_methods(["GET", "POST"])
def value_create(request: HttpRequest) -> HttpResponse:
    owner = owner_of(request)
    _, framework = frameworks_for(owner, request.GET.get("framework", ""))
    return _edit(request, Value(owner=owner, framework=framework))


@access.gives(access.own_value)
@require_http_methods(["GET", "POST"])
def value_update(request: HttpRequest, value: Value) -> HttpResponse:
    return _edit(request, value)


def _edit(request: HttpRequest, value: Value) -> HttpResponse:
    form = ValueForm(posted(request), instance=value)
    if request.method == "POST" and form.is_valid():
        value = save_value(value=form.instance)
        messages.success(request, f"{value} is saved.")
        return redirect(value)
    return render(request, "values/edit.html", {"form": form, "value": value}, status=422 if form.errors else 200)


@access.gives(access.own_value)
@require_http_methods(["GET", "POST"])
def value_delete(request: HttpRequest, value: Value) -> HttpResponse:
    if request.method == "POST":
        discard(request, value, f"{value} was deleted.")
        return redirect("stories:value-list")
    tags = value.tags.select_related("story")
    return render(request, "values/delete.html", {"value": value, "tags": tags})


@access.gives(access.value)
@require_POST
def value_hide(request: HttpRequest, value: Value) -> HttpResponse:
    hidden = request.POST.get("hidden") == "1"
    hide_value(owner=owner_of(request), value=value, hidden=hidden)
    messages.success(
        request, f"{value} is hidden and no longer counts." if hidden else f"{value} is shown again and counts."
    )
    return redirect(value)
