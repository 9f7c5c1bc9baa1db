"""The text of an HTML page as Markdown: headings, lists, tables and what is bold; everything else is only text.

The standard library's parser takes quadratic time for some pages, and a tree of the page can be far larger than the
page: one pass over its tags is enough here.
"""

import html
import re

from stories.core.exchange.budget import Budget
from stories.core.exchange.problems import FormatError

DEEPEST = 8
"""Lists inside one another that are indented."""
STEPS = 2
"""What a tag costs."""
MOST_TEXT = 3_000_000
"""Characters between tags, blanks included: three times as many as notes may have."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20}+)((?:\"[^\"<]*+\"|'[^'<]*+'|[^<>\"']++)*+)>|<[!?][^<>]*+>")
"""Never goes back on what it has matched: for a long tag, remembering how takes gigabytes."""
_UNSEEN = ("script", "style", "head", "title", "template", "noscript")
_BLOCKS = (
    "p, div, section, article, header, footer, aside, ul, ol, table, blockquote, pre, dl, dt, dd, hr, body, details"
)
_HUGE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?")
"""No character has such a number; reading it as one takes quadratic time."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_EMPTY_BOLD = re.compile(r"\*\*(\s*)\*\*")
_IS_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


def read_html(text: str, budget: Budget) -> str:
    """Raises FormatError if there are more tags than the budget allows, or more text than anybody writes."""
    budget.take("steps", STEPS * text.count("<"))
    page = _Page()
    at = 0
    for match in _TAG.finditer(text):
        page.text(text[at : match.start()])
        at = match.end()
        if match[2]:
            page.tag(match[2].lower(), match[3], is_end=bool(match[1]))
    page.text(text[at:])
    return page.read()


def is_html(text: str) -> bool:
    beginning = text[:1_000].lstrip("\ufeff \t\r\n").lower()
    return beginning.startswith(("<!doctype html", "<html")) or "<body" in beginning


class _Page:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.unseen = ""
        """The tag within which nothing is shown."""
        self.lists: list[int] = []
        """For each list that is open, the number of its last item; -1 for one without numbers."""
        self.spans: list[bool] = []
        """For each span that is open, whether it is bold."""
        self.in_cell = self.in_heading = False
        self.size = 0

    def text(self, raw: str) -> None:
        if not self.unseen and raw:
            self.size += len(raw)
            if self.size > MOST_TEXT:
                raise FormatError(f"The page has more than {MOST_TEXT:,} characters of text.")
            text = _SPACES.sub(" ", html.unescape(_HUGE.sub("\N{REPLACEMENT CHARACTER}", raw)))
            self.pieces.append(text.replace("|", "\\|") if self.in_cell else text)

    def tag(self, name: str, attributes: str, *, is_end: bool) -> None:
        if self.unseen or name in _UNSEEN:
            self.unseen = "" if is_end and name == self.unseen else self.unseen or ("" if is_end else name)
        elif name in ("b", "strong"):
            self._bold(is_bold=True)
        elif name == "summary":
            self.pieces.append("**\n" if is_end else "**")
        elif name == "span":
            self._span(attributes, is_end=is_end)
        elif name == "br":
            self.pieces.append("<br>" if self.in_cell else "\n")
        elif len(name) == 2 and name[0] == "h" and name[1] in "123456":
            self.in_heading = not is_end
            self.pieces.append("\n\n" if is_end else f"\n\n{'#' * int(name[1])} ")
        elif name in ("td", "th", "tr"):
            self._cell(name, is_end=is_end)
        elif name == "li":
            self._item(is_end=is_end)
        elif name in _BLOCKS.split(", ") and not self.in_cell:
            self._block(name, is_end=is_end)

    def _bold(self, *, is_bold: bool) -> None:
        if is_bold and not self.in_heading:
            self.pieces.append("**")

    def _span(self, attributes: str, *, is_end: bool) -> None:
        """Google Docs writes what is bold so."""
        if not is_end:
            self.spans.append(bool(_IS_BOLD.search(attributes)))
            self._bold(is_bold=self.spans[-1])
        elif self.spans:
            self._bold(is_bold=self.spans.pop())

    def _cell(self, name: str, *, is_end: bool) -> None:
        if name == "tr":
            self.pieces.append("" if is_end else "\n|")
            self.in_cell = False
        else:
            self.in_cell = not is_end
            self.pieces.append(" |" if is_end else " ")

    def _item(self, *, is_end: bool) -> None:
        if is_end:
            return
        number = ""
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            number = f"{self.lists[-1]}."
        break_, indent = ("<br>", "") if self.in_cell else ("\n", "  " * min(len(self.lists) - 1, DEEPEST))
        self.pieces.append(f"{break_}{indent}{number or '-'} ")

    def _block(self, name: str, *, is_end: bool) -> None:
        if name in ("ul", "ol"):
            if not is_end:
                self.lists.append(0 if name == "ol" else -1)
            elif self.lists:
                self.lists.pop()
            self.pieces.append("" if self.lists else "\n")
        elif name == "hr":
            self.pieces.append("\n\n---\n\n")
        elif self.lists:
            return
        else:
            self.pieces.append("\n\n")

    def read(self) -> str:
        lines = (line.rstrip(" ") for line in _EMPTY_BOLD.sub(r"\1", "".join(self.pieces)).split("\n"))
        outdented = (line.removeprefix(" ") if not line.startswith("  ") else line for line in lines)
        return _BLANK_LINES.sub("\n\n", "\n".join(outdented)).strip()
