"""The static files: named by their content, compressed once, and collected again when one of them has changed."""

from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED = ["*.map", "js", "bootstrap[-.][!m]*", "ext", "htmax-*", "htmx-4*", "htmx-2.js", "django-htmx.js"]
"""Files of the packages that no page uses: to compress them for nothing takes most of a minute."""
COMPLETE = "complete"
"""The file that says that the last collecting came to its end."""


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise has no types
    """None of the files names another, so none is rewritten."""

    patterns = ()

    def load_manifest(self) -> tuple[dict[str, str], str]:
        """One that was cut off while it was written is none."""
        try:
            manifest: tuple[dict[str, str], str] = super().load_manifest()
        except ValueError:
            return {}, ""
        return manifest


def bring_up_to_date() -> None:
    """Collect the files where that was not done, not to its end, or from others. Raises OSError."""
    if not isinstance(staticfiles_storage, StaticFiles):
        return
    files = dict(_sources(staticfiles_storage))
    complete = Path(staticfiles_storage.path(COMPLETE))
    is_there = all(staticfiles_storage.exists(name) for name in files.values())
    if complete.exists() and is_there and files.items() <= staticfiles_storage.hashed_files.items():
        return
    complete.unlink(missing_ok=True)
    for name in (*files, *files.values()):
        for ending in ("", ".gz", ".br"):
            staticfiles_storage.delete(name + ending)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    complete.touch()


def _sources(collected: StaticFiles) -> Iterator[tuple[str, str]]:
    """The name of each file that pages may use, and the one it is to be served by."""
    for finder in get_finders():
        for path, storage in finder.list(UNUSED):
            name = collected.clean_name(path)
            with storage.open(path) as content:
                yield name, collected.clean_name(collected.hashed_name(name, content))
