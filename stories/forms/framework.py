"""An owner's own frameworks."""

from collections.abc import Callable
from typing import Any

from django import forms

from stories.core.directions import straight
from stories.core.frameworks import FrameworkFacts, FrameworkFileError, ValueFacts, read_csv, read_lines, read_toml
from stories.forms.fields import OwnedForm
from stories.models import Framework

FILE_LIMIT = 1_000_000
READERS: dict[str, Callable[[str], FrameworkFacts]] = {"toml": read_toml, "csv": read_csv}


class FrameworkForm(OwnedForm):
    source = forms.URLField(required=False, assume_scheme="https", help_text="Where the company publishes its values.")

    class Meta:
        model = Framework
        fields = ("company", "name", "source")


class NewFrameworkForm(FrameworkForm):
    """A framework with its values, typed or from a file; the file also fills in other fields that are blank."""

    values = forms.CharField(
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "Own it: decides without being told; tells everybody"}),
        help_text="One per line. After a colon, list what shows the value, separated by semicolons.",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,.csv"}),
        help_text="A TOML or CSV file with the values.",
    )
    field_order = ("company", "name", "source", "values", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("company", "name"):
            self.fields[name].required = False

    def clean_file(self) -> FrameworkFacts | None:
        file = self.cleaned_data["file"]
        if not file:
            return None
        ending = file.name.rsplit(".", 1)[-1].lower()
        if ending not in READERS:
            raise forms.ValidationError("This file can't be read. Choose one that ends in .toml or .csv.")
        if file.size > FILE_LIMIT:
            raise forms.ValidationError(
                f"The file is too large: it has {file.size:,} bytes, and the limit is {FILE_LIMIT:,}."
            )
        try:
            return READERS[ending](straight(file.read().decode("utf-8")))
        except UnicodeDecodeError:
            raise forms.ValidationError("The file isn't UTF-8 text. Save it as UTF-8 and try again.") from None
        except FrameworkFileError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "file" in cleaned and "values" in cleaned:
            self._read_values(cleaned)
        return cleaned

    def _read_values(self, cleaned: dict[str, Any]) -> None:
        facts: FrameworkFacts | None = cleaned["file"]
        if facts and cleaned["values"].strip():
            self.add_error("values", "Either type the values or choose a file, not both.")
        elif not facts:
            self._read_typed(cleaned)
        for name in ("company", "name", "source"):
            cleaned[name] = cleaned.get(name) or (getattr(facts, name) if facts else "")
            if not cleaned[name] and name != "source":
                self.add_error(name, "This field is required.")

    def _read_typed(self, cleaned: dict[str, Any]) -> None:
        try:
            cleaned["file"] = read_lines(cleaned["values"])
        except FrameworkFileError as error:
            self.add_error("values", str(error))

    def chosen_values(self) -> tuple[ValueFacts, ...]:
        """The values that were typed or read from the file; for a valid form."""
        facts: FrameworkFacts = self.cleaned_data["file"]
        return facts.values
