"""A program of its own: from a PDF on standard input to its text on standard output (pdf_text.py)."""

import sys
from contextlib import suppress
from io import BytesIO
from typing import BinaryIO

MOST_PAGES = 200
MEMORY = 300_000_000
"""Bytes that the program may use, where the system has such limits."""


def extract(source: BinaryIO, target: BinaryIO) -> None:
    from pypdf import PdfReader

    for page in PdfReader(BytesIO(source.read())).pages[:MOST_PAGES]:
        text = page.extract_text().replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
        target.write(f"{text}\n\n".encode("utf-8", "replace"))


def limit() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":  # pragma: no cover - it runs in another process
    limit()
    extract(sys.stdin.buffer, sys.stdout.buffer)
