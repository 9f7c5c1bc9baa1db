"""The fields of a form with many of them. Crispy's template takes a millisecond for each."""

from django import template
from django.forms import BoundField, RadioSelect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def compact_field(field: BoundField) -> SafeString:
    """A label with its help on the same line, the field, and what is wrong with it."""
    if isinstance(field.field.widget, RadioSelect):
        return _choices(field)
    label = format_html('<label for="{}">{}</label>', field.id_for_label, field.label)
    classes = "form-control is-invalid" if field.errors else "form-control"
    attributes: dict[str, str | bool] = {"class": classes, **_described(field)}
    head = format_html('<div class="field-head">{} {}</div>', label, _help(field))
    control = field.as_widget(attrs=attributes)
    return format_html('<div class="field" id="div_{}">{}{}{}</div>', field.auto_id, head, control, _errors(field))


def _choices(field: BoundField) -> SafeString:
    choice = "<label>{} {}</label>"
    choices = format_html_join(" ", choice, ((option.tag(), option.choice_label) for option in field))
    box = '<fieldset class="field field-choices" id="div_{}"><legend>{}</legend> {} {}{}</fieldset>'
    return format_html(box, field.auto_id, field.label, choices, _help(field), _errors(field))


def _described(field: BoundField) -> dict[str, str]:
    """What a screen reader says after the label."""
    said = [f"{field.auto_id}_helptext"] if field.help_text else []
    wrong = [f"{field.auto_id}_error"] if field.errors else []
    return {"aria-describedby": " ".join([*said, *wrong])} if said or wrong else {}


def _help(field: BoundField) -> SafeString | str:
    if not field.help_text:
        return ""
    return format_html('<small class="meta" id="{}_helptext">{}</small>', field.auto_id, field.help_text)


def _errors(field: BoundField) -> SafeString | str:
    if not field.errors:
        return ""
    said = " ".join(map(str, field.errors))
    return format_html('<p class="invalid-feedback" id="{}_error">{}</p>', field.auto_id, said)
