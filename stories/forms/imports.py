"""The files to import, and what the columns of a table hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from stories.core.exchange import Column, Columns, Opened, Table, open_files
from stories.core.exchange.archives import PACKED_LIMIT
from stories.core.exchange.columns import HEADER_WITHIN
from stories.core.fields import EXPORTED, LABELS
from stories.exchange.import_plan import Sample
from stories.models import Framework

ENDINGS = (".md", ".markdown", ".txt", ".zip", ".json", ".csv", ".xlsx")
NO_HEADER = -1
MOST_NAMED = 10
TEXTS = {name: LABELS[name] for name in EXPORTED} | {
    Column.STATUS: "Status",
    Column.STAR: "All sections in one cell, as S: T: A: R:",
    Column.TAGS: "Values, separated by commas",
    Column.ID: "ID from an export",
    Column.FINGERPRINT: "Fingerprint from an export",
}


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
        help_text="Markdown, a zip of Markdown files, JSON, CSV or XLSX; several files at once, up to 10 MB in total.",
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
        if opened.stories or opened.libraries or opened.tables:
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

    def columns(self) -> list[tuple[forms.BoundField, Sequence[str]]]:
        """The field of each column, with its first cells."""
        return [(self[_name(sample.number)], [_short(cell) for cell in sample.cells]) for sample in self.samples]

    def chosen(self) -> Columns:
        """What was chosen, for a valid form; other columns stay as they are."""
        targets = list(self.now.targets)
        for sample in self.samples:
            targets[sample.number] = self.cleaned_data[_name(sample.number)]
        return Columns(self.cleaned_data["header"], tuple(targets))


def _name(number: int) -> str:
    return f"column_{number}"


def _headers(table: Table) -> list[tuple[int, str]]:
    texts = [", ".join(filter(None, map(str.strip, row))) or "empty" for row in table.rows[:HEADER_WITHIN]]
    choices = [(number, f"are in row {number + 1}: {_short(text)}") for number, text in enumerate(texts)]
    return [*choices, (NO_HEADER, "are missing: the stories start in row 1")]


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
