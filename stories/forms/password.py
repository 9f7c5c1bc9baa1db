"""Forms that take a password: wrong ones are counted, and ten from one address lock the account to it."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from stories.base.proxies import client_address
from stories.core.grammar import count_of
from stories.models import Owner

NOWHERE = (
    "Prepsite can't tell where you are, so it takes no password: there is a proxy in between that isn't listed in "
    "PREPSITE_PROXIES or sends no X-Forwarded-For. Whoever runs this server can change that."
)


def check_origin(request: HttpRequest) -> None:
    """Raises ValidationError if wrong passwords couldn't be counted by where they come from."""
    if client_address(request) is None:
        raise ValidationError(NOWHERE)


def _warning(request: HttpRequest, username: str) -> str:
    """What the last few attempts are told before passwords are locked; empty before that."""
    left = settings.AXES_FAILURE_LIMIT - AxesProxyHandler.get_failures(request, {"username": username})
    return f" After {count_of(left, 'more wrong password')}, none is accepted for 15 minutes." if 0 < left <= 3 else ""


class SignInForm(AuthenticationForm):
    """Refuses names longer than any owner has, because the count of wrong guesses can't store them."""

    request: HttpRequest
    username = UsernameField(
        max_length=Owner._meta.get_field("username").max_length, widget=forms.TextInput(attrs={"autofocus": True})
    )

    def clean(self) -> dict[str, Any]:
        check_origin(self.request)
        return super().clean()

    def get_invalid_login_error(self) -> ValidationError:
        error = super().get_invalid_login_error()
        return ValidationError(
            f"{error.messages[0]}{_warning(self.request, self.cleaned_data['username'])}", code=error.code
        )


class NewPasswordForm(PasswordChangeForm):
    """Asks for the present password, and counts wrong ones as it does at sign-in."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        check_origin(self.request)
        password: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=password) is None:
            warning = _warning(self.request, self.user.get_username())
            raise ValidationError(f"{self.error_messages['password_incorrect']}{warning}", code="password_incorrect")
        return password
