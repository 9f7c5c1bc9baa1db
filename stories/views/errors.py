"""The error pages. What was typed is never lost with them."""

import sys

from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from stories.access import ImportIsGoneError
from stories.base.storage import StorageProblem, problem_in
from stories.base.unreadable import UnreadableError
from stories.views.unsaved import lost_form, sent_form, show_expired

WRONG_ADDRESS = (
    "It was sent to an address that Prepsite isn't set up for. Open Prepsite at the address it printed when it started."
)
REASONS: dict[type[Exception], str] = {
    DisallowedHost: WRONG_ADDRESS,
    RequestDataTooBig: "It was too large. Send less at a time.",
    TooManyFieldsSent: "It had too many fields. Send less at a time.",
    TooManyFilesSent: "It had too many files. Send fewer at a time, or one zip file.",
    MultiPartParserError: "It was damaged or cut off on the way. Go back and send the form again.",
}
"""Why a request is bad, by what Django raises, in sentences."""
UNKNOWN = "It isn't a request that a page of Prepsite sends. Start from the home page."


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    template = "imports/gone.html" if isinstance(exception, ImportIsGoneError) else "404.html"
    return render(request, template, {"sent": lost_form(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """If the storage failed, the page says so and holds what was sent."""
    problem = problem_in(sys.exception())
    return _tell(request, problem) if problem else defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django also reports a session that it can't store as a bad request."""
    problem = problem_in(exception)
    return _tell(request, problem) if problem else _refuse(request, exception)


def _refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Rendered without the request, which can't be read."""
    reason = str(exception) if isinstance(exception, UnreadableError) else REASONS.get(type(exception), UNKNOWN)
    if request.headers.get("HX-Request"):
        return HttpResponse(reason, status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(render_to_string("400.html", {"reason": reason}), status=400)


def _tell(request: HttpRequest, problem: StorageProblem) -> HttpResponse:
    """Rendered without the database, which may not be readable: no user, no session."""
    if request.headers.get("HX-Request"):
        return HttpResponse(str(problem), status=problem.status, content_type="text/plain; charset=utf-8")
    context = {"problem": problem, "is_save": request.method == "POST", "address": request.get_full_path()}
    page = render_to_string("storage_problem.html", context | {"sent": sent_form(request)})
    return HttpResponse(page, status=problem.status)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    return show_expired(request)
