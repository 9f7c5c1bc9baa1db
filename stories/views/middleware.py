"""What holds for every page: who may see it, and what the browser may keep of it."""

import logging
import sqlite3
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

from stories.base.unreadable import GetResponse
from stories.views.requests import own_page
from stories.views.unsaved import is_typed_by_another, show_expired, show_signed_out
from stories.views.voice import PERMISSIONS, allowing

View = Callable[..., HttpResponseBase]
READS = {"GET", "HEAD", "OPTIONS"}
SCRIPTS_COOKIE = "prepsite_scripts"
"""Set by session.js: scripts run in this browser."""
OF_POSTGRESQL = "23503"
"""Its code for a reference to a row that doesn't exist."""
_log = logging.getLogger(__name__)


class SignInRequired(LoginRequiredMiddleware):
    """Only who is signed in gets any further. What was typed before the session ended is shown again.

    What somebody else typed isn't saved for whoever has signed in since.
    """

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if is_typed_by_another(request):
            return show_expired(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override] # it may also answer by itself
        self, request: HttpRequest, view_func: View
    ) -> HttpResponseBase:
        """Whoever pressed a button comes back to its page after signing in: the button's address may be none."""
        if request.method in READS:
            return super().handle_no_permission(request, view_func)
        page = own_page(request, request.headers.get("Referer", ""))
        return show_signed_out(request) or redirect_to_login(page)


def pages_for_wrong_methods(get_response: GetResponse) -> GetResponse:
    """An address that only a button asks gets a page, too, when somebody opens it: Django's answer is empty."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render(request, "405.html").content
        return response

    return middleware


class JustDeleted:
    """What another request deletes while this one is at work doesn't exist any more, so it is a 404 as well.

    The log says what, in case a mistake of ours looks like it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, ObjectDoesNotExist) or refers_to_nothing(exception):
            _log.warning("What %s needs doesn't exist any more: %s", request.path, exception)
            raise Http404 from exception


def refers_to_nothing(error: Exception) -> bool:
    """Whether a row refers to another that doesn't exist, says the database."""
    cause = error.__cause__
    return isinstance(error, IntegrityError) and (
        getattr(cause, "sqlstate", None) == OF_POSTGRESQL
        or getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
    )


def empty_heads(get_response: GetResponse) -> GetResponse:
    """Answer HEAD with the headers of the page alone: servers pass a body on, and it would be read as the next answer.

    The outermost middleware, so that Content-Length still tells the length of the page.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = ()
            elif isinstance(response, HttpResponse):
                response.content = b""
        return response

    return middleware


def private_pages(get_response: GetResponse) -> GetResponse:
    """Keep private pages from being seen after their session, in the browser that has loaded them.

    Where scripts run, a page that the browser kept alive asks for itself (session.js), and any other is kept only to
    be asked about: with `Vary: *` even Back asks, which `no-cache` alone doesn't make it do. Without scripts nothing
    is kept.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if SCRIPTS_COOKIE in request.COOKIES:
            patch_cache_control(response, private=True, no_cache=True)
            patch_vary_headers(response, ["*"])
        else:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


def no_devices(get_response: GetResponse) -> GetResponse:
    """No page may use the microphone or the like, except for those that say so (voice.py)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault(PERMISSIONS, allowing())
        return response

    return middleware
