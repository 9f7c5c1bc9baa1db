"""What is done with the stories that are selected in the list."""

from collections.abc import Iterable
from typing import Any

from django import forms

from stories.core.choices import Strength
from stories.enums import STATUSES, STRENGTHS
from stories.models import Owner, Story, Value


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


class ManyStoriesForm(forms.Form):
    TAG = "tag"

    story = forms.ModelMultipleChoiceField(
        Story.objects.none(), error_messages={"required": "Select the stories first."}
    )
    change = forms.ChoiceField(choices=[*STATUSES.items(), (TAG, "Tag")])
    value = forms.TypedChoiceField(required=False, empty_value=None, widget=_select())
    strength = forms.ChoiceField(choices=STRENGTHS, required=False, initial=Strength.SUPPORTING, widget=_select())

    def __init__(self, *args: Any, owner: Owner, values: Iterable[Value], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["story"].queryset = owner.stories.all()  # type: ignore[attr-defined]
        by_id = {str(value.pk): value for value in values}
        self.fields["value"].choices = [("", "Value …"), *by_id.items()]  # type: ignore[attr-defined]
        self.fields["value"].coerce = by_id.__getitem__  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("change") == self.TAG and not (cleaned.get("value") and cleaned.get("strength")):
            self.add_error("value", "Choose the value to tag them with.")
        return cleaned
