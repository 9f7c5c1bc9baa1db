"""The one-time sign-in link to a library on a laptop, like Jupyter's; it works on this machine only."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from sesame.utils import get_query_string

from stories.models import Owner

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
FORWARDING_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


def link_for(owner: Owner, port: int, host: str = DEFAULT_HOST) -> str:
    """A link that signs `owner` in once, on this machine, within ten minutes."""
    return f"{address_of(host, port)}{reverse('stories:sign-in-link')}{get_query_string(owner)}"


def address_of(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def links_work() -> bool:
    """Whether sign-in links work: on a server people sign in with a password instead."""
    return not settings.PRODUCTION


def comes_from_this_machine(request: HttpRequest) -> bool:
    """Whether the browser runs here. Forwarded requests never count, since a proxy may pass on anybody's."""
    forwarded = any(header in request.headers for header in FORWARDING_HEADERS)
    return not forwarded and ip_address(request.META["REMOTE_ADDR"]).is_loopback


def client_address(request: HttpRequest) -> str:
    """The address that a password attempt comes from; on a server, the last in the header, which its proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.PRODUCTION else ""
    return forwarded.rsplit(",", 1)[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))
