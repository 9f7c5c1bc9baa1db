"""Requests that can't be read as text: another charset than UTF-8, or a null character, which no database takes."""

import codecs
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import parse_header_parameters

GetResponse = Callable[[HttpRequest], HttpResponseBase]
WSGIApplication = Callable[..., Any]
UNREADABLE = "prepsite.unreadable_charset"
"""The key of the WSGI environment that says that the request names a charset other than UTF-8."""
CHARSET = "It was sent in a character set other than UTF-8. Send it again as UTF-8."
NULL = "Its address contains a null character. Remove it, or start from the home page."


class UnreadableError(BadRequest):
    """Answered with the page for bad requests; the message is one sentence or two for the visitor."""


def without_charset(environ: dict[str, Any]) -> dict[str, Any]:
    """The WSGI environment with its charset left out, noted if it isn't UTF-8.

    Django decodes the query with that charset while it builds the request; an error there gets no page.
    """
    kind = environ.get("CONTENT_TYPE", "")
    if not _is_utf_8(kind):
        return environ | {"CONTENT_TYPE": "", UNREADABLE: True}
    kept = (part for part in kind.split(";") if not part.strip().lower().startswith("charset"))
    return environ | {"CONTENT_TYPE": ";".join(kept)}


def _is_utf_8(content_type: str) -> bool:
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False


def in_utf_8(application: WSGIApplication) -> WSGIApplication:
    """The application, which gets every request without its charset."""

    @wraps(application)
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        return application(without_charset(environ), start_response)

    return answer


def refuse_unreadable(get_response: GetResponse) -> GetResponse:
    """Middleware. A null in a form is for the form to refuse, beside its field; one in a cookie drops the cookie."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if request.META.get(UNREADABLE):
            raise UnreadableError(CHARSET)
        if "\0" in request.path_info or any("\0" in text for text in _texts_of(request)):
            raise UnreadableError(NULL)
        request.COOKIES = {name: text for name, text in request.COOKIES.items() if "\0" not in text}
        return get_response(request)

    return respond


def _texts_of(request: HttpRequest) -> list[str]:
    """The names and values in the query."""
    return [text for name, texts in request.GET.lists() for text in (name, *texts)]
