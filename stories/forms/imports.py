"""The files to import, and what the columns of a table hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from stories.core.exchange import (
    LIMIT,
    NOTHING,
    Column,
    Columns,
    Opened,
    Table,
    Unknown,
    by_name,
    columns_below,
    open_files,
    plain_name,
)
from stories.core.exchange.archives import ENDINGS as ARCHIVED
from stories.core.exchange.archives import PACKED_LIMIT
from stories.core.exchange.columns import HEADER_WITHIN
from stories.core.fields import EXPORTED, LABELS
from stories.exchange.import_plan import NotesLabels, Sample
from stories.models import Framework

ENDINGS = (*ARCHIVED, ".text")
NO_HEADER = -1
MOST_NAMED = 10
TEXTS = {name: LABELS[name] for name in EXPORTED} | {
    Column.STATUS: "Status",
    Column.STAR: "All sections in one cell, as S: T: A: R:",
    Column.TAGS: "Values, separated by commas",
    Column.SUPPORTING: "Supporting values, separated by commas",
    Column.QUESTION: "The question that the story answers",
    Column.ID: "ID from an export",
    Column.FINGERPRINT: "Fingerprint from an export",
}


MEANINGS = [
    ("notes", "Kept in the notes"),
    *((name, label) for name, label in TEXTS.items() if name in EXPORTED and name != "notes"),
    (Column.TAGS, "Values, separated by commas"),
    (Column.STATUS, "Status"),
    (Column.QUESTION, TEXTS[Column.QUESTION]),
    (NOTHING, "Left out"),
]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; a plain FileField takes only the last one."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        clean_file = super().clean
        return [clean_file(file, initial) for file in data] if data else [clean_file(None, initial)]


class ImportForm(forms.Form):
    uploads = FilesField(
        label="Files",
        help_text="Notes, spreadsheets, Word files, PDFs, JSON or zips of them; several at once, up to 10 MB in total.",
        widget=FilesInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_uploads(self) -> list[tuple[str, bytes]]:
        files: list[Any] = self.cleaned_data["uploads"]
        size = sum(file.size or 0 for file in files)
        if size > PACKED_LIMIT:
            raise forms.ValidationError(
                f"The files are too large: together they have {size:,} bytes, and the limit is {PACKED_LIMIT:,}."
            )
        return [(str(file.name), file.read()) for file in files]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "uploads" in cleaned:
            cleaned["opened"] = open_files(cleaned["uploads"])
            self._refuse_what_holds_nothing(cleaned["opened"])
        return cleaned

    def _refuse_what_holds_nothing(self, opened: Opened) -> None:
        if opened.stories or opened.libraries or opened.tables or opened.notes:
            return
        for problem in opened.problems[:MOST_NAMED]:
            self.add_error("uploads", str(problem))
        if more := opened.problems[MOST_NAMED:]:
            self.add_error("uploads", f"… and {len(more)} more.")


class ColumnsForm(forms.Form):
    """What some columns of one table hold: a field for the header row, and one for each of the columns."""

    def __init__(
        self,
        data: Any,
        *,
        table: Table,
        columns: Columns,
        samples: Sequence[Sample],
        values: Mapping[Framework, Mapping[str, str]],
        prefix: str,
    ) -> None:
        """`values` are their names by framework, and in it by what a column is taken for."""
        super().__init__(data, prefix=prefix)
        self.table, self.now, self.samples = table, columns, samples
        self.names = by_name({key: name for names in values.values() for key, name in names.items()})
        self.fields["header"] = forms.TypedChoiceField(
            label="The column names", coerce=int, initial=columns.header, choices=_headers(table)
        )
        by_framework = [(str(framework), list(names.items())) for framework, names in values.items()]
        targets = [("", "Not read"), ("Texts", list(TEXTS.items())), *by_framework]
        for sample in samples:
            self.fields[_name(sample.number)] = forms.ChoiceField(
                required=False,
                choices=targets,
                label=_short(sample.label),
                initial=columns.targets[sample.number],
            )

    def columns(self) -> list[tuple[forms.BoundField, str]]:
        """The field of each column, with its first cells."""
        return [(self[_name(sample.number)], " · ".join(map(_short, sample.cells))) for sample in self.samples]

    def chosen(self) -> Columns:
        """What was chosen, for a valid form; other columns stay as they are, and another header row is read anew."""
        if self.cleaned_data["header"] not in (self.now.header, NO_HEADER):
            return columns_below(self.table.rows, self.cleaned_data["header"], self.names)
        targets = list(self.now.targets)
        for sample in self.samples:
            targets[sample.number] = self.cleaned_data[_name(sample.number)]
        return Columns(self.cleaned_data["header"], tuple(targets))


class LabelsForm(forms.Form):
    """What the labels of one file of notes mean that were not understood."""

    def __init__(self, data: Any, *, labels: NotesLabels, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        self.labels = labels
        for number, (label, chosen) in enumerate(labels.labels):
            self.fields[f"label_{number}"] = forms.ChoiceField(
                required=False, choices=_meanings(label, chosen), label=_short(label.name), initial=chosen
            )

    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """The field of each label, with how its text begins."""
        return [(self[f"label_{number}"], label.sample) for number, (label, _) in enumerate(self.labels.labels)]

    def chosen(self) -> dict[str, str]:
        """For a valid form: what was chosen, by the plain names of the labels; "" leaves the text where it is."""
        meanings = {
            plain_name(label.name): self.cleaned_data[f"label_{number}"]
            for number, (label, _) in enumerate(self.labels.labels)
        }
        return {name: meaning for name, meaning in meanings.items() if name}


class TextForm(forms.Form):
    """The text of a file in which no story was found, to be marked up by hand."""

    text = forms.CharField(
        max_length=LIMIT,
        strip=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 16, "spellcheck": "false"}),
    )


def _meanings(label: Unknown, chosen: str) -> list[tuple[str, str]]:
    """The first is where its text goes if nothing is chosen."""
    if chosen:
        return [("", "Forget this choice"), *MEANINGS]
    if label.stays_in:
        return [("", f"Stays in {LABELS[label.stays_in]}"), *MEANINGS]
    return [("", dict(MEANINGS)["notes"]), *MEANINGS[1:]]


def _name(number: int) -> str:
    return f"column_{number}"


def _headers(table: Table) -> list[tuple[int, str]]:
    texts = [", ".join(filter(None, map(str.strip, row))) or "empty" for row in table.rows[:HEADER_WITHIN]]
    choices = [(number, f"are in row {number + 1}: {_short(text)}") for number, text in enumerate(texts)]
    return [*choices, (NO_HEADER, "are missing: the stories start in row 1")]


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
