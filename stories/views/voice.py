"""What a page may do with its teller's voice, as its headers tell the browser. No recording reaches the server."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from csp.decorators import csp_update
from django.http import HttpResponseBase

P = ParamSpec("P")
View = Callable[P, HttpResponseBase]
PERMISSIONS = "Permissions-Policy"
DEVICES = (
    "camera",
    "display-capture",
    "geolocation",
    "hid",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
)
"""What a page could ask the browser for."""


def allowing(*devices: str) -> str:
    """The policy of a page that may ask for these and nothing else."""
    return ", ".join(f"{device}=({'self' if device in devices else ''})" for device in DEVICES)


def plays_voice(view: View[P]) -> View[P]:
    """The page plays what its owner recorded: the browser hands it over under an address of its own."""
    return cast(View[P], csp_update({"media-src": ["blob:"]})(cast(Any, view)))


def records_voice(view: View[P]) -> View[P]:
    """The page records, if its owner likes, and keeps the screen awake meanwhile; afterwards it plays."""

    @wraps(view)
    def recording(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers[PERMISSIONS] = allowing("microphone", "screen-wake-lock")
        return response

    return plays_voice(recording)
