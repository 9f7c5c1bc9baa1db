"""The server that `start` runs: waitress, which a crowd of idle connections can't keep from serving."""

import signal
import socket
from contextlib import suppress
from typing import Any

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

THREADS = 8
LARGEST_REQUEST = 50_000_000
"""In bytes; a larger request is refused unread."""
CONNECTIONS = 400
"""How many may be open at once, if the process may open a thousand files: a connection takes up to two."""
FILES = 1024


class Server(TcpWSGIServer):  # type: ignore[misc] # waitress has no types
    """Its `run` ends on Ctrl-C or SIGTERM, after finishing the responses under way."""

    def __init__(self, application: Any, listener: socket.socket) -> None:
        options = Adjustments(
            sockets=[listener],
            threads=THREADS,
            ident=None,
            clear_untrusted_proxy_headers=False,  # `stories.base.proxies` decides what to believe.
            max_request_body_size=LARGEST_REQUEST,
            connection_limit=CONNECTIONS * _allow_files(FILES) // FILES,
            cleanup_interval=1,
            asyncore_use_poll=True,  # select fails with more than 1,024 files.
        )
        address = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(application, {}, _sock=listener, adj=options, sockinfo=address, bind_socket=False)
        signal.signal(signal.SIGTERM, _stop)

    def maintenance(self, now: float) -> None:
        """Once a second: close what has been idle for two minutes, and the longest idle where there is little room."""
        super().maintenance(now)
        idle = [channel for channel in self.active_channels.values() if not channel.requests]
        idle.sort(key=lambda channel: channel.last_activity)
        excess = len(self.active_channels) - self.adj.connection_limit * 3 // 4
        for channel in idle[: max(0, excess)]:
            channel.will_close = True


def _allow_files(wanted: int) -> int:
    """How many files this process may open, `wanted` at most; raised to that if the system allows it."""
    try:
        import resource
    except ImportError:
        return wanted  # Windows has no such limit.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard < 0 else min(wanted, hard), hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return wanted if soft < 0 else min(wanted, soft)


def _stop(*_: Any) -> None:
    """Does what Ctrl-C does, even in a background job, where the shell makes processes ignore Ctrl-C."""
    raise KeyboardInterrupt
