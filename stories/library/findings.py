"""The review of an owner's stories: what it finds, without what the owner dismissed."""

import uuid
from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from stories.base.rendering import SpokenStory, speak_story
from stories.base.storage import if_possible
from stories.core.choices import Section
from stories.core.review import EMPTY_SECTION, Finding, Severity, StoryText, TagLine, review
from stories.library.derived import edition
from stories.models import Answer, Dismissal, Owner, Story, Tag

FAILURE = "failure"
"""The slug of the topic."""


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

    @property
    def is_unwritten(self) -> bool:
        """Whether no section has any text, so that there is nothing to review yet."""
        return not any(text.strip() for text in self.story.texts.values())

    @property
    def by_section(self) -> list[tuple[Section | None, list[Finding]]]:
        """The findings on each section, those on the whole story under None: what is gravest comes first."""
        sections: dict[Section | None, list[Finding]] = {}
        for finding in self.findings:
            sections.setdefault(finding.section, []).append(finding)
        return list(sections.items())

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def gravity(self) -> tuple[int, ...]:
        """The higher, the worse: errors weigh more than warnings, and warnings more than hints."""
        return tuple(self.count(severity) for severity in Severity)


def review_spoken(
    title: str,
    headline: str,
    spoken: SpokenStory,
    tags: Iterable[TagLine],
    owner: Owner,
    *,
    answers_failure: bool = False,
) -> tuple[Finding, ...]:
    """What the review finds in a story that is already rendered."""
    sections = {part.section: part.text for part in spoken.sections}
    story = StoryText(title, headline, sections, tuple(tags), answers_failure)
    return review(story, pace=owner.pace)


def review_story(
    story: Story, spoken: SpokenStory, tags: Iterable[Tag], answers: Iterable[Answer], owner: Owner
) -> Reviewed:
    """A story's findings, with the dismissed ones apart; tags come with their values, answers with their topics."""
    answers_failure = any(answer.question.topic.slug == FAILURE for answer in answers)
    findings = _find(story, spoken, tags, owner, answers_failure=answers_failure)
    return _without_dismissed(story, findings, story.dismissals.all())


def _find(
    story: Story, spoken: SpokenStory, tags: Iterable[Tag], owner: Owner, *, answers_failure: bool
) -> tuple[Finding, ...]:
    lines = [TagLine(tag.value.name, tag.evidence) for tag in tags]
    return review_spoken(story.title, story.headline, spoken, lines, owner, answers_failure=answers_failure)


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
        and finding.code != EMPTY_SECTION
        and (finding.section or is_begun)
    ]


def review_library(owner: Owner) -> Sequence[Reviewed]:
    """The stories that are not archived, worst first. What was found before is not searched for again."""
    with_tags = Prefetch("tags", Tag.objects.select_related("value"))
    stories = list(owner.stories.active().prefetch_related(with_tags, "dismissals"))
    told_as_failures = _told_as_failures(owner.answers.all())
    _look_again(stories, told_as_failures, owner)
    reviewed = [_without_dismissed(story, _stored(story), story.dismissals.all()) for story in stories]
    return sorted(reviewed, key=lambda entry: entry.gravity, reverse=True)


def _told_as_failures(answers: QuerySet[Answer]) -> frozenset[uuid.UUID]:
    """The stories that answer a question about failure."""
    return frozenset(answers.filter(question__topic__slug=FAILURE).values_list("story_id", flat=True))


def _look_again(stories: Iterable[Story], told_as_failures: Container[uuid.UUID], owner: Owner) -> None:
    """Store what the review finds now in stories whose findings are out of date; they come with their tags."""
    outdated = []
    for story in stories:
        answers_failure = story.pk in told_as_failures
        if story.findings.get("edition") != _edition(story, owner, answers_failure=answers_failure):
            story.findings = _fresh_findings(story, owner, answers_failure=answers_failure)
            outdated.append(story)
    with if_possible():
        Story.objects.bulk_update(outdated, ["findings"], batch_size=200)


def fresh_findings(story: Story, owner: Owner) -> dict[str, Any]:
    """What the review finds in the story now, as it is stored; the story comes with its tags."""
    return _fresh_findings(story, owner, answers_failure=bool(_told_as_failures(story.answers.all())))


def _fresh_findings(story: Story, owner: Owner, *, answers_failure: bool) -> dict[str, Any]:
    spoken = speak_story(story.texts, owner.words_per_minute)
    findings = _find(story, spoken, story.tags.all(), owner, answers_failure=answers_failure)
    edition_of_all = _edition(story, owner, answers_failure=answers_failure)
    return {"edition": edition_of_all, "found": [asdict(finding) for finding in findings]}


def _edition(story: Story, owner: Owner, *, answers_failure: bool) -> str:
    """What stored findings depend on: the rules, the owner's pace, the version of the story and what it answers."""
    pace = owner.pace
    times = f"{pace.per_minute}/{pace.limit}/{pace.shortest}"
    return f"{edition()}/{times}/{story.version}/{answers_failure:d}"


def _stored(story: Story) -> Iterable[Finding]:
    for row in story.findings["found"]:
        section = Section(row["section"]) if row["section"] else None
        yield Finding(**row | {"section": section, "severity": Severity(row["severity"])})
