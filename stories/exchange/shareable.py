"""A story or an answer as text to paste somewhere else: Markdown or plain, without notes and follow-ups."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from stories.answers.telling import Telling
from stories.base.rendering import render_markdown, written_text
from stories.core.choices import Length
from stories.core.fields import DETAILS, LABELS
from stories.core.lengths import Part
from stories.enums import SECTIONS
from stories.models import Answer, Owner, Story


class TextKind(StrEnum):
    PLAIN = "plain"
    MARKDOWN = "markdown"


KINDS = {TextKind.PLAIN: "Plain text", TextKind.MARKDOWN: "Markdown"}


@dataclass(frozen=True, slots=True)
class Shareable:
    """What is copied: a title, lines about it, and named parts in Markdown."""

    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]
    labelled: tuple[str, ...] = ()
    """The same lines in Markdown, each with its name, so that they can be read back."""

    def text(self, kind: TextKind) -> str:
        return "\n\n".join(filter(None, self._blocks(kind))).strip() + "\n"

    def _blocks(self, kind: TextKind) -> Iterable[str]:
        is_plain = kind == TextKind.PLAIN
        yield self.title if is_plain else f"# {self.title}"
        yield "\n".join(self.lines) if is_plain else "\n\n".join(self.labelled)
        for part in self.parts:
            text = written_text(render_markdown(part.text)).strip() if is_plain else part.text.strip()
            name = part.name if is_plain or not part.name else f"## {part.name}"
            yield f"{name}\n{text}" if name else text


def shareable_story(story: Story) -> Shareable:
    """Its sections, as far as they are written."""
    parts = (Part(label, story.text_of(section)) for section, label in SECTIONS.items())
    lines = (story.headline, ", ".join(story.details))
    written = tuple(part for part in parts if part.text.strip())
    named = ((LABELS[name], getattr(story, name)) for name in ("headline", *DETAILS))
    labelled = tuple(f"**{label}:** {text}" for label, text in named if text)
    return Shareable(str(story), tuple(filter(None, lines)), written, labelled)


def shareable_answer(answer: Answer, owner: Owner, length: Length) -> Shareable:
    """The question, and the answer at a length."""
    return Shareable(str(answer.question), (), tuple(Telling(answer, owner.pace).parts_at(length)))
