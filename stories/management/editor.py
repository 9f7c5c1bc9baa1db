"""A story as Markdown in the editor of the person at the terminal."""

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


def edited(text: str, title: str) -> Path | None:
    """The file with what the person made of `text`; None where nothing was changed. Raises CommandError."""
    handle, name = tempfile.mkstemp(prefix=f"prepsite-{slugify(title)[:40] or 'story'}-", suffix=".md")
    path = Path(name)
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode())
    command = [*_editor(), name]
    try:
        done = subprocess.run(command, check=False)  # noqa: S603 - the editor that the person chose
    except OSError as error:
        path.unlink()
        raise CommandError(f"{command[0]} can't be run: {error.strerror}. Set EDITOR.", returncode=2) from error
    if done.returncode:
        reason = f"{command[0]} ended with {done.returncode}; nothing was saved. Your text: {path}"
        raise CommandError(reason, returncode=2)
    if path.read_bytes() != text.encode():
        return path
    path.unlink()
    return None


def _editor() -> list[str]:
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        return shlex.split(chosen)
    found = next(filter(None, map(shutil.which, FALLBACKS)), None)
    if not found:
        raise CommandError("No editor was found; set EDITOR.", returncode=2)
    return [found]


def read_file(path: Path) -> StoryRecord:
    """The story in a file. Raises CommandError with the line and the reason."""
    try:
        return read_story(decode(path.read_bytes()))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error
    except FormatError as error:
        raise CommandError(f"{path}: {error}", returncode=2) from error
