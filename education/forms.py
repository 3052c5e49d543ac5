"""The form in which a reader replies to an article."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from education.models import Comment

ENDINGS = "com|net|org|info|biz|io|co|uk|eu|de|fr|ru|cn|xyz|top|shop|online|site|link"
LINK = re.compile(rf"://|www\.|</?a\b|\[/?url|[\w-]\.(?:{ENDINGS})\b", re.IGNORECASE)


def without_links(text: str) -> None:
    """Refuse web addresses; most of what is not meant for readers brings one."""
    if LINK.search(text):
        raise ValidationError(_("Please leave out web addresses."), code="link")


class ReplyForm(forms.ModelForm):  # type: ignore[type-arg]
    # People do not see it and leave it empty; machines fill in whatever they find.
    website = forms.CharField(required=False, max_length=200)

    class Meta:
        model = Comment
        fields = ["name", "email", "text"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "text": forms.Textarea(attrs={"rows": 8}),
        }
        labels = {"name": _("Your name"), "email": _("E-mail"), "text": _("Your reply")}
        help_texts = {
            "name": _("It is shown with your reply. A first name is enough."),
            "email": _(
                "Never shown. Only so that we can ask you about your reply; we erase "
                "it once we have decided."
            ),
            "text": _("Please write nothing about anyone’s health, your own included."),
        }
        error_messages = {
            "name": {"required": _("Type a name to show with your reply.")},
            "email": {
                "invalid": _("Type an e-mail address, such as name@example.org.")
            },
            "text": {"required": _("Write your reply.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "text"):
            self.fields[name].validators.append(without_links)

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]

    @property
    def is_trap_sprung(self) -> bool:
        return bool(self.cleaned_data.get("website"))
