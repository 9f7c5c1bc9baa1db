"""`manage.py start`: sets up the library and serves it on this machine."""

import errno
import socket
import threading
import webbrowser
from contextlib import suppress
from functools import partial
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from prepsite import browser, library
from prepsite.backups import daily
from prepsite.serving import Server
from prepsite.turns import turn_to_serve
from stories.base.signin import DEFAULT_HOST, DEFAULT_PORT, address_of, is_used_up, link_for, links_work
from stories.core import assignment
from stories.library import background
from stories.models import Owner

NO_PROXY = "PREPSITE_PRODUCTION needs a proxy that terminates TLS; list its address in PREPSITE_PROXIES."
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised here, not listened on unasked
"""Hosts that stand for every address, and for each the loopback address that reaches this machine."""


class Command(BaseCommand):
    help = "Set up the library, sign you in and serve it until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host",
            default=DEFAULT_HOST,
            help="the address to listen on; from other machines, people must sign in with a password",
        )
        parser.add_argument("--port", type=int, default=DEFAULT_PORT)
        parser.add_argument("--no-browser", action="store_true", help="don't open the sign-in link")
        parser.add_argument("--demo", action="store_true", help="show a demo library, separate from yours")

    def handle(self, *args: Any, host: str, port: int, no_browser: bool, **options: Any) -> None:
        if settings.PRODUCTION and not settings.PROXIES:
            raise CommandError(NO_PROXY, returncode=2)
        with turn_to_serve(port) as is_ours:
            if is_ours:
                self.serve(host, port, open_browser=not no_browser)
            else:
                self.open_running(host, port, open_browser=not no_browser)

    def serve(self, host: str, port: int, *, open_browser: bool) -> None:
        with listen(host, port) as listener:
            library.set_up()
            if not is_loopback(host):
                open_to_others(host)
            server = Server(load_site(), listener)
            with suppress(KeyboardInterrupt):
                own_port = listener.getsockname()[1]
                self.stdout.write(f"Library: {library.place()}")
                self.offer_link(host, own_port, open_browser=open_browser)
                self.stdout.write(f"Serving on {address_of(host, own_port)}; stop with Ctrl-C.")
                self.stdout.flush()
                threading.Thread(target=assignment.load_solver, daemon=True).start()
                background.ask_for_vectors()
                if daily.are_kept():
                    threading.Thread(target=daily.keep_daily, args=(threading.Event(),), daemon=True).start()
                server.run()
        browser.remove_page()
        self.stdout.write("Stopped.")

    def open_running(self, host: str, port: int, *, open_browser: bool) -> None:
        """Another start serves the library, or is about to."""
        library.set_up()  # Waits until the other one has done so.
        self.stdout.write(f"Prepsite is already running on {address_of(host, port)}.")
        if opening := self.offer_link(host, port, open_browser=open_browser):
            opening.join()

    def offer_link(self, host: str, port: int, *, open_browser: bool) -> threading.Thread | None:
        """Print a sign-in link if one works here, and open it in the background."""
        own_host = ANY_ADDRESS.get(host, host)
        if not (links_work() and is_loopback(own_host)):
            return None
        link = link_for(Owner.objects.local(), port, own_host)
        self.stdout.write(f"Sign in: {link}")
        if not open_browser:
            return None
        if is_private := browser.can_read_files():
            self.stdout.write("Opening it in your browser; if that shows an error, open the link yourself.")
        else:
            self.stdout.write(
                "Open the link yourself: your browser is sandboxed, so the link can't be handed to it privately."
            )
        opening = threading.Thread(
            target=hand_over if is_private else webbrowser.open,
            args=(link if is_private else address_of(own_host, port),),
            daemon=True,
        )
        opening.start()
        return opening


def hand_over(link: str) -> None:
    try:
        browser.open_link(link, partial(is_used_up, link))
    finally:
        connection.close()  # This thread's own.


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, opened before anything else happens. Raises CommandError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OverflowError:
        raise CommandError(f"There is no port {port}; choose one from 1 to 65535.", returncode=2) from None
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
    """Let other machines in, provided that they need a password. Raises CommandError."""
    if not settings.PRODUCTION and not Owner.objects.local().has_usable_password():
        raise CommandError(
            "Set a password before other machines can reach Prepsite: python3 manage.py changepassword me", returncode=2
        )
    if not settings.PRODUCTION:
        settings.ALLOWED_HOSTS.extend(own_names() if host in ANY_ADDRESS else [f"[{host}]" if ":" in host else host])


def own_names() -> list[str]:
    """The names and addresses by which other machines may know this one."""
    name = socket.gethostname()
    names = [name, f"{name}.local"]
    with suppress(OSError):
        names += socket.gethostbyname_ex(name)[2]
    # The address from which other networks would be reached; connecting a datagram socket sends nothing.
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, 9))
            address = probe.getsockname()[0]
            names.append(f"[{address}]" if ":" in address else address)
    return names


def load_site() -> Any:
    """The WSGI application, which collects its static files on loading. Raises CommandError."""
    try:
        from prepsite.wsgi import application
    except OSError as error:
        sentence = f"The static files can't be written to {settings.STATIC_ROOT}: {error.strerror}."
        raise CommandError(sentence, returncode=2) from error
    return application
