"""`manage.py start`: set the library up and serve it on this machine."""

import errno
import signal
import socket
import threading
import webbrowser
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from waitress import create_server

from prepsite import library
from prepsite.backups import daily
from stories.base.signin import DEFAULT_HOST, DEFAULT_PORT, address_of, link_for, links_work
from stories.core import assignment
from stories.models import Owner

THREADS = 8
LARGEST_REQUEST = 50_000_000
"""Bytes; what is sent beyond it is refused before anybody reads it."""
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised here, not listened on unasked
"""Hosts that stand for all addresses, and the one of them that is this machine's own."""


class Command(BaseCommand):
    help = "Set up the library, sign you in and serve until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host", default=DEFAULT_HOST, help="the address to listen on; others must sign in by password"
        )
        parser.add_argument("--port", type=int, default=DEFAULT_PORT)
        parser.add_argument("--no-browser", action="store_true", help="don't open the sign-in link")
        parser.add_argument("--demo", action="store_true", help="show a filled library, apart from yours")

    def handle(self, *args: Any, host: str, port: int, no_browser: bool, **options: Any) -> None:
        with listen(host, port) as listener:
            library.set_up()
            if not is_loopback(host):
                open_to_others(host)
            server = server_on(listener)
            with suppress(KeyboardInterrupt):
                self.announce(host, listener.getsockname()[1], open_browser=not no_browser)
                threading.Thread(target=assignment.load_solver, daemon=True).start()
                if daily.are_kept():
                    threading.Thread(target=daily.keep_daily, args=(threading.Event(),), daemon=True).start()
                server.run()
        self.stdout.write("Stopped.")

    def announce(self, host: str, port: int, *, open_browser: bool) -> None:
        self.stdout.write(f"Library: {library.place()}")
        own_host = ANY_ADDRESS.get(host, host)
        if links_work() and is_loopback(own_host):
            link = link_for(Owner.objects.local(), port, own_host)
            self.stdout.write(f"Sign in: {link}")
            if open_browser:
                threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()
        self.stdout.write(f"Serving on {address_of(host, port)}; stop with Ctrl-C.")
        self.stdout.flush()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, taken before anything else happens. Raises CommandError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OverflowError:
        raise CommandError(f"There is no port {port}; take one from 1 to 65535.", returncode=2) from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sentence = f"Port {port} is in use, perhaps by another Prepsite; choose one with --port."
        else:
            sentence = f"Prepsite can't listen on {host}:{port}: {error.strerror}."
        raise CommandError(sentence, returncode=2) from error


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def open_to_others(host: str) -> None:
    """Let other machines in, if they will need a password. Raises CommandError."""
    if not settings.PRODUCTION and not Owner.objects.local().has_usable_password():
        raise CommandError(
            "Set a password before other machines can reach Prepsite: python3 manage.py changepassword me", returncode=2
        )
    if not settings.PRODUCTION:
        settings.ALLOWED_HOSTS.extend(own_names() if host in ANY_ADDRESS else [f"[{host}]" if ":" in host else host])


def own_names() -> list[str]:
    """The names and addresses that other machines may know this one by."""
    name = socket.gethostname()
    found = [name, f"{name}.local"]
    with suppress(OSError):
        found += socket.gethostbyname_ex(name)[2]
    # Which address would be used to reach another network; connecting a datagram socket sends nothing.
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, 9))
            address = probe.getsockname()[0]
            found.append(f"[{address}]" if ":" in address else address)
    return found


def load_site() -> Any:
    """The WSGI application, which collects its static files as it is loaded. Raises CommandError."""
    try:
        from prepsite.wsgi import application
    except OSError as error:
        sentence = f"The static files can't be written to {settings.STATIC_ROOT}: {error.strerror}."
        raise CommandError(sentence, returncode=2) from error
    return application


def stop(*_: Any) -> None:
    """What Ctrl-C does, also where the shell made the process deaf to Ctrl-C (a job in the background)."""
    raise KeyboardInterrupt


def server_on(listener: socket.socket) -> Any:
    """A waitress server; its `run` ends with Ctrl-C or SIGTERM, when the answers under way are finished."""
    application = load_site()
    signal.signal(signal.SIGTERM, stop)
    # The forwarding headers stay: sign-in links are refused to what a proxy passed on, production needs the scheme.
    return create_server(
        application,
        sockets=[listener],
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=False,
        max_request_body_size=LARGEST_REQUEST,
    )
