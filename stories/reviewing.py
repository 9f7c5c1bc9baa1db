"""The story review of an owner's stories: what it finds, less what the owner dismissed."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db.models import Prefetch

from stories.core.review import Finding, Severity, StoryText, TagLine, review
from stories.core.words import REQUIRED_SECTIONS, Section
from stories.models import Dismissal, Owner, Story, Tag, Value
from stories.rendering import render_markdown, spoken_text

RULES_EDITION = 1
"""Raised when the rules change, so that what is stored is found again."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    finding: Finding
    dismissal: Dismissal


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A story with what the review says of it."""

    story: Story
    findings: tuple[Finding, ...]
    dismissed: tuple[Dismissed, ...] = ()

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def gravity(self) -> tuple[int, ...]:
        """The more, the worse: errors before warnings before hints."""
        return tuple(self.count(severity) for severity in Severity)


def text_for_review(texts: Mapping[str, str], tags: Iterable[TagLine]) -> StoryText:
    """Texts by field name (Markdown) as they are spoken."""
    return StoryText(
        title=texts.get("title", ""),
        headline=texts.get("headline", ""),
        sections={section: spoken_text(render_markdown(texts.get(section, ""))) for section in Section},
        tags=tuple(tags),
    )


def find(story: Story, tags: Iterable[Tag], owner: Owner) -> tuple[Finding, ...]:
    """What the review finds in a story; the tags come with their values."""
    texts = {"title": story.title, "headline": story.headline} | {
        section.value: story.text_of(section) for section in Section
    }
    lines = [TagLine(tag.value.name, tag.evidence) for tag in tags]
    return review(text_for_review(texts, lines), words_per_minute=owner.words_per_minute)


def review_story(story: Story, tags: Iterable[Tag], owner: Owner) -> Reviewed:
    """A story's findings, those that were dismissed apart."""
    return _without_dismissed(story, find(story, tags, owner), story.dismissals.all())


def _without_dismissed(story: Story, found: Iterable[Finding], dismissals: Iterable[Dismissal]) -> Reviewed:
    known = {(one.code, one.fingerprint): one for one in dismissals}
    found = tuple(found)
    dismissed = [(one, known.get((one.code, one.fingerprint))) for one in found]
    return Reviewed(
        story,
        tuple(finding for finding, dismissal in dismissed if not dismissal),
        tuple(Dismissed(finding, dismissal) for finding, dismissal in dismissed if dismissal),
    )


def review_typed(
    story_id: uuid.UUID | None, texts: Mapping[str, str], evidence: Mapping[int, str], owner: Owner
) -> list[Finding]:
    """What to say beside an editor: nothing of what is simply not written yet, nor of what was dismissed.

    `evidence` is the evidence line by value id of each tag that is picked.
    """
    names = dict(Value.objects.of(owner).filter(pk__in=evidence).values_list("pk", "name"))
    tags = [TagLine(names[pk], line) for pk, line in evidence.items() if pk in names]
    found = review(text_for_review(texts, tags), words_per_minute=owner.words_per_minute)
    dismissed = set(owner.dismissals.filter(story=story_id).values_list("code", "fingerprint"))
    is_begun = all(texts.get(section) for section in REQUIRED_SECTIONS)
    return [
        finding
        for finding in found
        if (finding.code, finding.fingerprint) not in dismissed
        and finding.severity != Severity.ERROR
        and (finding.section or is_begun)
    ]


def review_library(owner: Owner) -> Sequence[Reviewed]:
    """The stories that are not archived, worst first. What was found before is not looked for again."""
    with_tags = Prefetch("tags", Tag.objects.select_related("value"))
    stories = list(owner.stories.active().prefetch_related(with_tags, "dismissals"))
    refresh([story for story in stories if story.findings.get("edition") != _edition(owner)], owner)
    reviewed = [_without_dismissed(story, _stored(story), story.dismissals.all()) for story in stories]
    return sorted(reviewed, key=lambda one: one.gravity, reverse=True)


def refresh(stories: Sequence[Story], owner: Owner) -> None:
    """Store what the review finds in the stories now; they come with their tags."""
    for story in stories:
        found = [asdict(finding) for finding in find(story, story.tags.all(), owner)]
        story.findings = {"edition": _edition(owner), "found": found}
    Story.objects.bulk_update(stories, ["findings"], batch_size=200)


def _edition(owner: Owner) -> str:
    """What stored findings rest on beside the story."""
    return f"{RULES_EDITION}/{owner.words_per_minute}"


def _stored(story: Story) -> Iterable[Finding]:
    for row in story.findings["found"]:
        section = Section(row["section"]) if row["section"] else None
        yield Finding(**row | {"section": section, "severity": Severity(row["severity"])})


def dismiss(*, story: Story, code: str, fingerprint: str, reason: str) -> None:
    """Set a finding aside until the text that it judged changes."""
    values = {"owner_id": story.owner_id, "reason": reason}
    Dismissal.objects.update_or_create(story=story, code=code, fingerprint=fingerprint, defaults=values)
