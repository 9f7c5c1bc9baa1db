"""Loops, their rounds, and what was told in them."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone

from stories.core.loops import MOST_ROUNDS
from stories.forms.fields import OwnedForm
from stories.models import Loop, Round, RoundQuestion, Story


class LoopForm(OwnedForm):
    class Meta:
        model = Loop
        fields = ("name", "company", "date", "may_repeat")
        widgets = {"date": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = {"name": "For example “Netflix, ranking team”."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["may_repeat"] = True


class RoundForm(OwnedForm):
    """The time is typed, and shown, as it is in the round's time zone."""

    time_zone = forms.ChoiceField(
        required=False, choices=lambda: [("", "Yours"), *((name, name) for name in sorted(available_timezones()))]
    )

    class Meta:
        model = Round
        fields = ("name", "stage", "starts", "time_zone", "minutes")
        widgets = {"starts": forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if starts := self.instance.local_start:
            self.initial["starts"] = starts.replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        if not self.instance.pk and self.instance.loop.rounds.count() >= MOST_ROUNDS:
            raise forms.ValidationError(f"A loop has at most {MOST_ROUNDS} rounds.")
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("starts") and cleaned.get("time_zone"):
            cleaned["starts"] = timezone.make_naive(cleaned["starts"]).replace(tzinfo=ZoneInfo(cleaned["time_zone"]))
        return cleaned


class ToldForm(forms.Form):
    """For each question of a round: whether it was asked, and which story was told."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[RoundQuestion],
        stories: Sequence[Story],
        planned: dict[int, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.stories = questions, {str(story.pk): story for story in stories}
        choices = [("", "None of these"), *((pk, str(story)) for pk, story in self.stories.items())]
        for asked in questions:
            initial = str(asked.told_id or (planned.get(asked.pk) if not asked.was_asked else "") or "")
            self.fields[f"asked_{asked.pk}"] = forms.BooleanField(
                label=f"Asked: {asked.question}",
                required=False,
                initial=asked.was_asked,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            self.fields[f"told_{asked.pk}"] = forms.ChoiceField(
                label=f"Told for: {asked.question}",
                choices=choices,
                required=False,
                initial=initial,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def rows(self) -> list[tuple[RoundQuestion, forms.BoundField, forms.BoundField]]:
        return [(asked, self[f"asked_{asked.pk}"], self[f"told_{asked.pk}"]) for asked in self.questions]

    def told(self) -> dict[int, Story | None]:
        """The story told for each question that was asked; for a valid form."""
        given = self.cleaned_data
        return {
            asked.pk: self.stories.get(given[f"told_{asked.pk}"])
            for asked in self.questions
            if given[f"asked_{asked.pk}"]
        }
