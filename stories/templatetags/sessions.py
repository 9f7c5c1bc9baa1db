"""Whose page it is, and whose form."""

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stories.base import signin
from stories.base.sessions import owner_field, session_mark

register = template.Library()


@register.simple_tag(takes_context=True)
def session_attributes(context: Context) -> SafeString:
    """For the html element: the page's session and owner, the address that says whose they are now (session.js),
    and the one for signing in again."""
    request: HttpRequest | None = context.get("request")
    ask = format_html('data-ask="{}" data-sign-in="{}"', reverse("stories:session"), reverse("stories:sign-in"))
    if request is None:
        return ask
    return format_html('{} data-session="{}" data-owner="{}"', ask, session_mark(request), owner_field(request))


@register.simple_tag(takes_context=True)
def typed_form(context: Context) -> SafeString:
    """What a form in which people type begins with: its token, and the field that says who typed it (typed.js).

    A form that is shown again after it was sent holds unsaved text from the start, unless the text `is_kept`.
    """
    request: HttpRequest = context["request"]
    unsaved = "data-unsaved" if request.method == "POST" and not context.get("is_kept") else ""
    html = '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" {}>'
    return format_html(html, context["csrf_token"], owner_field(request), unsaved)


@register.simple_tag(takes_context=True)
def link_command(context: Context) -> str:
    """What to type for a link that signs in to the library whose page this is."""
    return signin.link_command(context["request"])
