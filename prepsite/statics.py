"""The static files: named by their content, compressed once, and collected again when one of them has changed."""

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED = ["*.map", "js", "bootstrap[-.][!m]*", "ext", "htmax-*", "htmx-4*", "htmx-2.js", "django-htmx.js"]
"""Files of the packages that no page uses: to compress them for nothing takes most of a minute."""


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise has no types
    """None of the files names another, so none is rewritten."""

    patterns = ()


def bring_up_to_date() -> None:
    """Collect the files where that was not done, or from others. Raises OSError."""
    if isinstance(staticfiles_storage, StaticFiles) and not _is_up_to_date(staticfiles_storage):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)


def _is_up_to_date(collected: StaticFiles) -> bool:
    files = [file for finder in get_finders() for file in finder.list(UNUSED)]
    for path, storage in files:
        with storage.open(path) as content:
            name = collected.hashed_name(path, content)
        if collected.hashed_files.get(path) != name or not collected.exists(name):
            return False
    return True
