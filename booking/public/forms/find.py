"""The form that asks for fresh links."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FindForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={
            "required": _("Type the e-mail address you booked with."),
            "invalid": _("Type an e-mail address, such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "input"}),
    )

    def clean_email(self) -> str:
        """Without regard to case, so that the count of an address is exact."""
        return str(self.cleaned_data["email"]).lower()
