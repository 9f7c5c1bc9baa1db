"""Forms that take a password: wrong ones are counted, and ten from one address lock the account to it."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from stories.base.proxies import client_address
from stories.models import Owner

NOWHERE = (
    "Prepsite can't tell where you are, so it takes no password: there is a proxy in between that isn't listed in "
    "PREPSITE_PROXIES or sends no X-Forwarded-For. Whoever runs this server can change that."
)


def check_origin(request: HttpRequest) -> None:
    """Raises ValidationError if wrong passwords couldn't be counted by where they come from."""
    if client_address(request) is None:
        raise ValidationError(NOWHERE)


class SignInForm(AuthenticationForm):
    """Refuses names longer than any owner has, because the count of wrong guesses can't store them."""

    request: HttpRequest
    username = UsernameField(
        max_length=Owner._meta.get_field("username").max_length, widget=forms.TextInput(attrs={"autofocus": True})
    )

    def clean(self) -> dict[str, Any]:
        check_origin(self.request)
        return super().clean()


class NewPasswordForm(PasswordChangeForm):
    """Asks for the present password, and counts wrong ones as it does at sign-in."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        check_origin(self.request)
        password: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=password) is None:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return password
