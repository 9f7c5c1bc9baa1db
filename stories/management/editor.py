"""Edits a story as Markdown in the editor of the person at the terminal."""

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.text import slugify

from stories.core.exchange import FormatError, StoryRecord, decode, read_story

FALLBACKS = ("sensible-editor", "nano", "vim", "vi", "notepad")


def edit(text: str, title: str) -> Path | None:
    """Open `text` in the editor; return the file with the edited text, or None if it wasn't changed.

    Raises CommandError.
    """
    handle, name = tempfile.mkstemp(prefix=f"prepsite-{slugify(title)[:40] or 'story'}-", suffix=".md")
    path = Path(name)
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode())
    command = [*_editor(), name]
    try:
        process = subprocess.run(command, check=False)  # noqa: S603 - the editor that the person chose
    except OSError as error:
        path.unlink()
        raise CommandError(
            f"{command[0]} can't be run: {error.strerror}. Set EDITOR to your editor.", returncode=2
        ) from error
    if process.returncode:
        reason = f"{command[0]} exited with {process.returncode}; nothing was saved. Your text is in {path}"
        raise CommandError(reason, returncode=2)
    if path.read_bytes() != text.encode():
        return path
    path.unlink()
    return None


def _editor() -> list[str]:
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        return shlex.split(chosen)
    fallback = next(filter(None, map(shutil.which, FALLBACKS)), None)
    if not fallback:
        raise CommandError("No editor was found; set EDITOR to yours.", returncode=2)
    return [fallback]


def read_file(path: Path) -> StoryRecord:
    """The story in a file. Raises CommandError with the line and the reason."""
    try:
        return read_story(decode(path.read_bytes()))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error
    except FormatError as error:
        raise CommandError(f"{path}: {error}", returncode=2) from error
