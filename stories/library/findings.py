"""The review of an owner's stories: what it finds, without what the owner dismissed."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Prefetch

from stories.base.rendering import SpokenStory, speak_story
from stories.base.storage import if_possible
from stories.core.choices import Section
from stories.core.review import Finding, Severity, StoryText, TagLine, review
from stories.library.derived import edition
from stories.models import Dismissal, Owner, Story, Tag


@dataclass(frozen=True, slots=True)
class Dismissed:
    finding: Finding
    dismissal: Dismissal


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A story with what the review says about it."""

    story: Story
    findings: tuple[Finding, ...]
    dismissed: tuple[Dismissed, ...] = ()

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def gravity(self) -> tuple[int, ...]:
        """The higher, the worse: errors weigh more than warnings, and warnings more than hints."""
        return tuple(self.count(severity) for severity in Severity)


def review_spoken(
    title: str, headline: str, spoken: SpokenStory, tags: Iterable[TagLine], owner: Owner
) -> tuple[Finding, ...]:
    """What the review finds in a story that is already rendered."""
    sections = {part.section: part.text for part in spoken.sections}
    story = StoryText(title, headline, sections, tuple(tags))
    return review(story, words_per_minute=owner.words_per_minute)


def review_story(story: Story, spoken: SpokenStory, tags: Iterable[Tag], owner: Owner) -> Reviewed:
    """A story's findings, with the dismissed ones apart; the tags come with their values."""
    return _without_dismissed(story, _find(story, spoken, tags, owner), story.dismissals.all())


def _find(story: Story, spoken: SpokenStory, tags: Iterable[Tag], owner: Owner) -> tuple[Finding, ...]:
    lines = [TagLine(tag.value.name, tag.evidence) for tag in tags]
    return review_spoken(story.title, story.headline, spoken, lines, owner)


def _without_dismissed(story: Story, findings: Iterable[Finding], dismissals: Iterable[Dismissal]) -> Reviewed:
    known = {(dismissal.code, dismissal.fingerprint): dismissal for dismissal in dismissals}
    matched = [(finding, known.get((finding.code, finding.fingerprint))) for finding in findings]
    return Reviewed(
        story,
        tuple(finding for finding, dismissal in matched if not dismissal),
        tuple(Dismissed(finding, dismissal) for finding, dismissal in matched if dismissal),
    )


def worth_saying(
    findings: Iterable[Finding], story_id: uuid.UUID | None, owner: Owner, *, is_begun: bool
) -> list[Finding]:
    """What to show next to the editor: nothing about what simply isn't written yet, and nothing that was dismissed.

    The story as a whole is judged once it `is_begun`: when each section that it needs has some text.
    """
    dismissed = set(owner.dismissals.filter(story=story_id).values_list("code", "fingerprint"))
    return [
        finding
        for finding in findings
        if (finding.code, finding.fingerprint) not in dismissed
        and finding.severity != Severity.ERROR
        and (finding.section or is_begun)
    ]


def review_library(owner: Owner) -> Sequence[Reviewed]:
    """The stories that are not archived, worst first. What was found before is not searched for again."""
    with_tags = Prefetch("tags", Tag.objects.select_related("value"))
    stories = list(owner.stories.active().prefetch_related(with_tags, "dismissals"))
    _look_again([story for story in stories if story.findings.get("edition") != _edition(story, owner)], owner)
    reviewed = [_without_dismissed(story, _stored(story), story.dismissals.all()) for story in stories]
    return sorted(reviewed, key=lambda entry: entry.gravity, reverse=True)


def _look_again(stories: Sequence[Story], owner: Owner) -> None:
    """Store what the review finds in the stories now; they come with their tags."""
    for story in stories:
        story.findings = fresh_findings(story, owner)
    with if_possible():
        Story.objects.bulk_update(stories, ["findings"], batch_size=200)


def fresh_findings(story: Story, owner: Owner) -> dict[str, Any]:
    """What the review finds in the story now, as it is stored; the story comes with its tags."""
    spoken = speak_story(story.texts, owner.words_per_minute)
    findings = [asdict(finding) for finding in _find(story, spoken, story.tags.all(), owner)]
    return {"edition": _edition(story, owner), "found": findings}


def _edition(story: Story, owner: Owner) -> str:
    """What stored findings depend on: the rules, the speaking rate and the version of the story."""
    return f"{edition()}/{owner.words_per_minute}/{story.version}"


def _stored(story: Story) -> Iterable[Finding]:
    for row in story.findings["found"]:
        section = Section(row["section"]) if row["section"] else None
        yield Finding(**row | {"section": section, "severity": Severity(row["severity"])})
