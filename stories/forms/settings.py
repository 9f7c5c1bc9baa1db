from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from stories.enums import WORKS
from stories.forms.fields import OwnedForm
from stories.models import Framework, Owner
from stories.models.owner import SHARES

ANY_WORK = ("", "Any kind of work")


class WorkForm(OwnedForm):
    """The kind of work that its owner is interviewing for."""

    class Meta:
        model = Owner
        fields = ("work",)


class SettingsForm(OwnedForm):
    framework = forms.ModelChoiceField(
        Framework.objects.none(),
        empty_label=None,
        help_text="Tags, coverage and next steps are shown for this set of values.",
    )

    class Meta:
        model = Owner
        fields = (
            "work",
            "framework",
            "words_per_minute",
            "answer_limit",
            "answer_least",
            "practice_minutes",
            "names_story_first",
            "coverage_target",
            *SHARES.values(),
        )
        labels = {name: section.capitalize() for section, name in SHARES.items()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework"].queryset = Framework.objects.of(self.instance)  # type: ignore[attr-defined]
        self.fields["work"].choices = [ANY_WORK, *WORKS.items()]  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            Fieldset("What you prepare for", "work", "framework"),
            Fieldset("How you speak", Div("words_per_minute", "answer_limit", "answer_least", css_class="numbers")),
            Fieldset("How you practise", "practice_minutes", "names_story_first"),
            Fieldset("When a value is covered", "coverage_target"),
            Fieldset(
                "How an answer’s time is shared, in percent",
                Div(*SHARES.values(), css_class="numbers shares-of-time"),
            ),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        shares: list[int] = [cleaned[name] for name in SHARES.values() if cleaned.get(name) is not None]
        if len(shares) == len(SHARES) and sum(shares) != 100:
            self.add_error("result_share", f"The four shares add up to {sum(shares)}%; they must add up to 100%.")
        return cleaned
