"""Frameworks: choosing one, adding one, and carrying tags over to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.bank.actions import choose_framework, create_framework
from stories.bank.carry_over import carried_tags, confirm, decline
from stories.core.grammar import count_of
from stories.coverage.snapshot import frameworks_for
from stories.forms import FrameworkForm, NewFrameworkForm
from stories.models import Framework
from stories.views.requests import discard, posted

PER_PAGE = 50


@require_safe
def framework_list(request: HttpRequest) -> HttpResponse:
    owner = owner_of(request)
    frameworks = Framework.objects.of(owner).annotate(
        shown=Count("values", filter=Q(values__owner=None) | Q(values__owner=owner), distinct=True),
        tagged=Count("values__tags", filter=Q(values__tags__owner=owner), distinct=True),
    )
    _, chosen = frameworks_for(owner)
    return render(request, "frameworks/list.html", {"frameworks": frameworks, "chosen": chosen})


@require_http_methods(["GET", "POST"])
def framework_create(request: HttpRequest) -> HttpResponse:
    form = NewFrameworkForm(posted(request), request.FILES or None, instance=Framework(owner=owner_of(request)))
    if request.method == "POST" and form.is_valid():
        framework = create_framework(framework=form.instance, values=form.chosen_values())
        count = count_of(framework.values.count(), "value")
        messages.success(request, f"{framework} is saved with {count}. Confirm the tags that should carry over to it.")
        return redirect("stories:framework-carried", framework.pk)
    return render(request, "frameworks/edit.html", {"form": form}, status=422 if form.errors else 200)


@access.gives(access.own_framework)
@require_http_methods(["GET", "POST"])
def framework_update(request: HttpRequest, framework: Framework) -> HttpResponse:
    form = FrameworkForm(posted(request), instance=framework)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"{framework} is saved.")
        return redirect("stories:framework-list")
    return render(request, "frameworks/edit.html", {"form": form}, status=422 if form.errors else 200)


@access.gives(access.own_framework)
@require_http_methods(["GET", "POST"])
def framework_delete(request: HttpRequest, framework: Framework) -> HttpResponse:
    if request.method == "POST":
        discard(request, framework, f"{framework} was deleted.")
        return redirect("stories:framework-list")
    tags = owner_of(request).tags.filter(value__framework=framework).count()
    return render(request, "frameworks/delete.html", {"framework": framework, "tags": tags})


@access.gives(access.framework)
@require_POST
def framework_choose(request: HttpRequest, framework: Framework) -> HttpResponse:
    choose_framework(owner=owner_of(request), framework=framework)
    messages.success(request, f"You now use {framework}. Your tags of other frameworks are kept.")
    return redirect("stories:framework-carried", framework.pk)


@access.gives(access.framework)
@require_http_methods(["GET", "POST"])
def framework_carried(request: HttpRequest, framework: Framework) -> HttpResponse:
    """The tags that carry over: confirm or drop all, some or one of them."""
    owner = owner_of(request)
    carried = carried_tags(owner, framework)
    if request.method == "GET":
        page = Paginator(carried, PER_PAGE).get_page(request.GET.get("page"))
        return render(request, "frameworks/carried.html", {"framework": framework, "page": page})
    keys = {*request.POST.getlist("tag"), request.POST.get("decline")}
    picked = [tag for tag in carried if keys & {"all", tag.key}]
    if "decline" in request.POST:
        decline(owner=owner, carried=picked)
        messages.success(request, f"{count_of(len(picked), 'tag')} dropped. Dropped tags are not offered again.")
    else:
        confirm(carried=picked)
        messages.success(request, f"{count_of(len(picked), 'tag')} confirmed. Confirmed tags count.")
    return redirect("stories:framework-carried", framework.pk)
