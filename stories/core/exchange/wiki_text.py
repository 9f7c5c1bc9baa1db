"""Headings of wikis as those of Markdown: “h2. Situation” in Confluence, “== Situation ==” in MediaWiki."""

import re

from stories.core.exchange.labels import target_of

_HEADING = re.compile(r"^(?:h([1-6])\.|(={1,6}))[ \t]+(\S.{0,200})$", re.MULTILINE)
_BOLD = re.compile(r"'''([^'\n]{1,200})'''")
_FEWEST = 2
"""Headings that name a part of a story."""


def is_wiki(text: str) -> bool:
    return sum(bool(target_of(_name(match))) for match in _HEADING.finditer(text)) >= _FEWEST


def read_wiki(text: str) -> str:
    return _BOLD.sub(r"**\1**", _HEADING.sub(_heading, text))


def _heading(match: re.Match[str]) -> str:
    return f"{'#' * (int(match[1]) if match[1] else len(match[2]))} {_name(match)}"


def _name(match: re.Match[str]) -> str:
    return match[3].strip().removesuffix(match[2] or "").strip()
