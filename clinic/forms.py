"""The forms of signing in, in our own words."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

from clinic.backends import ByEmail
from clinic.models import User

NOBODY = 0  # the row number nobody has


class Worded:
    """Our labels in place of allauth's, and labels only: no placeholders."""

    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.labels[name]
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Worded, forms.LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""


class AskForPasswordForm(Worded, forms.ResetPasswordForm):
    labels = {"email": _("E-mail")}

    def clean_email(self) -> str:
        """Find who may sign in with it; for an unknown one, somebody who is nobody."""
        email: str = self.cleaned_data["email"]
        self.users = [ByEmail().person(email) or User(pk=NOBODY, email=email)]
        return email


class NewPasswordForm(Worded, forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("The same again")}


class ChangePasswordForm(Worded, forms.ChangePasswordForm):
    labels = {"oldpassword": _("Your current password"), **NewPasswordForm.labels}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
