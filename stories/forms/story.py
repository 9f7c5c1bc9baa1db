"""The story editor, and one cell of the matrix."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from stories.core.choices import Section, Strength
from stories.enums import SECTIONS, STRENGTHS
from stories.forms.fields import ProseField, whole_number
from stories.library.content import TEXT_FIELDS, StoryContent, TagContent
from stories.models import Story, Value

PROMPTS = {
    Section.SITUATION: "Where and when it was, and what was at stake. Two or three sentences.",
    Section.TASK: "What was yours to do or decide.",
    Section.ACTION: "What you did, step by step, and why that way: most of the story. Say “I” for your own part.",
    Section.RESULT: "What came of it, in numbers if you can, and how you know.",
    Section.LEARNING: "What you have done differently since.",
}
DETAIL_LABELS = {
    "title": "Title",
    "headline": "Headline",
    "organisation": "Organisation",
    "role": "Your role",
    "when": "When",
}
DETAIL_LIMITS = {field.name: field.max_length for field in Story._meta.fields if field.name in DETAIL_LABELS}
DETAIL_HELP = {
    "title": "For you, so you can find the story again.",
    "headline": "The whole story in one line, as you would say it.",
}


def offered_values(data: Mapping[str, Any]) -> set[int]:
    """The ids of the values that a story form offered, read from the fields it sent."""
    ids = (whole_number(name.removeprefix("evidence_")) for name in data if name.startswith("evidence_"))
    return {pk for pk in ids if pk is not None}


class StoryForm(forms.Form):
    """The story editor: texts, tags with evidence, and what tells two open editors apart."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
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
        fields: dict[str, forms.Field] = {}
        for name, label in DETAIL_LABELS.items():
            limit = DETAIL_LIMITS[name]
            required = name == "title" and not autosave
            fields[name] = forms.CharField(
                label=label,
                max_length=limit,
                required=required,
                help_text=DETAIL_HELP.get(name, ""),
                error_messages={"required": "Give the story a title so you can find it again."},
            )
            fields[name].widget.attrs.pop("maxlength", None)
        for section, label in SECTIONS.items():
            rows = 9 if section == Section.ACTION else 4
            fields[section.value] = ProseField(label=label, rows=rows, help_text=PROMPTS[section])
        return fields

    def _tag_fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        choices = [("", "None"), (Strength.SUPPORTING, "Supporting"), (Strength.PRIMARY, "Primary")]
        for value in self.values:
            fields[f"tag_{value.pk}"] = forms.ChoiceField(
                label=value.name, choices=choices, widget=forms.RadioSelect, required=False
            )
            fields[f"evidence_{value.pk}"] = forms.CharField(
                label=f"Evidence for {value.name}", max_length=500, required=False
            )
        return fields

    @property
    def tags(self) -> list[tuple[Value, forms.BoundField, forms.BoundField]]:
        return [(value, self[f"tag_{value.pk}"], self[f"evidence_{value.pk}"]) for value in self.values]

    def content(self) -> StoryContent:
        """What was typed; for a valid form."""
        data = self.cleaned_data
        tags = [
            TagContent(value.pk, data[f"tag_{value.pk}"], data[f"evidence_{value.pk}"])
            for value in self.values
            if data[f"tag_{value.pk}"]
        ]
        return StoryContent(
            texts={name: data[name] for name in TEXT_FIELDS},
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
