"""The static files: named by content, compressed once, and collected again when one of them has changed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from filelock import FileLock
from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED = ["*.map", "js", "bootstrap[-.][!m]*", "ext", "htmax-*", "htmx-4*", "htmx-2.js", "django-htmx.js"]
"""Files of packages that no page uses; compressing them would take most of a minute."""
COMPLETE = "complete"
"""The file that says that the last collection was finished."""


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise has no types
    """None of the files refers to another, so none is rewritten."""

    patterns = ()

    def load_manifest(self) -> tuple[dict[str, str], str]:
        """A half-written manifest doesn't count."""
        try:
            manifest: tuple[dict[str, str], str] = super().load_manifest()
        except ValueError:
            return {}, ""
        return manifest


def bring_up_to_date() -> None:
    """Collect the files unless that was already done, completely and from the same sources. Raises OSError.

    Processes that start at the same moment take turns.
    """
    if not isinstance(staticfiles_storage, StaticFiles) or _is_up_to_date(staticfiles_storage):
        return
    folder = Path(staticfiles_storage.location)
    with _changed_by_us_alone():
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):
            if not _is_up_to_date(staticfiles_storage):
                _collect(staticfiles_storage)


@contextmanager
def _changed_by_us_alone() -> Iterator[None]:
    """What is made meanwhile can be read as the umask says, and written by its owner: browsers run these files."""
    before = os.umask(0o022)
    os.umask(before | 0o022)
    try:
        yield
    finally:
        os.umask(before)


def _is_up_to_date(collected: StaticFiles) -> bool:
    collected.hashed_files, collected.manifest_hash = collected.load_manifest()
    files = dict(_sources(collected))
    all_exist = all(collected.exists(name) for name in (COMPLETE, *files.values()))
    return all_exist and files.items() <= collected.hashed_files.items()


def _collect(collected: StaticFiles) -> None:
    files = dict(_sources(collected))
    for name in (COMPLETE, *files, *files.values()):
        for ending in ("", ".gz", ".br"):
            collected.delete(name + ending)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    Path(collected.path(COMPLETE)).touch()


def _sources(collected: StaticFiles) -> Iterator[tuple[str, str]]:
    """The name of each file that pages may use, and the name it is to be served under."""
    for finder in get_finders():
        for path, storage in finder.list(UNUSED):
            name = collected.clean_name(path)
            with storage.open(path) as content:
                yield name, collected.clean_name(collected.hashed_name(name, content))
