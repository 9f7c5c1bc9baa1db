"""What a rule notices, and what the review makes of it."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stories.core.choices import Section
from stories.core.review.reading import Reading


class Severity(StrEnum):
    """How much a finding matters, the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a rule noticed, and in `judged` the texts that led to it."""

    section: Section | None
    message: str
    hint: str
    judged: Sequence[str]
    severity: Severity | None = None
    """Where it isn't the rule's."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the review noticed: in one section, or in the whole story where `section` is None."""

    code: str
    severity: Severity
    section: Section | None
    message: str
    hint: str
    """How to fix it."""
    fingerprint: str
    """A hash of what was judged: when that text changes, a dismissed finding comes back."""
    denial: str = ""
    """The rule's, by which its owner dismisses it for good; empty if there is none."""


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    name: str
    severity: Severity
    check: Callable[[Reading], Iterable[Notice]]
    denial: str = ""
    """What its owner says of a story that isn't what the rule takes it for; that holds whatever the text becomes."""
    milder: str = ""
    """Where its findings are less severe, in words."""

    @property
    def gravity(self) -> str:
        return f"{self.severity} ({self.milder})" if self.milder else self.severity.value

    def findings(self, reading: Reading) -> Iterable[Finding]:
        for notice in self.check(reading):
            judged = () if self.denial else notice.judged
            fingerprint = _fingerprint(self.code, notice.section or "", *judged)
            yield Finding(
                self.code,
                notice.severity or self.severity,
                notice.section,
                notice.message,
                notice.hint,
                fingerprint,
                self.denial,
            )


def _fingerprint(*texts: str) -> str:
    """16 hexadecimal digits; how words are spaced and wrapped makes no difference."""
    joined = "\0".join(" ".join(text.split()) for text in texts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]
