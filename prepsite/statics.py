"""The static files: named by content, compressed once, and collected again when one of them has changed."""

from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
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
    """Collect the files unless that was already done, completely and from the same sources. Raises OSError."""
    if not isinstance(staticfiles_storage, StaticFiles):
        return
    files = dict(_sources(staticfiles_storage))
    complete = Path(staticfiles_storage.path(COMPLETE))
    all_exist = all(staticfiles_storage.exists(name) for name in files.values())
    if complete.exists() and all_exist and files.items() <= staticfiles_storage.hashed_files.items():
        return
    complete.unlink(missing_ok=True)
    for name in (*files, *files.values()):
        for ending in ("", ".gz", ".br"):
            staticfiles_storage.delete(name + ending)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    complete.touch()


def _sources(collected: StaticFiles) -> Iterator[tuple[str, str]]:
    """The name of each file that pages may use, and the name it is to be served under."""
    for finder in get_finders():
        for path, storage in finder.list(UNUSED):
            name = collected.clean_name(path)
            with storage.open(path) as content:
                yield name, collected.clean_name(collected.hashed_name(name, content))
