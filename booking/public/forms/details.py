"""Who comes, how to reach them, and what they need: the forms around a booking."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from booking.actions import Person
from booking.cleaning import (
    DayField,
    LineField,
    PhoneField,
    RevisionField,
    YesField,
)
from booking.models import Client


class RingForm(forms.Form):
    """How somebody may be rung. `phone` may stay empty unless a call is needed."""

    phone = PhoneField(
        label=_("Phone"),
        required=False,
        error_messages={"required": _("Type a number, so that we can ring you.")},
    )
    may_leave_message = YesField(label=_("You may leave a message"), required=False)
    when_to_ring = forms.ChoiceField(
        label=_("When may we ring?"),
        choices=Client.Ring.choices,
        initial=Client.Ring.ANY,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        # A choice has been made to begin with, so that leaving it out is no fault.
        name = self.add_prefix("when_to_ring")
        self.fields["when_to_ring"].required = data is None or name in data

    def ring(self) -> dict[str, Any]:
        return {
            "phone": self.cleaned_data["phone"],
            "may_leave_message": self.cleaned_data["may_leave_message"],
            "when_to_ring": self.cleaned_data["when_to_ring"] or Client.Ring.ANY,
        }


class TalkForm(RingForm):
    """Someone would rather talk: a name and a number are all we need."""

    prefix = "talk"

    name = LineField(
        label=_("What shall we call you?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tell us what to call you.")},
    )
    field_order = ("name", "phone")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["phone"].label = _("Your number")
        self.fields["phone"].required = True

    @property
    def person(self) -> Person:
        return Person(name=self.cleaned_data["name"], **self.ring())


class DoctorForm(forms.Form):
    """A doctor's yes: which practice, which day, and a tick. No letter."""

    practice = LineField(
        label=_("Name of the practice"),
        max_length=120,
        error_messages={"required": _("Type the name of the practice.")},
    )
    said_on = DayField(
        label=_("The day they said it"),
        error_messages={
            "required": _("Choose the day they said it."),
            "invalid": _("Choose a day, such as 7 December 2026."),
        },
    )
    agreed = YesField(
        label=_("I told them what I told you, and they said yes to a gentle massage"),
        error_messages={"required": _("Please tick this once they have said yes.")},
    )

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["said_on"].widget.attrs["max"] = today.isoformat()

    def clean(self) -> dict[str, Any]:
        check_said_by(self, self.today)
        return self.cleaned_data

    @property
    def note(self) -> dict[str, str]:
        return doctors_note(self.cleaned_data)


def check_said_by(form: forms.Form, today: date) -> None:
    """A yes is of today or earlier."""
    said_on = form.cleaned_data.get("said_on")
    if said_on is not None and said_on > today:
        form.add_error("said_on", _("That day is still to come."))


def doctors_note(cleaned: dict[str, Any]) -> dict[str, str]:
    return {
        "practice": cleaned["practice"],
        "said_on": cleaned["said_on"].isoformat(),
    }


class DetailsForm(RingForm):
    """Name and e-mail, and what else a visit needs, beside the one button that books.

    `known` is the client of a visit this one follows. `needs_call` where a therapist
    rings first, `needs_doctor` where a doctor's yes is needed too,
    `asked` where they wish to be asked in the morning already.
    """

    revision = RevisionField()
    name = LineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_(
            "For your confirmation. It says nothing about your health. Leave it empty "
            "if you have none, and give us a phone number."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _(
                "Type an e-mail address, or a phone number if you have none."
            ),
            "invalid": _("Check the e-mail address, such as a@b.uk."),
        },
    )
    waking_time = forms.TimeField(
        label=_("When do you get up?"),
        required=False,
        help_text=_("It tells your therapist how long a night you have."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Type a time, such as 06:30.")},
    )
    step_free = forms.BooleanField(label=_("I need step-free access"), required=False)
    someone_else = YesField(label=_("This visit is for someone else"), required=False)
    ask_me = YesField(label=_("Ask me how I slept"), required=False)
    their_name = LineField(
        label=_("Their name"),
        max_length=120,
        error_messages={"required": _("Type the name of the person it is for.")},
    )
    their_email = forms.EmailField(
        label=_("Their e-mail"),
        help_text=_(
            "They get their own link to the lists. We do not use your answers for "
            "them, and we keep the time until they have answered."
        ),
        error_messages={
            "required": _("Type their e-mail, so that they get their link."),
            "invalid": _("Check the e-mail address, such as a@b.uk."),
        },
    )
    practice = LineField(
        label=_("Name of the practice"), max_length=120, required=False
    )
    said_on = DayField(label=_("The day they said it"), required=False)
    agreed = YesField(
        label=_("I told them what I told you, and they said yes to a gentle massage"),
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        revision: int,
        today: date,
        step_free: bool = False,
        known: Client | None = None,
        needs_call: bool = False,
        needs_doctor: bool = False,
        said_yes: bool = False,
        asked: bool = False,
    ) -> None:
        super().__init__(data, initial={"revision": revision, "step_free": step_free})
        self.today, self.known = today, known
        self.needs_call, self.said_yes = needs_call, said_yes
        self.fields["phone"].help_text = (
            _("We need it to ring you about the above. We use it for nothing else.")
            if needs_call
            else _("Only for a word about this visit.")
        )
        self.fields["phone"].required = needs_call and not (known and known.phone)
        unwanted = [] if needs_doctor else ["practice", "said_on", "agreed"]
        if known is not None:
            unwanted += ["name", "email"] if known.email else ["name"]
        if asked:
            unwanted.append("ask_me")
        for name in unwanted:
            del self.fields[name]
        if data is not None:
            self._need_of(data)

    def _need_of(self, data: QueryDict) -> None:
        """For someone else we need only them; a phone stands in for an e-mail."""
        for_them = data.get("someone_else") == "on"
        phone = data.get("phone", "").strip() or (self.known and self.known.phone)
        needed = {
            "name": not for_them,
            "email": not (for_them or phone),
            "phone": self.fields["phone"].required and not for_them,
            "their_name": for_them,
            "their_email": for_them,
        }
        for name in needed.keys() & self.fields.keys():
            self.fields[name].required = needed[name]

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("someone_else"):
            self.check_doctor()
        return self.cleaned_data

    def check_doctor(self) -> None:
        """A doctor's yes is told whole, or not yet."""
        names = [n for n in ("practice", "said_on", "agreed") if n in self.fields]
        told = [name for name in names if self.cleaned_data.get(name)]
        if names and (told or self.said_yes) and len(told) < len(names):
            for name in names:
                if name not in told and name not in self.errors:
                    self.add_error(
                        name,
                        _("For a doctor’s yes we need all three: fill this in too."),
                    )
        check_said_by(self, self.today)

    @property
    def person(self) -> Person:
        return Person(
            name=self.cleaned_data.get("name", ""),
            email=self.cleaned_data.get("email", ""),
            waking_time=self.cleaned_data["waking_time"],
            ask_me=self.cleaned_data.get("ask_me", False),
            **self.ring(),
        )

    @property
    def them(self) -> Person:
        """Whom the visit is for, where that is someone else."""
        cleaned = self.cleaned_data
        return Person(name=cleaned["their_name"], email=cleaned["their_email"])

    @property
    def doctor(self) -> dict[str, str] | None:
        if not self.cleaned_data.get("agreed"):
            return None
        return doctors_note(self.cleaned_data)
