"""Text as the search compares it, without case and accents."""

import unicodedata


def fold(text: str) -> str:
    """`text` without case and accents, so "resume" finds "Résumé"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def terms(query: str) -> list[str]:
    """The words of a search, each of which must be found."""
    return fold(query).split()
