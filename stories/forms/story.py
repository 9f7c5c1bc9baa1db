"""The story editor, and one cell of the matrix."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from stories.core.choices import Section, Strength
from stories.core.fields import ASIDES, DETAILS, FIELDS, NAMES, Kind, StoryField
from stories.enums import STRENGTHS
from stories.forms.fields import MOST_VERSIONS, ProseField, uncut, whole_number
from stories.library.content import StoryContent, TagContent
from stories.models import Value

ROWS = {Section.ACTION.value: 9}
"""How many lines high a longer text is, where that isn't 4."""


def _text_field(field: StoryField) -> forms.Field:
    if field.kind == Kind.PROSE:
        return ProseField(label=field.label, rows=ROWS.get(field.name, 4), help_text=field.prompt)
    line = forms.CharField(
        label=field.label,
        max_length=field.limit,
        required=False,
        help_text=field.prompt,
        error_messages={"required": "Give the story a title so you can find it again."},
    )
    return uncut(line)


def offered_values(data: Mapping[str, Any]) -> set[int]:
    """The ids of the values that a story form offered, read from the fields it sent."""
    ids = (whole_number(name.removeprefix("evidence_")) for name in data if name.startswith("evidence_"))
    return {pk for pk in ids if pk is not None}


class StoryForm(forms.Form):
    """The story editor: texts, tags with evidence, and what tells two open editors apart."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_VERSIONS)
    session = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        values: Iterable[Value],
        autosave: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.values = sorted(values, key=lambda value: value.position)
        self.fields |= self._text_fields(autosave=autosave) | self._tag_fields()
        self.helper = FormHelper()
        self.helper.form_tag = False

    def _text_fields(self, *, autosave: bool) -> dict[str, forms.Field]:
        fields = {field.name: _text_field(field) for field in FIELDS}
        fields["title"].required = not autosave
        return fields

    def _tag_fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        choices = [("", "None"), (Strength.SUPPORTING, "Supporting"), (Strength.PRIMARY, "Primary")]
        for value in self.values:
            fields[f"tag_{value.pk}"] = forms.ChoiceField(
                label=value.name, choices=choices, widget=forms.RadioSelect, required=False
            )
            evidence = forms.CharField(
                label=f"Evidence for {value.name}",
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 1}),  # Shows a long line whole.
            )
            fields[f"evidence_{value.pk}"] = uncut(evidence)
        return fields

    @property
    def lines(self) -> list[forms.BoundField]:
        """Title, headline, and where and when it was."""
        return [self[name] for name in ("title", "headline", *DETAILS)]

    @property
    def asides(self) -> list[forms.BoundField]:
        """The longer texts that are not told with the story."""
        return [self[name] for name in ASIDES]

    @property
    def tags(self) -> list[tuple[Value, forms.BoundField, forms.BoundField]]:
        return [(value, self[f"tag_{value.pk}"], self[f"evidence_{value.pk}"]) for value in self.values]

    def content(self) -> StoryContent:
        """What was typed; for a valid form."""
        data = self.cleaned_data
        tags = [
            TagContent(value.pk, data[f"tag_{value.pk}"], " ".join(data[f"evidence_{value.pk}"].split()))
            for value in self.values
            if data[f"tag_{value.pk}"]
        ]
        return StoryContent(
            # A form that was opened before a field existed says nothing about it.
            texts={name: data[name] for name in NAMES if name in self.data},
            tags=tuple(sorted(tags, key=lambda tag: tag.value)),
            values=tuple(sorted(value.pk for value in self.values)),
        )


def story_initial(content: StoryContent, *, pk: uuid.UUID, base: int) -> dict[str, Any]:
    """What the editor shows when it opens. Each opened editor is a session of its own."""
    tags = {f"tag_{tag.value}": tag.strength for tag in content.tags}
    evidence = {f"evidence_{tag.value}": tag.evidence for tag in content.tags}
    return {"id": pk, "base": base, "session": uuid.uuid4()} | dict(content.texts) | tags | evidence


class CellForm(forms.Form):
    """One cell of the matrix: its new strength, and the evidence if an undo restores some."""

    strength = forms.ChoiceField(choices=[("", "None"), *STRENGTHS.items()], required=False)
    evidence = forms.CharField(max_length=500, required=False)
