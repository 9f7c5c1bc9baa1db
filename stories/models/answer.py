import uuid
from typing import TypedDict

from django.db import models
from django.urls import reverse

from stories.core.choices import Fit, Length, Section
from stories.core.grammar import count_of
from stories.core.lengths import CLOSING, OPENING, Part, parts_of
from stories.enums import FITS, LENGTHS, SECTIONS
from stories.models.owner import Owner
from stories.models.question import Question
from stories.models.story import Story


class FollowUp(TypedDict):
    """A question that may come next, and what to say then."""

    question: str
    note: str


class Rewording(TypedDict):
    """A section in an answer's own words, and what the story said when it was reworded."""

    text: str
    was: str


class Answer(models.Model):
    """A story told for one question."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="answers")
    fit = models.CharField(max_length=10, choices=FITS, default=Fit.OK)
    opening = models.CharField("opening line", max_length=500, blank=True, help_text="Names the story in one breath.")
    closing = models.CharField(
        "closing line", max_length=500, blank=True, help_text="Says what the story shows about you."
    )
    rewordings = models.JSONField(default=dict, blank=True)
    """A `Rewording` by section."""
    full = models.TextField(blank=True)
    short = models.TextField(blank=True)
    headline = models.TextField(blank=True)
    beats = models.TextField(blank=True)
    """Three lines to hold on to, for the interview sheet."""
    follow_ups = models.JSONField(default=list, blank=True)
    """Each a `FollowUp`."""
    words = models.PositiveIntegerField(default=0, editable=False)
    """That are said when it is told in full."""
    was_seen = models.BooleanField(default=True, editable=False)
    """Whether its owner has opened it since the story was chosen."""
    version = models.PositiveIntegerField(default=0)
    edit_session = models.UUIDField(default=uuid.uuid4, editable=False)
    """The open form that saved it last, which may save again."""
    tell_on = models.DateField(null=True, blank=True, editable=False)
    """The day that its owner has chosen for the next telling; empty where the plan chooses."""
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("created", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("story", "question"),
                name="answer_once_a_story_and_question",
                violation_error_message="This story already answers this question.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.question}: {self.story}"

    def get_absolute_url(self) -> str:
        return reverse("stories:answer-update", args=[self.pk])

    def get_tell_url(self) -> str:
        return reverse("stories:answer-tell", args=[self.pk])

    def get_history_url(self) -> str:
        return reverse("stories:answer-history", args=[self.pk])

    def rewording_of(self, section: Section) -> str:
        """The section in the answer's own words; empty where the story's own are used."""
        return str(self.rewordings.get(section, {}).get("text", ""))

    def told(self, section: Section) -> str:
        """The section as this answer tells it (Markdown)."""
        return self.rewording_of(section) or self.story.text_of(section)

    @property
    def parts(self) -> list[Part]:
        """The opening line, the sections as this answer tells them, and the closing line, without empty ones."""
        sections = [Part(label, self.told(section)) for section, label in SECTIONS.items()]
        parts = [Part(OPENING, self.opening), *sections, Part(CLOSING, self.closing)]
        return [part for part in parts if part.text]

    @property
    def parts_in_full(self) -> list[Part]:
        """What is said when it is told in full: the text written for that, or else all its parts."""
        return parts_of(self.full) if self.full else self.parts

    def told_at(self, length: Length) -> str:
        """The text written for a length; empty if there is none."""
        text: str = getattr(self, length)
        return text

    @property
    def written(self) -> list[str]:
        """The names of what was written for this answer alone, and is deleted with it."""
        lines = {"the opening line": self.opening, "the closing line": self.closing, "the beats": self.beats}
        sections = [f"the reworded {section.capitalize()}" for section in Section if self.rewording_of(section)]
        lengths = [f"the {LENGTHS[length].lower()} text" for length in Length if self.told_at(length)]
        notes = [count_of(len(self.follow_ups), "follow-up")] if self.follow_ups else []
        return [name for name, text in lines.items() if text] + sections + lengths + notes

    @property
    def outdated(self) -> list[Section]:
        """The reworded sections whose text in the story has changed since."""
        return [
            section
            for section in Section
            if section in self.rewordings and self.rewordings[section]["was"] != self.story.text_of(section)
        ]
