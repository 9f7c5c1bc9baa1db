"""Conditional GET: a page that was worked out from a library alone is sent again only when the library has changed."""

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import condition

from stories.access import owner_of
from stories.base.revisions import revision_of, settings_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
PROCESS = secrets.token_hex(8)
"""Another process may have other templates."""
SHOWN = (settings.THEME_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME)
"""Cookies that a page depends on; its forms are good for one session and one token."""
ASKED = ("HX-Request", "HX-Target", "HX-History-Restore-Request")


def until_the_library_changes(view: View[P]) -> View[P]:
    """Answer 304 to a browser that has the page as it would be sent. The page must depend on the library alone.

    Stands outside of what reads rows: the revision comes first, so that no older page is known by a newer one.
    """
    conditional: View[P] = condition(etag_func=_etag)(view)

    @wraps(view)
    def unless_known(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = conditional(request, *args, **kwargs)
        patch_vary_headers(response, ASKED)  # Also a 304: a browser takes over what it says.
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return unless_known


def _etag(request: HttpRequest, *_: object, **__: object) -> str | None:
    """None where a message waits, which is said once, and where templates change while the process runs."""
    if settings.DEBUG or len(get_messages(request)):
        return None
    owner = owner_of(request)
    cookies = [request.COOKIES.get(name, "") for name in SHOWN]
    headers = [request.headers.get(name, "") for name in ASKED]
    names = [PROCESS, request.get_full_path(), *cookies, *headers, *settings_of(owner), *revision_of(owner)]
    return f'"{hashlib.sha256(repr(names).encode()).hexdigest()[:32]}"'
