"""What an owner adds to the bank: questions, values and opinions."""

from typing import Any

from django import forms

from stories.core.words import Strength
from stories.enums import Stage
from stories.forms.fields import OwnedForm, ProseField
from stories.models import Framework, Opinion, Owner, Question, Value


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
