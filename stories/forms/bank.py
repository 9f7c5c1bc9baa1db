"""What an owner adds to the bank: questions, values and opinions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.functional import cached_property

from stories.core.choices import Strength
from stories.core.coverage import Id
from stories.core.exchange import FormatError, decode
from stories.core.frameworks import MOST_VALUES
from stories.core.inference import LIKELY_TOPICS
from stories.core.likelihood import Audience
from stories.core.matching import Asked
from stories.core.question_lists import read_question_list
from stories.enums import AUDIENCE_LABELS, QUESTION_KINDS, Stage
from stories.forms.fields import OwnedForm, ProseField
from stories.models import Opinion, Question, Value

LONGEST_LIST = 100_000
"""Characters that are pasted."""
LARGEST_LIST = 1_000_000
"""Bytes of a file."""


class QuestionForm(OwnedForm):
    field_order = ("text", "topic", "kind", "primary", "secondary", "stages", "audience", "source")
    kind = forms.ChoiceField(
        label="What answers it", choices=QUESTION_KINDS.items(), required=False, widget=forms.RadioSelect
    )
    stages = forms.MultipleChoiceField(choices=Stage, required=False, widget=forms.CheckboxSelectMultiple)
    audience = forms.TypedChoiceField(
        choices=list(AUDIENCE_LABELS.items()), required=False, empty_value=Audience.EVERYBODY, label="Asked of"
    )
    primary = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Probes as primary",
        help_text="What the question is asked to find out. Stories that carry one of these come earlier.",
    )
    secondary = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="Probes as secondary"
    )

    class Meta:
        model = Question
        fields = ("text", "topic", "kind", "source", "stages", "audience")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, values: Iterable[Value], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values = list(values)
        for name in ("primary", "secondary"):
            self.fields[name].choices = [(str(value.pk), value.name) for value in self.values]  # type: ignore[attr-defined]
        self.fields["topic"].empty_label = "Choose a topic"  # type: ignore[attr-defined]
        if self.instance.pk:
            probes = self.instance.probes.all()
            self.initial["primary"] = [probe.value_id for probe in probes if probe.strength == Strength.PRIMARY]
            self.initial["secondary"] = [probe.value_id for probe in probes if probe.strength == Strength.SUPPORTING]

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        return kind or self.instance.kind

    def chosen(self, name: str) -> list[Value]:
        """The values chosen in `primary` or `secondary`; for a valid form."""
        return [value for value in self.values if str(value.pk) in self.cleaned_data[name]]

    def asked(self) -> Asked:
        """The question as far as it is filled in, whether or not it can be saved."""
        self.full_clean()
        filled = self.cleaned_data if self.is_bound else self.initial
        topic, strengths = filled.get("topic"), {"secondary": Strength.SUPPORTING, "primary": Strength.PRIMARY}
        values: dict[Id, Strength] = {
            int(pk): strength for name, strength in strengths.items() for pk in filled.get(name, ())
        }
        return Asked(filled.get("text", ""), topic.slug if topic else "", values)


class HeardQuestionForm(QuestionForm):
    """A question just heard. Its topic is chosen by a press, among a few likely ones or all others."""

    class Meta(QuestionForm.Meta):
        widgets: dict[str, forms.Widget] = QuestionForm.Meta.widgets | {"topic": forms.RadioSelect()}  # type: ignore[assignment]  # of several kinds

    def __init__(self, *args: Any, likely: Sequence[str], **kwargs: Any) -> None:
        """`likely` are the slugs of topics, the likeliest first."""
        super().__init__(*args, **kwargs)
        self.fields["topic"].empty_label = None  # type: ignore[attr-defined]
        self.likely = likely

    @cached_property
    def topics(self) -> tuple[list[BoundWidget], list[BoundWidget]]:
        """The few to offer at once, and the others; the chosen one is always among the few."""
        place = {slug: number for number, slug in enumerate(self.likely)}
        choices = sorted(self["topic"], key=lambda choice: place.get(_slug(choice), len(place)))
        few = [choice for number, choice in enumerate(choices) if number < LIKELY_TOPICS or choice.data["selected"]]
        return few, [choice for choice in self["topic"] if choice not in few]


def _slug(choice: BoundWidget) -> str:
    """Of the topic that it stands for."""
    return str(choice.data["value"].instance.slug)


class ListedQuestionForm(QuestionForm):
    """One question of a list, with what is proposed for it; it is saved if its owner keeps it."""

    keep = forms.BooleanField(required=False, initial=True)

    class Meta(QuestionForm.Meta):
        fields = ("text", "topic")  # type: ignore[assignment]  # fewer than a question by itself
        widgets: dict[str, forms.Widget] = {  # type: ignore[assignment]  # of several kinds
            "text": forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            "topic": forms.Select(attrs={"class": "form-select"}),
        }

    def __init__(self, *args: Any, topics: Iterable[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["stages"], self.fields["audience"], self.fields["kind"]
        self.fields["topic"].choices = list(topics)  # type: ignore[attr-defined]

    @property
    def proposed(self) -> list[str]:
        """The names of the values that it is said to probe, primary ones first."""
        by_id = {str(value.pk): value.name for value in self.values}
        return [
            by_id[str(pk)] for name in ("primary", "secondary") for pk in self[name].value() or () if str(pk) in by_id
        ]


class QuestionListForm(forms.Form):
    """A list of questions, pasted or in a file."""

    listed = ProseField(label="Questions, one on each line", rows=10, limit=LONGEST_LIST)
    file = forms.FileField(required=False, label="Or a file with a list of them: text, Markdown or CSV")

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST_LIST:
            raise forms.ValidationError(f"The file has {file.size:,} bytes; the limit is {LARGEST_LIST:,}.")
        try:
            return decode(file.read())
        except FormatError as error:
            raise forms.ValidationError(str(error.problem)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        texts = (cleaned.get("listed", ""), cleaned.get("file", ""))
        cleaned["questions"] = [question for text in texts if text for question in read_question_list(text)]
        if not cleaned["questions"] and not self.errors:
            raise forms.ValidationError("There are no questions in it. Paste some, one on each line.")
        return cleaned


class ValueForm(OwnedForm):
    concept = forms.ChoiceField(
        label="Means the same as",
        required=False,
        help_text="Tags carry over between values that mean the same in different frameworks.",
    )

    class Meta:
        model = Value
        fields = ("name", "signals", "concept")
        widgets = {"signals": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concept"].choices = [("", "None of these"), *_concepts(self.instance)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        value = self.instance
        if not value.pk and value.framework.values.filter(owner=value.owner).count() >= MOST_VALUES:
            raise forms.ValidationError(f"A framework has at most {MOST_VALUES} values of your own.")
        return super().clean()


def _concepts(value: Value) -> list[tuple[str, str]]:
    """The concepts to choose from, each named after the bank's values that mean it; the value's own included."""
    names: dict[str, list[str]] = {value.concept: [value.concept]} if value.concept else {}
    for concept, name in Value.objects.filter(owner=None).exclude(concept="").values_list("concept", "name"):
        names.setdefault(concept, []).append(name)
    return [(concept, ", ".join(dict.fromkeys(named))) for concept, named in sorted(names.items())]


class OpinionForm(OwnedForm):
    text = ProseField(label="Your opinion", rows=8, help_text="You can use Markdown. Only you see this.")

    class Meta:
        model = Opinion
        fields = ("text",)
