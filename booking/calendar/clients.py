"""Clients as the desk finds them, and how they are reached."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import F, Max, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from booking.actions import Person
from booking.calendar.access import RUNS_EVERY, signed_in
from booking.cleaning import LineField, PhoneField, YesField
from booking.models import Client
from booking.models.appointment import GIVEN
from clinic.models import User

FEWEST_LETTERS, MOST_LETTERS, MOST_FOUND = 2, 80, 20
FEWEST_DIGITS = 4
BETWEEN_DIGITS = " -()/."


def clients_of(user: User) -> QuerySet[Client]:
    """All of them; for a therapist, those who have or had a time in their column."""
    rows = Client.objects.all()
    if user.has_perm(RUNS_EVERY):
        return rows
    theirs = Client.objects.filter(appointments__therapist__user=user)
    return rows.filter(pk__in=theirs.values("pk"))


def get_client(request: HttpRequest, pk: int) -> Client:
    """One they may see; any other is 404."""
    rows = clients_of(signed_in(request)).select_related("phone_only", "merged__into")
    return get_object_or_404(rows, pk=pk)


def read_search(request: HttpRequest) -> str:
    """What was typed, without signs that no name, address or number has."""
    typed = request.GET.get("q", "")[:MOST_LETTERS]
    return " ".join("".join(c for c in typed if c.isprintable()).split())


def found(user: User, text: str, now: datetime) -> list[Client]:
    """At most twenty, those who came last first; nothing for fewer than two letters."""
    if len(text) < FEWEST_LETTERS:
        return []
    wanted = Q(name__icontains=text) | Q(email__icontains=text)
    if number := _number(text):
        wanted |= Q(digits__contains=number)
    rows = clients_of(user).annotate(digits=_digits(), last_visit=_last_visit(now))
    rows = rows.filter(wanted).select_related("phone_only", "merged")
    last_first = F("last_visit").desc(nulls_last=True)
    return list(rows.order_by(last_first, "name", "pk")[:MOST_FOUND])


def _number(text: str) -> str:
    """The digits of a number, without what stands for the country or the zero."""
    if any(c.isalpha() for c in text):
        return ""
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    if len(digits) < FEWEST_DIGITS:
        return ""
    abroad = text.startswith("+")
    return (digits.removeprefix("44") if abroad else digits).lstrip("0")


def _digits() -> Any:
    digits: Any = F("phone")
    for sign in BETWEEN_DIGITS:
        digits = Replace(digits, Value(sign), Value(""))
    return digits


def _last_visit(now: datetime) -> Max:
    came = Q(appointments__status__in=GIVEN, appointments__starts_at__lte=now)
    return Max("appointments__starts_at", filter=came)


class PersonForm(forms.Form):
    """Who it is and how they are reached: by phone or by e-mail."""

    name = LineField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type a name.")},
    )
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Not needed where there is a number."),
        error_messages={"invalid": _("Check the e-mail address, such as a@b.uk.")},
    )
    may_leave_message = YesField(label=_("We may leave a message"), required=False)
    when_to_ring = forms.ChoiceField(
        label=_("When to ring"), choices=Client.Ring.choices, required=False
    )

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["phone"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        reached = {"phone", "email"} & self.fields.keys()
        tried = any(self.cleaned_data.get(n) or n in self.errors for n in reached)
        if reached and not tried:
            self.add_error("phone", _("Type a phone number, or an e-mail address."))
        return self.cleaned_data

    @property
    def person(self) -> Person:
        return Person(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            phone=self.cleaned_data["phone"],
            may_leave_message=self.cleaned_data["may_leave_message"],
            when_to_ring=self.cleaned_data["when_to_ring"] or Client.Ring.ANY,
        )


def contact(client: Client) -> dict[str, Any]:
    """What the form starts with for somebody who is known."""
    return {
        "name": client.name,
        "phone": client.phone,
        "email": client.email,
        "may_leave_message": client.may_leave_message,
        "when_to_ring": client.when_to_ring,
    }
