"""The form that holds a time for a client: who, whose wish, and how they are asked."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from booking.actions import Person
from booking.calendar.clients import PersonForm
from booking.models import Client, Therapist, Wish

ALOUD, PAPER, LINK = "aloud", "paper", "link"
WAYS = [
    (ALOUD, _("I ask the questions aloud, now")),
    (PAPER, _("I type them from the signed paper")),
    (LINK, _("We send the link, and keep the time meanwhile")),
]


class BookForm(PersonForm):
    """`known` where a client was found: then only the way and the wish are asked."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    wish = forms.ChoiceField(label=_("They wish for"), required=False)
    step_free = forms.BooleanField(
        label=_("They need step-free access"), required=False
    )
    way = forms.ChoiceField(
        label=_("How do we ask the health questions?"),
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the questions are asked.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        therapist: Therapist,
        known: Client | None = None,
    ) -> None:
        wish = known.wish if known and therapist.meets(known.wish) else Wish.ANYONE
        super().__init__(data, initial={"key": uuid.uuid4(), "wish": wish})
        self.known = known
        own = (therapist.slug, therapist.first_name)
        wishes = [(value, str(label)) for value, label in Wish.choices]
        self.fields["wish"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in [*wishes, own] if therapist.meets(value)
        ]
        if known is not None:
            for name in ("name", "phone", "email", "may_leave_message", "when_to_ring"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        email = self.known.email if self.known else cleaned.get("email")
        if cleaned.get("way") == LINK and "email" not in self.errors:
            if not email:
                self.add_error("way", _("The link needs an e-mail address."))
            elif self.known is not None and hasattr(self.known, "phone_only"):
                self.add_error("way", _("They book by phone only: ask them aloud."))
        return cleaned

    def clean_wish(self) -> str:
        return self.cleaned_data["wish"] or Wish.ANYONE

    def clean_key(self) -> uuid.UUID:
        key: uuid.UUID = self.cleaned_data["key"]
        if key.int == 0:
            raise ValidationError(_("Please open the page again."))
        return key

    @property
    def client(self) -> Client | Person:
        return self.known or self.person
