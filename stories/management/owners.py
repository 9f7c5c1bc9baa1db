"""The owner whose library a command is about."""

from django.core.management.base import CommandError, CommandParser

from stories.models import Owner


def add_owner_argument(parser: CommandParser) -> None:
    parser.add_argument("--owner", default="", metavar="NAME", help="whose library; the local owner's if not given")


def owner_named(name: str) -> Owner:
    """The owner with that name; without a name, the local one. Raises CommandError."""
    if not name:
        return Owner.objects.local()
    try:
        return Owner.objects.get(username=name)
    except Owner.DoesNotExist:
        raise CommandError(f"There is no owner {name!r}.", returncode=2) from None
