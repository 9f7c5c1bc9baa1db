from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stories.views.editor import show_again

EDITORS = {"stories:story-create", "stories:story-update"}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django hands it over
    return render(request, "404.html", status=404)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django hands it over
    """A form with a stale token, as after signing in again. What was typed into the story editor comes back."""
    match = request.resolver_match
    is_page = request.user.is_authenticated and not request.headers.get("HX-Request")
    if is_page and match is not None and match.view_name in EDITORS:
        return show_again(request, **match.kwargs)
    return render(request, "403_csrf.html", status=403)
