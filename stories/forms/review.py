from django import forms

from stories.core.review import RULES, Rule


class DismissalForm(forms.Form):
    """Why the owner dismisses a finding."""

    code = forms.ChoiceField(choices=[(rule.code, rule.name) for rule in RULES])
    fingerprint = forms.RegexField(r"^[0-9a-f]{16}$")
    reason = forms.CharField(max_length=300)

    @property
    def rule(self) -> Rule:
        return next(rule for rule in RULES if rule.code == self.cleaned_data["code"])
