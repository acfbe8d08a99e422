"""The sign-in form."""

from __future__ import annotations

from upton.pages.fields import Form, Password, Text


class SignInForm(Form):
    """Username and password."""

    username = Text("Username", missing="Enter your username.", longest=150, autocomplete="username")
    password = Password("Password", missing="Enter your password.", autocomplete="current-password")
