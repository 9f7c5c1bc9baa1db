from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from stories.access import owner_of
from stories.core.section_times import LONGEST
from stories.forms import whole_number
from stories.library.bin import throw_away


def posted(request: HttpRequest) -> QueryDict | None:
    """The data of a posted form, else None. An empty POST is a form too, with everything missing."""
    return request.POST if request.method == "POST" else None


def pressed_at(request: HttpRequest) -> int | None:
    """The milliseconds that the teller's own clock showed at a press, if it said so."""
    at = whole_number(request.POST.get("at"))
    return at if at is not None and at <= LONGEST else None


def own_page(request: HttpRequest, address: str) -> str:
    """The path and query of `address`, such as a Referer, if it is on this site, and otherwise of the home page."""
    if _is_ours(request, address):
        path = urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl()
        if path.startswith("/") and _is_ours(request, path):
            return path
    return reverse("stories:home")


def _is_ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def render_results(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """A list page, or only its results if htmx asks for them."""
    wants_results = request.headers.get("HX-Target") == "results"
    return render(request, f"{template}#results" if wants_results else template, context)


def discard(request: HttpRequest, thing: Model, sentence: str) -> None:
    """Put `thing` into the bin, and say so in a message with an undo button."""
    binned = throw_away(thing=thing, owner=owner_of(request))
    context = {"sentence": sentence, "binned": binned}
    messages.success(request, render_to_string("bin/message.html", context, request))


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file that the browser saves; `kind` is its media type."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
