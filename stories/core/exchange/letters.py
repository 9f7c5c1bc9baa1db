"""Greetings and signatures: a story that came in a letter has them around it, and they are none of it."""

import re
from collections.abc import Sequence

from stories.core.search import fold

LETTER = "The greeting or signature around it went to the notes."
_LONGEST = 60
"""Characters in a line of either."""
_MOST_LINES = 8
"""In a signature."""
_GREETING = re.compile(
    r"(?:hi|hey|hello|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|guten (?:tag|morgen|abend)|"
    r"sehr geehrte[r]?|bonjour|salut|cher|chere|hola|estimad[oa]|buenos dias|ola|oi|prezad[oa]|car[oa])\b[^?]*[,!:–—-]"
)
_ENDING = re.compile(
    r"(?:(?:all the |many |with )?(?:best|kind|warm|kindest|warmest)?\s*(?:best|regards|wishes|thanks)|thank you|thx|"
    r"cheers|sincerely|yours(?: \w+)?|talk soon|take care|(?:viele|liebe|beste|herzliche|schone) gru(?:ss|ß)e|"
    r"mit (?:freundlichen|besten) gru(?:ss|ß)en|mfg|lg|vg|danke|cordialement|bien a vous|merci|a bientot|"
    r"(?:un )?saludos?|un abrazo|gracias|atenciosamente|abracos?|obrigad[oa])"
    r"(?: (?:again|so much|a lot|for reading|schon|and regards|cordiales))?[,.!]?"
)
_DELIMITER = "--"


def is_greeting(line: str) -> bool:
    """Whether a line addresses somebody: “Hi Sam,”."""
    return len(line) <= _LONGEST and bool(_GREETING.fullmatch(fold(line.strip())))


def signature_at(lines: Sequence[str], *, is_letter: bool) -> int:
    """Where the signature at the end of some lines begins; their number if there is none.

    In what is no letter otherwise, somebody's name must follow.
    """
    filled = [at for at, line in enumerate(lines) if line.strip()][-_MOST_LINES:]
    for place, at in enumerate(filled):
        below = [lines[after].strip() for after in filled[place + 1 :]]
        line = lines[at].strip()
        is_end = (len(line) <= _LONGEST and _ENDING.fullmatch(fold(line))) or (line == _DELIMITER and below)
        if at and is_end and all(map(_may_sign, below)) and (is_letter or below):
            return at
    return len(lines)


def _may_sign(line: str) -> bool:
    return len(line) <= _LONGEST and not line.endswith((".", "?", ":", ";"))
