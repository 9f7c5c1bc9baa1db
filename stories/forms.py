"""Forms: what may be typed, and the messages beside the fields. Owners are set by the views, never read from POST."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from stories.actions import TEXT_FIELDS, StoryContent, TagContent
from stories.core.words import Section, Strength
from stories.enums import SECTIONS, STATUSES, STRENGTHS, Stage
from stories.models import Answer, Framework, Opinion, Owner, Question, Story, Value
from stories.models.story import SECTION_LIMIT

PROMPTS = {
    Section.SITUATION: "Where and when, and what was at stake. Two or three sentences.",
    Section.TASK: "What was yours to do or to decide.",
    Section.ACTION: "What you did, step by step, and why that way. Most of the story. Say “I” for your part.",
    Section.RESULT: "What came of it, in numbers where you can, and how you know.",
    Section.LEARNING: "What you do differently since.",
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
    "title": "For you, to find it again.",
    "headline": "The whole story in one line, as you would say it.",
}


def whole_number(text: str | None) -> int | None:
    """A number from a URL or a hidden field; None for anything else."""
    try:
        number: int | None = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False).clean(text)
    except forms.ValidationError:
        return None
    return number


def offered_values(data: Mapping[str, Any]) -> set[int]:
    """The ids of the values that a story form offered, from the fields that it sent."""
    ids = (whole_number(name.removeprefix("evidence_")) for name in data if name.startswith("evidence_"))
    return {pk for pk in ids if pk is not None}


class ProseField(forms.CharField):
    """Markdown of some length. Line ends are counted as one character, as the browser shows them."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        super().__init__(
            required=False, widget=forms.Textarea(attrs={"rows": rows}), max_length=SECTION_LIMIT, **options
        )
        # Cutting off what is pasted would lose it without a word; the message tells instead.
        self.widget.attrs.pop("maxlength", None)
        self.error_messages["too_long"] = "Too long."

    def to_python(self, value: object) -> str:
        text = super().to_python(value)
        return (text or "").replace("\r\n", "\n")

    def run_validators(self, value: str) -> None:
        if len(value) > SECTION_LIMIT:
            raise forms.ValidationError(
                f"This has {len(value):,} characters; a section may have {SECTION_LIMIT:,}.", code="too_long"
            )
        super().run_validators(value)


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
                error_messages={"required": "Give the story a title, so that you find it again."},
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
    """What the editor shows first. Every opened editor is a session of its own."""
    tags = {f"tag_{tag.value}": tag.strength for tag in content.tags}
    evidence = {f"evidence_{tag.value}": tag.evidence for tag in content.tags}
    return {"id": pk, "base": base, "session": uuid.uuid4()} | dict(content.texts) | tags | evidence


class OwnedForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is generic for the type checker only
    """A ModelForm that crispy lays out inside the page's own form element."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class AnswerForm(OwnedForm):
    class Meta:
        model = Answer
        fields = ("story", "fit", "opening", "closing")
        widgets = {
            "fit": forms.RadioSelect,
            "opening": forms.Textarea(attrs={"rows": 2}),
            "closing": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        story = self.fields["story"]
        story.queryset = self.instance.owner.stories.active().order_by("title")  # type: ignore[attr-defined]
        story.label_from_instance = lambda story: f"{story} ({STATUSES[story.status].lower()})"  # type: ignore[attr-defined]
        story.empty_label = "Choose a story"  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields.pop("story")
        for name in ("opening", "closing"):
            self.fields[name].widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        story = cleaned.get("story")
        if story and self.instance.question.answers.filter(story=story).exists():
            self.add_error("story", "This story answers this question already.")
        return cleaned


class QuestionForm(OwnedForm):
    stages = forms.MultipleChoiceField(choices=Stage, required=False, widget=forms.CheckboxSelectMultiple)
    primary = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Probes first",
        help_text="A ready story that carries one of these is suggested.",
    )
    secondary = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="Probes also")

    class Meta:
        model = Question
        fields = ("text", "topic", "source", "stages")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, framework: Framework, owner: Owner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values = list(Value.objects.shown_to(owner).filter(framework=framework))
        for name in ("primary", "secondary"):
            self.fields[name].choices = [(str(value.pk), value.name) for value in self.values]  # type: ignore[attr-defined]
        self.fields["topic"].empty_label = "Choose a topic"  # type: ignore[attr-defined]
        if self.instance.pk:
            probes = self.instance.probes.all()
            self.initial["primary"] = [one.value_id for one in probes if one.strength == Strength.PRIMARY]
            self.initial["secondary"] = [one.value_id for one in probes if one.strength == Strength.SUPPORTING]

    def chosen(self, name: str) -> list[Value]:
        """The values chosen in `primary` or `secondary`; for a valid form."""
        return [value for value in self.values if str(value.pk) in self.cleaned_data[name]]


class CellForm(forms.Form):
    """One cell of the matrix: the strength it is to have, and evidence where an undo brings some back."""

    strength = forms.ChoiceField(choices=[("", "None"), *STRENGTHS.items()], required=False)
    evidence = forms.CharField(max_length=500, required=False)


class ValueForm(OwnedForm):
    class Meta:
        model = Value
        fields = ("name", "signals")
        widgets = {"signals": forms.Textarea(attrs={"rows": 4})}


class OpinionForm(OwnedForm):
    text = ProseField(label="Your opinion", rows=8, help_text="Markdown. Only you see this.")

    class Meta:
        model = Opinion
        fields = ("text",)


class SettingsForm(OwnedForm):
    framework = forms.ModelChoiceField(
        Framework.objects.all(),
        empty_label=None,
        help_text="Tags, coverage and the next steps are shown for this set of values.",
    )

    class Meta:
        model = Owner
        fields = ("framework", "coverage_target", "words_per_minute")
