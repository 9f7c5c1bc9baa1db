"""An answer without a story, in three lengths."""

from typing import Any

from django import forms

from stories.core.choices import Length
from stories.enums import LENGTHS
from stories.forms.fields import MOST_VERSIONS, OwnedForm, ProseField
from stories.models import PreparedAnswer


class PreparedAnswerForm(OwnedForm):
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_VERSIONS, required=False)
    full = ProseField(label="What you would say", rows=9)
    short = ProseField(label=LENGTHS[Length.SHORT], rows=4, help_text="About 45 seconds.")
    headline = ProseField(label=LENGTHS[Length.HEADLINE], rows=2, help_text="One or two sentences.")
    follow_ups = ProseField(
        label="Follow-ups",
        rows=4,
        help_text="Questions to expect afterwards, one per line. Put what you would say below each one, indented.",
    )

    class Meta:
        model = PreparedAnswer
        fields = ("full", "short", "headline", "follow_ups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["base"] = self.instance.version

    def clean_full(self) -> str:
        full: str = self.cleaned_data["full"]
        if not full.strip():
            raise forms.ValidationError("Write what you would say.")
        return full

    @property
    def known_version(self) -> int:
        """The version of the answer that the form was opened with."""
        base: int | None = self.cleaned_data["base"]
        return self.instance.version if base is None else base
