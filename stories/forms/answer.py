"""The answer builder: fit, opening and closing, rewordings, three lengths, beats and follow-ups."""

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms

from stories.answers.actions import AnswerContent
from stories.core.choices import Length, Section
from stories.core.follow_ups import MOST_OWN_FOLLOW_UPS
from stories.enums import FOLLOW_UPS, LENGTHS, SECTIONS
from stories.forms.fields import MOST_VERSIONS, OwnedForm, ProseField, uncut
from stories.models import Answer
from stories.models.answer import FollowUp

BLANK_FOLLOW_UPS = 2
LENGTH_HELP = {
    Length.FULL: "About two minutes. Leave it blank to tell the answer as it stands.",
    Length.SHORT: "About 90 seconds, for a full schedule or a second story. Leave it blank to use the proposal.",
    Length.HEADLINE: "About 30 seconds, for a recruiter. Leave it blank to use the proposal.",
}


class AnswerForm(OwnedForm):
    """An answer whose story is chosen. A blank rewording means the story's own words."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_VERSIONS, required=False)
    session = forms.UUIDField(widget=forms.HiddenInput, required=False)
    full = ProseField(label=LENGTHS[Length.FULL], rows=6, help_text=LENGTH_HELP[Length.FULL])
    short = ProseField(label=LENGTHS[Length.SHORT], rows=6, help_text=LENGTH_HELP[Length.SHORT])
    headline = ProseField(label=LENGTHS[Length.HEADLINE], rows=3, help_text=LENGTH_HELP[Length.HEADLINE])
    beats = ProseField(
        label="Three beats", rows=3, help_text="One per line, to hold on to if you forget everything else."
    )

    class Meta:
        model = Answer
        fields = ("fit", "opening", "closing", "full", "short", "headline", "beats")
        help_texts = {"fit": "A stretch bends the story, and never counts as covered."}
        widgets = {
            "fit": forms.RadioSelect,
            "opening": forms.Textarea(attrs={"rows": 2}),
            "closing": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["base"] = self.instance.version
        self.initial["session"] = uuid.uuid4()
        for name in ("opening", "closing"):
            uncut(self.fields[name])
        self._add_rewordings()
        self._add_follow_ups()

    def _add_rewordings(self) -> None:
        for section, label in SECTIONS.items():
            field = ProseField(label=f"{label}, in this answer's words", rows=4)
            field.widget.attrs["placeholder"] = self.instance.story.text_of(section)
            self.fields[f"reworded_{section}"] = field
            self.initial[f"reworded_{section}"] = self.instance.rewording_of(section)
            self.fields[f"seen_{section}"] = forms.BooleanField(label="My rewording is still right", required=False)

    def _add_follow_ups(self) -> None:
        self.follow_up_count = 0
        for follow_up in self._offered_follow_ups():
            number = self.follow_up_count
            self.fields[f"follow_up_{number}"] = forms.CharField(
                label="Another question", max_length=300, required=False
            )
            self.fields[f"note_{number}"] = ProseField(label=follow_up["question"] or "What you would say", rows=2)
            self.initial[f"follow_up_{number}"] = follow_up["question"]
            self.initial[f"note_{number}"] = follow_up["note"]
            self.follow_up_count += 1

    def _offered_follow_ups(self) -> Iterator[FollowUp]:
        """The usual questions, the owner's own, and blank rows for more."""
        stored: list[FollowUp] = self.instance.follow_ups
        notes = {follow_up["question"]: follow_up["note"] for follow_up in stored}
        own = [follow_up for follow_up in stored if follow_up["question"] not in FOLLOW_UPS]
        room = MOST_OWN_FOLLOW_UPS - len(own)
        blank = min(room, max(BLANK_FOLLOW_UPS, self._sent_follow_ups() - len(FOLLOW_UPS) - len(own)))
        yield from (FollowUp(question=question, note=notes.get(question, "")) for question in FOLLOW_UPS)
        yield from own
        yield from (FollowUp(question="", note="") for _ in range(blank))

    def _sent_follow_ups(self) -> int:
        """How many rows were sent: typed text keeps its row, whatever happened to the story's follow-ups meanwhile."""
        return sum(name.startswith("follow_up_") for name in self.data)

    @property
    def sections(self) -> dict[Section, tuple[forms.BoundField, forms.BoundField]]:
        """Each section's rewording, and the box that says the rewording is still right."""
        return {section: (self[f"reworded_{section}"], self[f"seen_{section}"]) for section in Section}

    @property
    def follow_up_rows(self) -> list[tuple[bool, forms.BoundField, forms.BoundField]]:
        """Whether each follow-up is a usual one, with its question and note."""
        return [
            (number < len(FOLLOW_UPS), self[f"follow_up_{number}"], self[f"note_{number}"])
            for number in range(self.follow_up_count)
        ]

    @property
    def has_bad_follow_up(self) -> bool:
        return any(name.startswith(("follow_up_", "note_")) for name in self.errors)

    @property
    def known_version(self) -> int:
        """The version of the answer that the form was opened with."""
        base: int | None = self.cleaned_data["base"]
        return self.instance.version if base is None else base

    @property
    def window(self) -> uuid.UUID:
        """The open form, which tells two windows apart."""
        session: uuid.UUID | None = self.cleaned_data["session"]
        return session or uuid.uuid4()

    def content(self) -> AnswerContent:
        """What was typed besides the model's own fields; for a valid form."""
        data = self.cleaned_data
        pairs = [(data[f"follow_up_{number}"], data[f"note_{number}"]) for number in range(self.follow_up_count)]
        return AnswerContent(
            rewordings={section: data[f"reworded_{section}"] for section in Section},
            seen=frozenset(section for section in Section if data[f"seen_{section}"]),
            follow_ups=tuple(
                FollowUp(question=question, note=note)
                for question, note in pairs
                if note or (question and question not in FOLLOW_UPS)
            ),
        )
