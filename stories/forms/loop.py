"""Loops, their rounds, and what was told in them."""

from collections.abc import Sequence
from typing import Any

from django import forms

from stories.forms.fields import OwnedForm
from stories.models import Loop, Round, RoundQuestion, Story


class LoopForm(OwnedForm):
    class Meta:
        model = Loop
        fields = ("name", "company", "date", "may_repeat")
        widgets = {"date": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = {"name": "For example: Netflix, ranking team."}


class RoundForm(OwnedForm):
    class Meta:
        model = Round
        fields = ("name", "stage", "minutes")


class ToldForm(forms.Form):
    """For each question of a round: was it asked, and which story was told."""

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
        for one in questions:
            name = f"Asked: {one.question}"
            initial = str(one.told_id or (planned.get(one.pk) if not one.was_asked else "") or "")
            self.fields[f"asked_{one.pk}"] = forms.BooleanField(
                label=name,
                required=False,
                initial=one.was_asked,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            self.fields[f"told_{one.pk}"] = forms.ChoiceField(
                label=f"Told for: {one.question}",
                choices=choices,
                required=False,
                initial=initial,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def rows(self) -> list[tuple[RoundQuestion, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"asked_{one.pk}"], self[f"told_{one.pk}"]) for one in self.questions]

    def told(self) -> dict[int, Story | None]:
        """The story by each question that was asked, for a valid form."""
        given = self.cleaned_data
        return {one.pk: self.stories.get(given[f"told_{one.pk}"]) for one in self.questions if given[f"asked_{one.pk}"]}
