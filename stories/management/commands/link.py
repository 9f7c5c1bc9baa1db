"""`manage.py link`: a new sign-in link for the local library."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stories.base.signin import DEFAULT_PORT, link_for, links_work
from stories.management.output import Report, print_report
from stories.models import Owner


class Command(BaseCommand):
    help = "Print a one-time sign-in link that expires after ten minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="the port that Prepsite is running on")
        parser.add_argument("--demo", action="store_true", help="sign in to the demo library")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, port: int, json: bool, **options: Any) -> None:
        if not links_work():
            raise CommandError(
                "Sign-in links don't work on a server; people sign in there with their password.", returncode=2
            )
        link = link_for(Owner.objects.local(), port)
        print_report(self, Report({"link": link}, [link]), json=json)
