from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from stories.enums import Theme

A_YEAR = 60 * 60 * 24 * 365


@login_not_required
@require_POST
def theme_update(request: HttpRequest) -> HttpResponse:
    """Keep the theme in this browser, whoever is signed in. htmx gets an empty answer, as the page changes itself."""
    chosen = request.POST.get("theme", "")
    if chosen not in Theme:
        return HttpResponseBadRequest("This theme does not exist.")
    response = HttpResponse(status=204) if request.headers.get("HX-Request") else redirect(_way_back(request))
    response.set_cookie(
        settings.THEME_COOKIE_NAME,
        chosen,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _way_back(request: HttpRequest) -> str:
    """The page that the form was on, if it belongs to this site."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else "stories:home"
