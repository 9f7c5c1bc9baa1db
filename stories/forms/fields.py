"""What several forms share."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from stories.core.directions import straight
from stories.core.fields import PROSE_LIMIT

MOST_VERSIONS = 2**31 - 2
"""The next one still fits into the column that counts them."""


def whole_number(text: str | None) -> int | None:
    """A number from a URL or a hidden field; None for anything else."""
    try:
        number: int | None = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False).clean(text)
    except forms.ValidationError:
        return None
    return number


def uncut(field: forms.Field) -> forms.Field:
    """A maxlength would silently cut off pasted text; a message says that it is too long instead."""
    field.widget.attrs.pop("maxlength", None)
    return field


class ProseField(forms.CharField):
    """Markdown up to a limit of characters. A line end counts as one character, as the browser counts it."""

    def __init__(self, *, rows: int = 5, limit: int = PROSE_LIMIT, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), max_length=limit, **options)
        uncut(self)
        self.error_messages["too_long"] = "Too long."

    def to_python(self, value: object) -> str:
        text = super().to_python(value)
        return (text or "").replace("\r\n", "\n")

    def run_validators(self, value: str) -> None:
        if self.max_length and len(value) > self.max_length:
            raise forms.ValidationError(
                f"This has {len(value):,} characters; the limit is {self.max_length:,}.", code="too_long"
            )
        super().run_validators(value)


class OwnedForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is generic for the type checker only
    """A ModelForm that crispy lays out inside the page's own form element."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        lines = [name for name, value in cleaned.items() if isinstance(value, str)]
        return cleaned | {
            name: straight(cleaned[name]) for name in lines if not isinstance(self.fields[name], ProseField)
        }
