from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField

from stories.models import Owner


class SignInForm(AuthenticationForm):
    """Django's, which refuses names longer than any owner has: the count of wrong guesses can't store them."""

    username = UsernameField(
        max_length=Owner._meta.get_field("username").max_length, widget=forms.TextInput(attrs={"autofocus": True})
    )
