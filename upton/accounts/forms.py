"""The forms of signing in, and of choosing a password in place of a temporary one."""

from __future__ import annotations

from upton.accounts.kept import LARGEST
from upton.pages.fields import Form, Hidden, Password, Text


class SignInForm(Form):
    """Username and password, and what was typed when the session had ended."""

    username = Text("Username", missing="Enter your username.", longest=150, autocomplete="username")
    password = Password("Password", missing="Enter your password.", autocomplete="current-password")
    kept = Hidden("What you typed", required=False, initial="", longest=10 * LARGEST)


class ChoosePasswordForm(Form):
    """A password of one's own."""

    password = Password("New password", new=True, missing="Enter a new password.", hint="At least 12 characters")
    kept = Hidden("What you typed", required=False, initial="", longest=10 * LARGEST)
