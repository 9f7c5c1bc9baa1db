"""Whether a text is prose at all, whatever its language; in case of doubt, it is."""

import re
from collections.abc import Sequence

from stories.core.review.tokens import tokens
from stories.core.speaking import count_words

_PLACEHOLDER = frozenset(
    tokens(
        "adipiscing aliqua aliquip amet anim aute cillum commodo consectetur consequat culpa cupidatat deserunt "
        "dolor dolore duis eiusmod elit enim esse est et eu ex excepteur exercitation fugiat id in incididunt "
        "ipsum irure labore laboris laborum lorem magna minim mollit nisi non nostrud nulla officia pariatur "
        "proident qui quis sed sint sit sunt tempor ullamco ut velit veniam voluptate"
    )
)
_LEAST_PLACEHOLDER = 0.6
_LEAST_VARIETY = 0.6
"""The share of distinct runs of three words: about 0.95 in prose, just over a half in a paragraph pasted twice."""
_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_UNSPEAKABLE = re.compile(
    r"[bcdfghjklmnpqrstvwxz]{6}|^[bcdfghjklmnpqrstvwxz]{4,}$|(.)\1\1|^.{45}|"
    r"q[^u]|j[bcdfghlmnpqstvwxz]|[bcdfghjklmnpqrstvwxz]x|x[bdgjkmnrvwz]|v[bcfghjmpqwx]"
)
_PLAIN_WORD = re.compile(r"(?<![\w.@/-])[A-Z]?[a-z]{3,}(?![\w@/-])")
_SEPARATOR = re.compile(r"[,;:|•·\n]+|(?<![.!?])[.!?]+(?:\s|$)")
_MOST_KEYWORDS = 2.2
"""Words between two separators; prose has four or more."""
_LEAST_KEYWORDS = 6
_SMALL_WORDS = frozenset(
    tokens(
        "a an and as at but by for from he i in is it my of on or our she that the they this to was we were with "
        "das der die ein es ich ist mit und von wir zu de en et il je la le les que un une con el los por y "
        "che di e o os um da do een het van i ja na o se w ve z"
    )
)
"""No common language goes on for long without one of these."""
_ENOUGH_WORDS = 12


def nonsense_in(text: str, words: Sequence[str]) -> str:
    """What is wrong with a text that isn't prose, as a sentence goes on after "Action"; "" for prose.

    `words` are the text's tokens.
    """
    if _is_placeholder(words):
        return "contains placeholder text"
    if _is_repeated(words):
        return "repeats the same words over and over"
    if not any(character.isalpha() for character in text):
        return "contains only numbers"
    if _is_random(text, words):
        return "looks like random letters"
    if _is_list(text):
        return "is a list of keywords"
    return "strings words together without forming sentences" if text.isascii() and _is_word_heap(words) else ""


def _is_placeholder(words: Sequence[str]) -> bool:
    return "ipsum" in words and sum(word in _PLACEHOLDER for word in words) >= _LEAST_PLACEHOLDER * len(words)


def _is_repeated(words: Sequence[str]) -> bool:
    runs = list(zip(words, words[1:], words[2:], strict=False))
    return len(runs) > 2 and len(set(runs)) < _LEAST_VARIETY * len(runs)


def _is_random(text: str, words: Sequence[str]) -> bool:
    """Names like kubectl or gRPC look odd too, so most words must; those with digits or inner capitals don't count."""
    plain = [word.lower() for word in _PLAIN_WORD.findall(text)]
    odd = [word for word in plain if _UNSPEAKABLE.search(word) or any(word in row for row in _KEY_ROWS)]
    return len(odd) > len(words) / 2


def _is_list(text: str) -> bool:
    """Short pieces between separators; a list of figures can be a proper Result."""
    pieces = [piece for piece in _SEPARATOR.split(text) if count_words(piece)]
    figures = sum(any(map(str.isdigit, piece)) for piece in pieces)
    short = sum(map(count_words, pieces)) <= _MOST_KEYWORDS * len(pieces)
    return short and len(pieces) >= _LEAST_KEYWORDS and 4 * figures < len(pieces)


def _is_word_heap(words: Sequence[str]) -> bool:
    """Many words with hardly a small one among them. Words in "-ed" count as telling something, however tersely."""
    telling = [word for word in words if word in _SMALL_WORDS or word.endswith("ed") or word.isdigit()]
    return len(words) >= _ENOUGH_WORDS and len(telling) * _ENOUGH_WORDS < len(words)
