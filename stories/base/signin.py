"""The one-time sign-in link to a library on a laptop, like Jupyter's; it works on this machine only."""

from urllib.parse import parse_qs, urlsplit

import sesame.settings
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from sesame.backends import ModelBackend
from sesame.utils import get_query_string

from stories.base.proxies import is_forwarded, peer_of
from stories.models import Owner

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def link_for(owner: Owner, port: int, host: str = DEFAULT_HOST) -> str:
    """A link that signs `owner` in once, on this machine, within ten minutes."""
    return f"{address_of(host, port)}{reverse('stories:sign-in-link')}{get_query_string(owner)}"


def link_command(request: HttpRequest) -> str:
    """What to type for a new link to the library that answers `request`."""
    port = request.get_port()
    demo = " --demo" if settings.DEMO else ""
    return f"python3 manage.py link{demo}" + (f" --port {port}" if port != str(DEFAULT_PORT) else "")


def address_of(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def links_work() -> bool:
    """Whether sign-in links work: on a server people sign in with a password instead."""
    return not settings.PRODUCTION


def is_used_up(link: str) -> bool:
    """Whether a link no longer signs anybody in."""
    [token] = parse_qs(urlsplit(link).query)[sesame.settings.TOKEN_NAME]
    return ModelBackend().authenticate(None, token) is None


def use_up_links(owner: Owner) -> bool:
    """Make every link to `owner` invalid; False if another request has done so since `owner` was read.

    A link is signed with the time of the last sign-in, so the database decides which of two requests was first.
    """
    unused = Owner.objects.filter(pk=owner.pk, last_login=owner.last_login)
    return bool(unused.update(last_login=timezone.now()))


def comes_from_this_machine(request: HttpRequest) -> bool:
    """Whether the browser runs here. Forwarded requests never count, since a proxy may pass on anybody's."""
    peer = peer_of(request)
    return peer is not None and peer.is_loopback and not is_forwarded(request)
