from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from stories.base.unreadable import UnreadableError
from stories.enums import Theme

A_YEAR = 60 * 60 * 24 * 365


@login_not_required
@require_POST
def theme_update(request: HttpRequest) -> HttpResponse:
    """Keep the theme in this browser, whoever is signed in. htmx gets an empty answer, as the page changes itself."""
    chosen = request.POST.get("theme", "")
    if chosen not in Theme:
        raise UnreadableError("There is no such theme. Choose one at the foot of the page.")
    is_htmx = request.headers.get("HX-Request")
    response = HttpResponse(status=204) if is_htmx else HttpResponseRedirect(_way_back(request))
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
    """The path of the page that the form was on, if it belongs to this site."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours and page.startswith("/") else reverse("stories:home")
