"""The error pages. What was typed is never lost with them."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from stories.base.storage import StorageProblem, problem_in
from stories.views.unsaved import sent_form, show_expired


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """If the storage failed, the page says so and holds what was sent."""
    problem = problem_in(sys.exception())
    return _tell(request, problem) if problem else defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django also reports a session that it can't store as a bad request."""
    problem = problem_in(exception)
    return _tell(request, problem) if problem else defaults.bad_request(request, exception)


def _tell(request: HttpRequest, problem: StorageProblem) -> HttpResponse:
    """Rendered without the database, which may not be readable: no user, no session."""
    if request.headers.get("HX-Request"):
        return HttpResponse(str(problem), status=problem.status, content_type="text/plain; charset=utf-8")
    context = {"problem": problem, "is_save": request.method == "POST", "address": request.get_full_path()}
    page = render_to_string("storage_problem.html", context | {"sent": sent_form(request)})
    return HttpResponse(page, status=problem.status)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    return show_expired(request)
