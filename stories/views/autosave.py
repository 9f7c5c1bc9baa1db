"""The answers to a form that saves itself while somebody types (typed.js): where it stands, and its address."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from stories.models import Answer, Story
from stories.models.conflict import Conflict


def is_typing(request: HttpRequest) -> bool:
    return "autosave" in request.POST


def say_refused(request: HttpRequest, state: str, form: forms.BaseForm) -> HttpResponse:
    """What has to change before it can be saved."""
    errors = [(form[name].label, reasons[0]) for name, reasons in form.errors.items()]
    return render(request, state, {"errors": errors}, status=422)


def say_saved(
    request: HttpRequest, state: str, thing: Story | Answer, conflict: Conflict | None, address: str
) -> HttpResponse:
    """When it was saved, or that it was set aside; the page is now at the address of what it edits."""
    noun = str(thing._meta.model_name)
    context = {noun: thing, "saved": {noun: thing}, "noun": noun, "conflict": conflict, "at": timezone.localtime()}
    response = render(request, state, context)
    response["HX-Replace-Url"] = address
    return response
