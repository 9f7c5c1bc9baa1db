"""A form that was sent but not saved: it comes back with what was typed, and one press sends it again.

It comes back only to the page it was sent from, and only to whoever typed it. Forms with passwords never do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stories import forms as our_forms
from stories.base.sessions import OWNER_PREFIX, owner_field
from stories.core.choices import Section
from stories.core.fields import LABELS, NAMES
from stories.enums import FOLLOW_UPS, SECTIONS
from stories.views.requests import own_page

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a field's name
MOST_TEXT = 500_000
"""Characters that are shown again; the longest story and the longest answer hold about half as many."""
LONGEST_LINE = 60
NOT_TYPED = (forms.HiddenInput, forms.CheckboxInput, forms.FileInput)


def _typed_names() -> Iterator[str]:
    """The fields of our forms in which people type, except those that a form numbers."""
    yield from NAMES
    for fields in FORMS:
        for name, field in fields.items():
            if isinstance(field.widget, forms.Textarea | forms.widgets.Input) and not isinstance(
                field.widget, NOT_TYPED
            ):
                yield name


FORMS: list[Mapping[str, forms.Field]] = [
    form.base_fields for name in our_forms.__all__ if hasattr(form := getattr(our_forms, name), "base_fields")
]
"""The fields of each form, by name."""
TYPED = frozenset(_typed_names())


@dataclass(frozen=True, slots=True)
class SentField:
    """What was typed is shown as text; anything else is sent along unseen."""

    name: str
    text: str
    label: str

    @property
    def is_typed(self) -> bool:
        is_usual = self.name.startswith("follow_up_") and self.text in FOLLOW_UPS
        return bool(self.text) and not is_usual and (self.name in TYPED or len(self.text.split()) > 1)

    @property
    def is_line(self) -> bool:
        """Whether one line has room for it."""
        return len(self.text) <= LONGEST_LINE and not set(self.text) & set("\r\n")


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form to send again. Files have to be chosen again: `files` has the name of each field and of its file."""

    address: str
    token: str
    fields: list[SentField]
    files: list[tuple[str, str]]


def sent_form(request: HttpRequest) -> SentForm | None:
    """The form that a request sent; None if it has no text, holds a password, or is too long to be shown."""
    labels = _labels(request.POST)
    fields = [
        SentField(name, text, labels[name]) for name, texts in request.POST.lists() if name != TOKEN for text in texts
    ]
    if not fields or _holds_password(request) or sum(len(field.text) for field in fields) > MOST_TEXT:
        return None
    files = [(name, file.name or "") for name, sent in request.FILES.lists() for file in sent]
    return SentForm(request.get_full_path(), request.POST.get(TOKEN, ""), fields, files)


def _labels(sent: Mapping[str, str]) -> dict[str, str]:
    """What the form called each of the fields that were sent: the form that has the most of them."""
    form = max(FORMS, key=lambda fields: len(fields.keys() & sent.keys()))
    return {name: _label(name, sent, form) for name in sent}


def _label(name: str, sent: Mapping[str, str], form: Mapping[str, forms.Field]) -> str:
    kind, _, number = name.rpartition("_")
    if kind == "reworded" and number in SECTIONS:
        return f"{SECTIONS[Section(number)]}, in this answer's words"
    if kind == "follow_up" and number.isdecimal():
        return "Another question"
    if kind == "note" and number.isdecimal():
        return sent.get(f"follow_up_{number}") or "What you would say"
    if kind == "evidence":
        return "Evidence"
    label = form[name].label if name in form else LABELS.get(name)
    return str(label or name.replace("_", " ").capitalize())


def show_expired(request: HttpRequest) -> HttpResponse:
    """The page for a form with an old token, as after signing in again."""
    if is_typed_by_another(request):
        return _show(request, "typed by another")
    if not (_is_typed(request) and is_same_origin(request)):
        return _show(request, "expired")
    return _show(request, "signed in again" if request.user.is_authenticated else "signed out", sent_form(request))


def show_signed_out(request: HttpRequest) -> HttpResponse | None:
    """The page for a form that was sent after its session had ended; None if nothing was typed in it."""
    if request.headers.get("HX-Request") or not (_is_typed(request) and is_same_origin(request)):
        return None
    return _show(request, "signed out", sent_form(request))


def lost_form(request: HttpRequest) -> SentForm | None:
    """A form whose page was deleted before it was sent, to copy its text from; None if nothing was typed in it.

    A request to an address that isn't ours may be unreadable, so it isn't read.
    """
    if not (request.resolver_match and request.user.is_authenticated and owner_field(request) in request.POST):
        return None
    return sent_form(request) if is_same_origin(request) else None


def is_typed_by_another(request: HttpRequest) -> bool:
    """Whether somebody else typed the form, who was signed in before."""
    return request.user.is_authenticated and _is_typed(request) and owner_field(request) not in request.POST


def _show(request: HttpRequest, reason: str, sent: SentForm | None = None) -> HttpResponse:
    page = own_page(request, request.headers.get("Referer", ""))
    return render(request, "unsaved.html", {"reason": reason, "sent": sent, "page": page}, status=403)


def _is_typed(request: HttpRequest) -> bool:
    return any(name.startswith(OWNER_PREFIX) for name in request.POST) and not _holds_password(request)


def _holds_password(request: HttpRequest) -> bool:
    """Whether the view or a field's name says so: a request may fail before it reaches its view."""
    return bool(getattr(request, "sensitive_post_parameters", None)) or any("password" in name for name in request.POST)


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent the request; if it says nothing, none did."""
    ours = {"Sec-Fetch-Site": "same-origin", "Origin": f"{request.scheme}://{request.get_host()}"}
    said = {name: request.headers[name] for name in ours if name in request.headers}
    return bool(said) and said.items() <= ours.items()
