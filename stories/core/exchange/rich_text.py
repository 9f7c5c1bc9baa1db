"""RTF, as TextEdit and WordPad save it: its text, with what is bold; everything else is left out."""

import re

from stories.core.exchange.budget import Budget

STEPS = 1
"""What a control word or a group costs."""
_TOKEN = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_UNSEEN = ("fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "footer", "listtable", "object", "themedata")
_SIGNS = {
    **dict.fromkeys(("par", "line", "sect", "row"), "\n"),
    "tab": "\t",
    "cell": "\t",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
_EMPTY_BOLD = re.compile(r"\*\*(\s*)\*\*")
_BOLD = re.compile(r"\*\*([^*]*)\*\*")


def is_rich_text(text: str) -> bool:
    return text.lstrip("\ufeff \r\n").startswith("{\\rtf")


def read_rich_text(text: str, budget: Budget) -> str:
    """Raises FormatError if it holds more than the budget allows."""
    budget.take("steps", STEPS * (text.count("\\") + text.count("{")))
    page = _Page()
    for token in _TOKEN.finditer(text):
        page.take(token)
    return page.read()


class _Page:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.groups: list[tuple[bool, bool]] = []
        """For each group that is open, whether the text around it is seen and bold."""
        self.is_seen, self.is_bold = True, False

    def take(self, token: re.Match[str]) -> None:
        word, number, code, sign, brace, text = token.groups()
        if brace == "{":
            self.groups.append((self.is_seen, self.is_bold))
        elif brace and self.groups:
            was_seen, was_bold = self.is_seen, self.is_bold
            self.is_seen, self.is_bold = self.groups.pop()
            self._turn(was_bold=was_bold if was_seen else self.is_bold)
        elif word:
            self._word(word, number)
        elif code:
            self._say(bytes.fromhex(code).decode("cp1252", "replace"))
        elif sign:
            self._sign(sign)
        elif text:
            self._say(text)

    def _word(self, word: str, number: str | None) -> None:
        if word in _UNSEEN:
            self.is_seen = False
        elif word in ("b", "plain", "pard"):
            was_bold = self.is_bold
            self.is_bold = self.is_bold if word == "pard" else word == "b" and number != "0"
            self._turn(was_bold=was_bold)
        elif word == "u" and number:
            code = int(number) % 0x10000
            self._say(chr(code) if not 0xD800 <= code < 0xE000 else "\N{REPLACEMENT CHARACTER}")
        elif word in _SIGNS:
            self._say(_SIGNS[word])

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.is_seen = False
        else:
            self._say({"\n": "\n", "\r": "\n", "~": " ", "_": "-"}.get(sign, sign if sign in "\\{}" else ""))

    def _say(self, text: str) -> None:
        if self.is_seen:
            self.pieces.append(text)

    def _turn(self, *, was_bold: bool) -> None:
        if self.is_seen and was_bold != self.is_bold:
            self.pieces.append("**")

    def read(self) -> str:
        """What is bold ends with its line."""
        text = "".join(self.pieces) + ("**" if self.is_bold else "")
        return _BOLD.sub(_on_each_line, _EMPTY_BOLD.sub(r"\1", text)).strip()


def _on_each_line(match: re.Match[str]) -> str:
    return "\n".join(f"**{line.strip()}**" if line.strip() else line for line in match[1].split("\n"))
