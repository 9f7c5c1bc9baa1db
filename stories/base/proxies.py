"""The proxies whose word is taken for where a request comes from; without one on the list, nobody's is.

`PREPSITE_PROXIES` lists addresses and networks rather than a number of hops: a number is also true of requests that
reach Prepsite past the proxy, and those could then claim to come from anywhere.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Address = IPv4Address | IPv6Address
FORWARDING_HEADERS = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
    "Via",
)
ONE_HOME = 64
"""The bits of an IPv6 address that a connection is known by; its owner chooses the others at will."""


class ForwardedScheme:
    """Middleware: passes on what a listed proxy says about https, in a variable that no request can set itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _is_proxy(peer_of(request)) and "X-Forwarded-Proto" in request.headers:
            request.META[settings.FORWARDED_SCHEME] = request.headers["X-Forwarded-Proto"]
        return self.get_response(request)


def is_forwarded(request: HttpRequest) -> bool:
    """Whether a proxy, listed or not, says that it passed the request on."""
    return any(header in request.headers for header in FORWARDING_HEADERS)


def peer_of(request: HttpRequest) -> Address | None:
    """The other end of the connection; None if it has no address, as with a Unix socket."""
    return _address(request.META.get("REMOTE_ADDR", ""))


def client_address(request: HttpRequest) -> str | None:
    """The address that a request comes from: of an IPv6 address its network, which is what one household has.

    None if that isn't known: a listed proxy didn't say it, or one that isn't listed stands in between. The proxy's own
    address would be no answer, because everybody behind it shares it.
    """
    peer = peer_of(request)
    if not _is_proxy(peer):
        return None if is_forwarded(request) else _household(peer)
    for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        address = _address(hop.strip())
        if address is None or not _is_proxy(address):
            return _household(address)
    return None


def _address(text: str) -> Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_proxy(address: Address | None) -> bool:
    if address is None:
        return settings.PROXY_USES_A_SOCKET
    return any(address in network for network in settings.PROXIES)


def _household(address: Address | None) -> str | None:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, ONE_HOME), strict=False).network_address)
    return str(address) if address else None
