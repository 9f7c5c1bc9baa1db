"""Conditional GET: a page that was worked out from a library alone is sent again only when the library has changed."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition

from stories.access import owner_of
from stories.revisions import revision_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
PROCESS = secrets.token_hex(8)
"""Another process may have other templates."""
SHOWN = (settings.THEME_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME)
"""Cookies that a page depends on; its forms are good for one session and one token."""
ASKED = ("HX-Request", "HX-Target", "HX-History-Restore-Request")


def until_the_library_changes(view: View[P]) -> View[P]:
    """Answer 304 to a browser that has the page as it would be sent. The page must depend on the library alone."""
    unless_known: Callable[[View[P]], View[P]] = condition(etag_func=_etag)
    return cache_control(private=True, no_cache=True)(unless_known(view))


def _etag(request: HttpRequest, *_: object, **__: object) -> str | None:
    """None where a message waits, which is said once."""
    if len(get_messages(request)):
        return None
    cookies = [request.COOKIES.get(name, "") for name in SHOWN]
    headers = [request.headers.get(name, "") for name in ASKED]
    names = [PROCESS, request.get_full_path(), *cookies, *headers, *revision_of(owner_of(request))]
    return f'"{hashlib.sha256(repr(names).encode()).hexdigest()[:32]}"'
