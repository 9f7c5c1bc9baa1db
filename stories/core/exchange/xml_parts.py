"""The XML in a workbook or a Word document, read piece by piece: never more of it than the budget allows."""

import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml.expatreader import create_parser

from stories.core.exchange.archives import open_entry
from stories.core.exchange.budget import Budget
from stories.core.exchange.problems import FormatError

DAMAGED = "The file is damaged; open it in the program that wrote it and save it again."

_CHUNK = 65_536
"""Bytes."""
_LONGEST_PIECE = 1_000_000
"""Bytes between two events: a tag or comment that is longer isn't a spreadsheet's."""
_DEEPEST = 100
_NONE: Mapping[str, str] = {}

Event = tuple[str, str, Mapping[str, str]]
"""“start” or “end”, with the name of the tag, without the prefix of its namespace, and its attributes; or “text” and a
piece of the text between two tags."""


class _Collector(ContentHandler):
    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.budget = budget
        self.depth = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - its name in xml.sax
        self.budget.take("steps")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise FormatError(DAMAGED)
        self.events.append(("start", name.rpartition(":")[2], attrs))

    def endElement(self, name: str) -> None:  # noqa: N802 - its name in xml.sax
        self.depth -= 1
        self.events.append(("end", name.rpartition(":")[2], _NONE))

    def characters(self, content: str) -> None:
        self.budget.take("steps")
        self.events.append(("text", content, _NONE))


def read_part(archive: zipfile.ZipFile, name: str, budget: Budget) -> Iterator[Event]:
    """What one file of the archive consists of. Raises FormatError."""
    collector, silent = _Collector(budget), 0
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(collector)
    try:
        for chunk in _chunks(archive, name, budget):
            parser.feed(chunk)
            silent = 0 if collector.events else silent + len(chunk)
            if silent > _LONGEST_PIECE:
                raise FormatError(DAMAGED)
            yield from collector.events
            collector.events.clear()
        parser.close()
    except (SAXException, ValueError, LookupError) as error:  # An encoding that doesn't exist is a LookupError.
        raise FormatError(DAMAGED) from error


def _chunks(archive: zipfile.ZipFile, name: str, budget: Budget) -> Iterator[bytes]:
    with open_entry(archive, archive.getinfo(name)) as part:
        while chunk := part.read(_CHUNK):
            budget.take("unpacked", len(chunk))
            yield chunk
