"""The text of a PDF, read by pypdf in a process of its own.

A small PDF can ask for any amount of time and memory, and nothing in pypdf limits them: the process is ended instead.
"""

import subprocess
import sys
import time
from pathlib import Path

from stories.core.exchange.budget import Budget
from stories.core.exchange.problems import FormatError

MOST_CHARACTERS = 1_000_000
PROGRAM = Path(__file__).with_name("pdf_program.py")
_UNREADABLE = "This PDF can't be read: it is damaged, has a password or is too large. Copy its text into a text file."
_NO_TEXT = "This PDF holds no text, perhaps only pictures of pages. Type its text into a text file."


def is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF")


def read_pdf(data: bytes, budget: Budget) -> str:
    """Raises FormatError."""
    start = time.monotonic()
    command = [sys.executable, "-I", str(PROGRAM)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=data, capture_output=True, timeout=max(budget.seconds, 0), check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise FormatError(_UNREADABLE) from error
    finally:
        budget.seconds -= time.monotonic() - start
    text = done.stdout.decode()[:MOST_CHARACTERS]
    budget.take("characters", len(text))
    if not text.strip():
        raise FormatError(_NO_TEXT)
    return text
