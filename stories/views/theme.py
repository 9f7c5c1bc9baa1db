from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from stories.base.unreadable import UnreadableError
from stories.enums import Theme
from stories.views.requests import own_page

A_YEAR = 60 * 60 * 24 * 365


@login_not_required
@require_POST
def theme_update(request: HttpRequest) -> HttpResponse:
    """Keep the theme in this browser, whoever is signed in. htmx gets an empty answer, as the page changes itself."""
    chosen = request.POST.get("theme", "")
    if chosen not in Theme:
        raise UnreadableError("There is no such theme. Choose one at the foot of the page.")
    is_htmx = request.headers.get("HX-Request")
    response = (
        HttpResponse(status=204) if is_htmx else HttpResponseRedirect(own_page(request, request.POST.get("next", "")))
    )
    response.set_cookie(
        settings.THEME_COOKIE_NAME,
        chosen,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
