"""Which addresses are pages, for the tests that visit them all."""

import re
from collections.abc import Iterable

from stories.urls import urlpatterns

NO_PAGE = re.compile(
    r"^(data-(json|zip|csv|answers|xlsx|docx)|import-(columns|labels|mend|decide|apply|delete)"
    r"|.*-(take-back|csv|move|discard|hide|status|dismiss|restore)"
    r"|story-(preview|duplicate|many)|fallen-read|practice-ask|asked-remove|work-update|match-(decide|undo|again)|framework-choose|theme|session|sign-out)$"
)
"""Files, and addresses that only forms and scripts ask."""


def pages_without(names: Iterable[str | None]) -> list[str]:
    """The names of the pages that are not among `names`."""
    pages = {str(pattern.name) for pattern in urlpatterns}
    return sorted(page for page in pages - set(names) if not NO_PAGE.match(page))
