"""Text as BERT's uncased models read it: the numbers of word pieces.

After the tokenizer of BERT (Devlin et al. 2018, https://github.com/google-research/bert, tokenization.py).
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
CONTINUED = "##"
"""How a piece begins that isn't the first of its word."""
MOST_CHARACTERS = 10_000
"""Of a text: reading more than that is no use, as 256 pieces of prose are about 1,200."""
LONGEST_WORD = 100
"""In characters; a longer one is unknown as a whole."""

_CJK = (
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x2A6E0),
    range(0x2A700, 0x2CEB0),
    range(0x2F800, 0x2FA20),
)
"""Blocks of ideographs, written without spaces between words."""


class WordPieces:
    """A vocabulary, and how texts are cut into its pieces."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """`vocabulary`: the pieces in the order of their numbers."""
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._longest = max(map(len, self._numbers))
        self._start, self._end, self._unknown = (self._numbers[mark] for mark in (START, END, UNKNOWN))

    def numbers(self, text: str, most: int) -> list[int]:
        """The numbers of the text's pieces between those of start and end, at most `most` in all."""
        pieces = (number for word in words(text) for number in self._pieces(word))
        return [self._start, *islice(pieces, most - 2), self._end]

    def _pieces(self, word: str) -> list[int]:
        """Each time the longest piece that the rest of the word begins with."""
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        pieces, position = [], 0
        while position < len(word):
            piece = self._longest_at(word, position)
            if piece is None:
                return [self._unknown]
            position, number = piece
            pieces.append(number)
        return pieces

    def _longest_at(self, word: str, start: int) -> tuple[int, int] | None:
        """Where the longest piece from `start` ends, and its number; None if the vocabulary has none."""
        prefix = CONTINUED if start else ""
        for end in range(min(len(word), start + self._longest), start, -1):
            number = self._numbers.get(prefix + word[start:end])
            if number is not None:
                return end, number
        return None


def words(text: str) -> Iterator[str]:
    """Lower-case words without accents; each punctuation mark and each ideograph is one of its own."""
    decomposed = unicodedata.normalize("NFD", text[:MOST_CHARACTERS])
    return iter("".join(map(_read, decomposed)).split())


@lru_cache(maxsize=4096)
def _read(character: str) -> str:
    """A character as it is read: in lower case, with blanks around it, as a blank, or not at all."""
    category = unicodedata.category(character)
    if character in "\t\n\r" or category.startswith("Z"):
        return " "
    if character == "\ufffd" or category.startswith("C") or category == "Mn":
        return ""
    return f" {character} " if _is_parted(character, category) else character.lower()


def _is_parted(character: str, category: str) -> bool:
    is_ascii_mark = "!" <= character <= "~" and not character.isalnum()
    return is_ascii_mark or category.startswith("P") or any(ord(character) in block for block in _CJK)
