"""What tells sessions and owners apart in a page, without giving either away."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from stories.models import Owner

OWNER_PREFIX = "typed-by-"


def session_mark(request: HttpRequest) -> str:
    """The same on every page of a session, and empty if nobody is signed in."""
    if not request.user.is_authenticated:
        return ""
    return _mark("session", str(request.session.session_key))


def owner_field(request: HttpRequest) -> str:
    """The name of the field that says who typed a form, and empty if nobody is signed in.

    The owner is in the name, not the value: browsers put what was typed back into a form only if the names of its
    fields are the same, so nobody finds another person's text in their own form.
    """
    return OWNER_PREFIX + _mark("owner", str(request.user.pk)) if isinstance(request.user, Owner) else ""


def _mark(kind: str, secret: str) -> str:
    return salted_hmac(f"stories.base.sessions.{kind}", secret, algorithm="sha256").hexdigest()[:32]
