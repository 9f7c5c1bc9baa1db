"""Conditional GET: a page that depends on the library alone is sent again only when the library has changed."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import condition

from stories.access import owner_of
from stories.base.revisions import revision_of, settings_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
PROCESS = secrets.token_hex(8)
"""Part of the ETag, because another process may have other templates."""
SHOWN = (settings.THEME_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME)
"""The cookies that a page depends on; its forms work with one session and one token."""
ASKED = ("HX-Request", "HX-Target", "HX-History-Restore-Request")


def until_the_library_changes(view: View[P]) -> View[P]:
    """Answer 304 if the browser already has the page as it is now.

    The page must depend on the library and on the day alone.

    This decorator goes outside those that read rows: reading the revision first keeps an older page from being
    stored under a newer revision.
    """
    conditional: View[P] = condition(etag_func=_etag)(view)
    return conditional


def _etag(request: HttpRequest, *_: object, **__: object) -> str | None:
    """None if a message is waiting, as it is shown only once, or if templates may change while the process runs."""
    if settings.DEBUG or len(get_messages(request)):
        return None
    owner = owner_of(request)
    cookies = [request.COOKIES.get(name, "") for name in SHOWN]
    headers = [request.headers.get(name, "") for name in ASKED]
    parts = [
        PROCESS,
        timezone.localdate(),
        request.get_full_path(),
        *cookies,
        *headers,
        *settings_of(owner),
        *revision_of(owner),
    ]
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
