"""What the commands share: `--owner`, `--json`, `--check`, exit codes, and tables for people and for pipes."""

import json as jsonlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from stories.management.owners import add_owner_argument, owner_named
from stories.models import Owner


@dataclass(frozen=True, slots=True)
class Table:
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a command has to say."""

    document: Any
    """For `--json`."""
    parts: Sequence[str | Table]
    """For people, in reading order."""
    has_findings: bool = False
    """Whether there is anything that `--check` looks for; the exit code is 1 then."""


class ReportCommand(BaseCommand):
    """A command that reads an owner's library and reports on it."""

    requires_system_checks = []  # `manage.py check` is for that; it reads the model's 22 MB.
    checks = ""
    """What `--check` looks for, in words; empty if there is nothing to check."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_owner_argument(parser)
        if self.checks:
            parser.add_argument("--check", action="store_true", help=f"exit with 1 if there are {self.checks}")

    def handle(self, *args: Any, owner: str, json: bool, check: bool = False, **options: Any) -> None:
        report = self.report(owner_named(owner), check=check, **options)
        print_report(self, report, json=json)
        if check and report.has_findings:
            sys.exit(1)

    def report(self, owner: Owner, **options: Any) -> Report:
        """What the command found. Raises CommandError."""
        raise NotImplementedError


def print_report(command: BaseCommand, report: Report, *, json: bool) -> None:
    """JSON if asked for, else tables on a terminal, else plain lines."""
    if json:
        command.stdout.write(jsonlib.dumps(report.document, ensure_ascii=False, indent=2))
        return
    for part in report.parts:
        if isinstance(part, str):
            command.stdout.write(f"{printable(part)}\n")
        elif part.rows:
            command.stdout.write(_drawn_table(part) if command.stdout.isatty() else _plain_table(part))


def _drawn_table(table: Table) -> str:
    """As wide as the terminal."""
    rich_table = RichTable(*table.header, box=None, header_style="bold", pad_edge=False)
    for row in table.rows:
        rich_table.add_row(*(Text(printable(cell)) for cell in row))
    console = Console(force_terminal=True)
    with console.capture() as captured:
        console.print(rich_table)
    return captured.get().rstrip("\n")


def _plain_table(table: Table) -> str:
    """One line a row, with aligned columns."""
    rows = [[" ".join(printable(cell).split()) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.header))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def printable(text: str) -> str:
    """The text without control characters, which could make a terminal do things."""
    return "".join(char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in text)
