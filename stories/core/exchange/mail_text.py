"""An e-mail as notes: its subject is the title, and what is around the text is kept, but isn't read."""

import re

_HEADER = re.compile(
    r"(from|to|cc|subject|date|sent|von|an|betreff|gesendet|datum|de|objet|para|asunto):[ \t]+(\S.*)", re.IGNORECASE
)
_SUBJECTS = ("subject", "betreff", "objet", "asunto")
_REPLY = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv)[ \t]*:[ \t]*)+", re.IGNORECASE)
_WROTE = re.compile(r".{1,200}(?:wrote|schrieb.{0,60}|a écrit|escribió)[ \t]*:\Z")
_FEWEST = 3
"""Headers."""


def is_mail(text: str) -> bool:
    headers = _headers(text[:5_000].split("\n"))
    names = {header[1].lower() for header in headers}
    return len(names) >= _FEWEST and not names.isdisjoint(_SUBJECTS)


def _headers(lines: list[str]) -> list[re.Match[str]]:
    found = []
    for line in lines:
        if not (match := _HEADER.match(line.rstrip())):
            break
        found.append(match)
    return found


def read_mail(text: str) -> str:
    """The other headers, and what is quoted below the text, become comments."""
    lines = text.split("\n")
    headers = _headers(lines)
    told = lines[len(headers) :]
    end = _quoted_from(told)
    subject = next((header[2] for header in headers if header[1].lower() in _SUBJECTS), "")
    beside = [header[0] for header in headers if header[1].lower() not in _SUBJECTS]
    beside += [line for line in told[end:] if line.strip()]
    comments = [f"%%{line.replace('%', '')}%%" for line in beside]
    return "\n".join([f"# {_REPLY.sub('', subject, count=1)}", *comments, *told[:end]])


def _quoted_from(lines: list[str]) -> int:
    """Where the message that it answers begins; their number if none stands at the end."""
    at = end = len(lines)
    while at and (not lines[at - 1].strip() or lines[at - 1].startswith(">")):
        at -= 1
        end = at if lines[at].startswith(">") else end
    return end - 1 if end < len(lines) and end and _WROTE.match(lines[end - 1]) else end
