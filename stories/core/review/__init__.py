"""The story review: what a careful listener would notice. Each finding comes from one small rule (docs/review/).

A finding gives its reason; it is never a score that the right keywords could buy. A rule that can't be sure stays
silent: it looks only at sections that contain prose, and rules that know one language leave the others alone.
"""

from stories.core.choices import Section
from stories.core.review.completeness import empty_section, no_headline, not_prose, thin_section
from stories.core.review.confidential import confidential
from stories.core.review.evidence import quoted_places, stray_tags, unproven_tags, unquoted_tags
from stories.core.review.outcome import no_checkable_outcome
from stories.core.review.proportions import situation_outweighs_action, too_long_or_short
from stories.core.review.reading import Reading, StoryText, TagLine
from stories.core.review.rules import Finding, Rule, Severity
from stories.core.review.voice import failure_without_learning, hedged, told_as_we
from stories.core.speaking import DEFAULT_PACE, Pace

__all__ = [
    "EMPTY_SECTION",
    "RULES",
    "Finding",
    "Rule",
    "Severity",
    "StoryText",
    "TagLine",
    "errors_of",
    "quoted_places",
    "review",
    "stray_tags",
    "unquoted_tags",
]

EMPTY_SECTION = "STAR001"
RULES = (
    Rule(EMPTY_SECTION, "Empty section", Severity.ERROR, empty_section, milder="in Task: hint"),
    Rule("STAR002", "Section too thin to be told", Severity.ERROR, thin_section, milder="in Task: warning"),
    Rule("STAR003", "Not prose", Severity.ERROR, not_prose, milder="in Task and Learning: warning"),
    Rule("STAR101", "Result without a checkable outcome", Severity.WARNING, no_checkable_outcome),
    Rule("STAR102", "Action told as “we”", Severity.WARNING, told_as_we),
    Rule("STAR103", "Situation longer than Action", Severity.WARNING, situation_outweighs_action),
    Rule(
        "STAR104",
        "Too long or too short to tell",
        Severity.WARNING,
        too_long_or_short,
        milder="over the limit, but not half as much again: hint",
    ),
    Rule("STAR105", "Failure without Learning", Severity.WARNING, failure_without_learning, "Not a failure"),
    Rule("STAR106", "Hedging and filler", Severity.HINT, hedged),
    Rule("STAR107", "Tag without evidence in the story", Severity.WARNING, unproven_tags),
    Rule("STAR108", "No headline", Severity.HINT, no_headline),
    Rule("STAR109", "Possibly confidential", Severity.WARNING, confidential),
)


def review(story: StoryText, *, pace: Pace = DEFAULT_PACE) -> tuple[Finding, ...]:
    """All findings: the gravest first, then by section, those on the whole story last."""
    reading = Reading(story, pace)
    return tuple(sorted((finding for rule in RULES for finding in rule.findings(reading)), key=_order))


def errors_of(story: StoryText) -> tuple[Finding, ...]:
    """The errors alone, which don't depend on how fast anybody speaks."""
    reading = Reading(story, DEFAULT_PACE)
    findings = (finding for rule in RULES if rule.severity == Severity.ERROR for finding in rule.findings(reading))
    return tuple(sorted((finding for finding in findings if finding.severity == Severity.ERROR), key=_order))


def _order(finding: Finding) -> tuple[int, int, str]:
    sections = list(Section)
    section = sections.index(finding.section) if finding.section else len(sections)
    return list(Severity).index(finding.severity), section, finding.code
