"""Roam's export: each page as its title and the outline below it."""

from collections.abc import Iterator, Mapping
from typing import Any

from stories.core.exchange.budget import Budget

DEEPEST = 20
"""Levels of an outline; what is deeper stands on the last."""


def is_roam(data: Any) -> bool:
    return isinstance(data, list) and all(map(_is_page, data)) and any("children" in page for page in data)


def _is_page(page: Any) -> bool:
    """Whether it has a title and blocks below it, each of which says something."""
    if not isinstance(page, dict) or not isinstance(page.get("title"), str):
        return False
    return all(isinstance(block, dict) and isinstance(block.get("string"), str) for block in _below(page))


def _below(block: Mapping[str, Any]) -> list[Any]:
    children = block.get("children", [])
    return children if isinstance(children, list) else []


def read_roam(pages: list[Mapping[str, Any]], budget: Budget) -> Iterator[tuple[str, str]]:
    """The title and the text of each page."""
    for page in pages:
        yield page["title"], "\n".join([f"# {page['title']}", *_lines(page, budget)])


def _lines(page: Mapping[str, Any], budget: Budget) -> Iterator[str]:
    """Without recursion: an outline may be as deep as JSON."""
    blocks = [(block, 0) for block in reversed(_below(page))]
    while blocks:
        budget.take("steps")
        block, level = blocks.pop()
        text = block.get("string")
        yield f"{'  ' * level}- {text if isinstance(text, str) else ''}"
        below = [part for part in reversed(_below(block)) if isinstance(part, dict)]
        blocks += [(part, min(level + 1, DEEPEST)) for part in below]
