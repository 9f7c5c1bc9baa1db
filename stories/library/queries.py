"""What the pages of stories show, read in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.safestring import SafeString

from stories.base.rendering import Spoken, SpokenStory, mark_evidence, render_markdown, speak_story
from stories.core.choices import Strength
from stories.core.exchange import as_text
from stories.core.fields import ASIDES, LABELS
from stories.core.review import TagLine
from stories.coverage.snapshot import snapshot_of
from stories.coverage.suggestions import AnswerableQuestion, questions_of
from stories.library.findings import Reviewed, review_story
from stories.library.possible_values import possible_values
from stories.library.quotations import remarks_on
from stories.models import Answer, EditConflict, Owner, Story, Tag, Value


@dataclass(frozen=True, slots=True)
class Aside:
    """A text that belongs to the story and is not told with it."""

    name: str
    label: str
    html: SafeString


@dataclass(frozen=True)
class StoryPage:
    owner: Owner
    story: Story
    tags: Sequence[Tag]
    answers: Sequence[Answer]
    conflicts: Sequence[EditConflict]
    spoken: SpokenStory

    @property
    def asides(self) -> list[Aside]:
        """The longer texts that are not told with the story, if they aren't empty."""
        written = [(name, getattr(self.story, name)) for name in ASIDES]
        return [Aside(name, LABELS[name], render_markdown(text)) for name, text in written if text]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the story's file has under names that aren't known here, as YAML."""
        return [(name, as_text(part)) for name, part in self.story.extra.items()]

    @property
    def sections(self) -> list[Spoken]:
        """What is told, with the evidence for each value marked in it."""
        lines = [(tag.evidence, Strength(tag.strength)) for tag in self.tags if tag.evidence]
        return [replace(spoken, html=mark_evidence(spoken.html, lines)) for spoken in self.spoken.sections]

    @property
    def has_evidence(self) -> bool:
        return any(tag.evidence for tag in self.tags)

    @property
    def shown(self) -> list[tuple[Tag, str]]:
        """The tags, and what is wrong with the evidence for each."""
        lines = {tag.pk: TagLine(tag.value.name, tag.evidence) for tag in self.tags if tag.evidence}
        told = [self.story.headline, *(section.text for section in self.spoken.sections)]
        remarks = remarks_on(lines.values(), told)
        return [(tag, remarks.get(lines[tag.pk], "") if tag.pk in lines else "") for tag in self.tags]

    @cached_property
    def reviewed(self) -> Reviewed:
        """What the review says, for the pages that show it."""
        return review_story(self.story, self.spoken, self.tags, self.answers, self.owner)

    @cached_property
    def possible_values(self) -> Sequence[Value]:
        return possible_values(self.story, self.owner)


def story_page(story: Story, owner: Owner) -> StoryPage:
    """A story with all that belongs to it, including tags in every framework."""
    return StoryPage(
        owner,
        story,
        list(story.tags.select_related("value__framework")),
        list(story.answers.select_related("question__topic")),
        list(story.conflicts.all()),
        speak_story(story.texts, owner.words_per_minute),
    )


def answerable_questions(story: Story, owner: Owner) -> Sequence[AnswerableQuestion]:
    """The behavioral questions that a story could answer but doesn't yet, unanswered ones first."""
    return questions_of(story, snapshot_of(owner))
