"""The bin: what the owner deleted can be put back for 30 days."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.library.bin import NotRestoredError, put_back
from stories.models import Binned
from stories.models.binned import KEPT_FOR

PER_PAGE = 50


@require_safe
def bin_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(owner_of(request).binned.kept(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "bin/list.html", {"page": page, "days": KEPT_FOR.days})


@access.gives(access.binned)
@require_POST
def bin_restore(request: HttpRequest, binned: Binned) -> HttpResponse:
    try:
        back = put_back(binned=binned)
    except NotRestoredError as error:
        messages.error(request, str(error))
        return redirect("stories:bin-list")
    messages.success(request, f"“{binned}” has been put back.")
    for sentence in back.lost:
        messages.warning(request, sentence)
    return redirect(back.thing)


@access.gives(access.binned)
@require_http_methods(["GET", "POST"])
def bin_delete(request: HttpRequest, binned: Binned) -> HttpResponse:
    if request.method == "POST":
        binned.delete()
        messages.success(request, f"“{binned}” was deleted for good.")
        return redirect("stories:bin-list")
    return render(request, "bin/delete.html", {"binned": binned})


@require_http_methods(["GET", "POST"])
def bin_empty(request: HttpRequest) -> HttpResponse:
    binned = owner_of(request).binned.all()
    if request.method == "POST":
        binned.delete()
        messages.success(request, "The bin is now empty.")
        return redirect("stories:bin-list")
    return render(request, "bin/delete.html", {"count": binned.count()})
