"""A story in which the review finds nothing, and ways to spoil it."""

from dataclasses import replace
from typing import Any

from stories.core.choices import Section
from stories.core.review import Finding, StoryText, TagLine, review

CLEAN = StoryText(
    title="The export that failed at night",
    headline="I found the limit that broke our export nine times a week",
    sections={
        Section.SITUATION: "The nightly export to our customers failed nine times a week, and an audit was near.",
        Section.TASK: "I had to find the cause before the audit on Friday, and nobody else knew the exporter.",
        Section.ACTION: (
            "I read a month of logs and saw that only the large files failed. I sent one of that size to each of the "
            "four services on the way, found the limit in the proxy, and raised it. We agreed on an alert, which I set "
            "and had the on-call engineer break on purpose. I told the auditors before they asked, and wrote one page "
            "on where the limits are. Then I had the newest colleague follow it alone while I watched."
        ),
        Section.RESULT: "Failures fell from nine a week to none, and the audit passed without a remark.",
        Section.LEARNING: "I ask for the limits first, before I read any code.",
    },
    tags=[TagLine("Candor", "I told the auditors before they asked")],
)


def spoiled(**parts: Any) -> StoryText:
    """The clean story with other sections, such as `result="It went well."`, headline, title or tags."""
    sections = {section: parts.pop(section, text) for section, text in CLEAN.sections.items()}
    return replace(CLEAN, sections=sections, **parts)


def labels(findings: tuple[Finding, ...]) -> list[str]:
    """Such as "STAR101:result", or "STAR108" for the whole story."""
    return [f"{finding.code}:{finding.section}" if finding.section else finding.code for finding in findings]


def found_in(**parts: Any) -> list[str]:
    return labels(review(spoiled(**parts)))
