"""Text as it is searched and compared: without what a keyboard, an editor or a copied page may have made of it."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
"""Soft hyphens, zero-width characters, controls of direction: what Unicode calls default ignorable, but for letters."""
_SINGLE_QUOTES = "`‘’‚‛‹›′‵´ʹʻʼʽ＇׳"
_DOUBLE_QUOTES = "“”„‟«»″‶ʺ〝〞〟＂״"
_DASHES = "־‐‑‒–—―⁃−˗⸺⸻﹘﹣－"
_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u0085\u2028\u2029"
)
_SIGNS = {
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SPACES, " "),
    "…": "...",
}


def as_typed(text: str) -> str:
    """`text` with the quotes, dashes, dots and spaces of a keyboard, and with nothing that can't be seen."""
    if text.isascii():
        return text.replace("`", "'")
    text = _INVISIBLE.sub("", text)
    for sign in _SIGNS.keys() & set(text):  # Translating character by character takes ten times as long.
        text = text.replace(sign, _SIGNS[sign])
    return text


def fold(text: str) -> str:
    """`text` as typed, without case and accents, so "resume" finds "Résumé"."""
    if text.isascii():
        return as_typed(text).lower()
    decomposed = unicodedata.normalize("NFKD", as_typed(text).casefold())
    accents = {ord(character): None for character in set(decomposed) if unicodedata.combining(character)}
    return decomposed.translate(accents) if accents else decomposed


def bare(text: str) -> str:
    """Its letters and digits: the same for texts that differ only in case, accents, spaces and punctuation."""
    return "".join(filter(str.isalnum, fold(text)))


def terms(query: str) -> list[str]:
    """The words of a search, each of which must be found."""
    return fold(query).split()
