"""The places in a mail's words that only the moment can fill: {when}, {by} and so on.

None of them says why, names a treatment or says a word about health.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.messages.names import one_line
from booking.messages.times import day_and_time
from booking.models import Appointment, Clinic, Message, Proposal, Status
from clinic.addresses import wind_down_card


@dataclass(frozen=True, slots=True)
class Evening:
    """The appointment a mail is about, and when it is, in words."""

    appointment: Appointment
    clinic: Clinic

    @property
    def when(self) -> str:
        return day_and_time(self.appointment.starts_at, self.clinic.zone)

    @property
    def by(self) -> str:
        """Until when it is kept."""
        until = self.appointment.expires_at
        return day_and_time(until, self.clinic.zone) if until else ""

    @property
    def asked(self) -> Proposal | None:
        """The other time its client is asked to take."""
        rows = self.appointment.proposals.waiting()
        return rows.select_related("offer__therapist").first()

    @property
    def reminder_comes(self) -> bool:
        waiting = Message.State.WAITING
        rows = self.appointment.messages.filter(state=waiting)
        return rows.filter(kind=Message.Kind.REMINDER).exists()

    @property
    def is_not_now(self) -> bool:
        """Whether it ended for safety: nobody is asked to try again then."""
        ended = (Status.CANCELLED, Status.DECLINED)
        events = self.appointment.events.all()
        return any(e.reason == "safety" and e.status in ended for e in events)

    @property
    def in_review(self) -> bool:
        return self.appointment.status == Status.REVIEW


@dataclass(frozen=True, slots=True)
class Place:
    """What stands there: said to the staff, shown in a preview, and made for a mail.

    An example is words, or a moment so long after the start, or None where the clinic
    alone has the value.

    An empty value takes the line it stands in out of the mail; where that may well
    happen the place is optional, and staff may leave it out.
    """

    about: Any
    example: Any
    value: Callable[[Evening], str]
    optional: bool = False


def _with(evening: Evening) -> str:
    return one_line(evening.appointment.therapist.first_name)


def _where(evening: Evening) -> str:
    lines = (evening.clinic.name, *evening.clinic.address.splitlines())
    return ", ".join(filter(None, map(one_line, lines)))


def _way(evening: Evening) -> str:
    return "" if evening.in_review else evening.clinic.getting_there.strip()


def _access(evening: Evening) -> str:
    return "" if evening.in_review else evening.clinic.access.strip()


def _come_early(evening: Evening) -> str:
    if evening.in_review:
        return ""
    return _("Please come ten minutes early, and look at your page before you come.")


def _anything_new(evening: Evening) -> str:
    """Asked with the news where no reminder comes the day before."""
    if evening.in_review or evening.reminder_comes:
        return ""
    return _("Is anything new since you booked? Please say so on your page.")


def _not_yet(evening: Evening) -> str:
    if not evening.in_review and not evening.appointment.waits_for_answers:
        return ""
    if evening.appointment.waits_for_answers:
        return _("Until %(by)s we keep the time for you.") % {"by": evening.by}
    return _("It is not confirmed yet. We ring you about it by %(by)s.") % {
        "by": evening.by
    }


def _other_time(evening: Evening) -> str:
    asked = evening.asked
    return day_and_time(asked.offer.starts_at, evening.clinic.zone) if asked else ""


def _other_with(evening: Evening) -> str:
    asked = evening.asked
    return one_line(asked.offer.therapist.first_name) if asked else ""


def _answer_by(evening: Evening) -> str:
    asked = evening.asked
    return day_and_time(asked.answer_by, evening.clinic.zone) if asked else ""


def _later_dates(evening: Evening) -> str:
    """Of a series, those that its client is asked about again, and those lost."""
    series = evening.appointment.series
    if series is None:
        return ""
    asking = series.appointments.filter(status=Status.REVIEW, screening__isnull=True)
    lost = Appointment.objects.lost_from(evening.appointment)
    kept = _("We keep these too, and ask you again nearer the time: %(when)s.")
    gone = _("These had gone to someone else, and are not booked: %(when)s.")
    said = (
        words % {"when": _listed(rows.order_by("starts_at"), evening)}
        for words, rows in ((kept, asking), (gone, lost))
        if rows.exists()
    )
    return " ".join(said)


def _listed(rows: "QuerySet[Appointment]", evening: Evening) -> str:
    """Tuesday 2 February, 19:00; Tuesday 9 February, 19:00"""
    starts = rows.values_list("starts_at", flat=True)
    return "; ".join(day_and_time(start, evening.clinic.zone) for start in starts)


PLACES: dict[str, Place] = {
    "when": Place(
        gettext_lazy("the day and the time it starts"),
        timedelta(0),
        lambda evening: evening.when,
    ),
    "with": Place(
        gettext_lazy("the therapist's first name"), gettext_lazy("Rowan"), _with
    ),
    "where": Place(
        gettext_lazy("the clinic's name and address"),
        None,
        _where,
    ),
    "clinic": Place(
        gettext_lazy("the clinic's name"),
        None,
        lambda evening: one_line(evening.clinic.name),
    ),
    "phone": Place(
        gettext_lazy("the clinic's phone number"),
        None,
        lambda evening: one_line(evening.clinic.phone),
        optional=True,
    ),
    "way": Place(
        gettext_lazy("how to find us, from the clinic's page; none while only kept"),
        None,
        _way,
        optional=True,
    ),
    "access": Place(
        gettext_lazy("access to the building; none while only kept"),
        None,
        _access,
        optional=True,
    ),
    "card": Place(
        gettext_lazy("the address of the wind-down card"),
        None,
        lambda evening: wind_down_card(),
        optional=True,
    ),
    "come_early": Place(
        gettext_lazy("that they come ten minutes early; none while only kept"),
        gettext_lazy("Please come ten minutes early."),
        _come_early,
        optional=True,
    ),
    "anything_new": Place(
        gettext_lazy("whether anything is new; none where a reminder asks it later"),
        gettext_lazy("Is anything new since you booked? Please say so on your page."),
        _anything_new,
        optional=True,
    ),
    "not_yet": Place(
        gettext_lazy("that it is not confirmed yet; none once it is"),
        gettext_lazy("It is not confirmed yet. We ring you about it soon."),
        _not_yet,
    ),
    "by": Place(
        gettext_lazy("until when the time is kept"),
        timedelta(hours=-31),
        lambda evening: evening.by,
    ),
    "later_dates": Place(
        gettext_lazy("the dates of a series that ask again or had gone; often none"),
        gettext_lazy("We keep these too: Tuesday 2 February, 19:00."),
        _later_dates,
        optional=True,
    ),
    "other_time": Place(
        gettext_lazy("the other time they are asked to take"),
        timedelta(days=1, hours=1),
        _other_time,
    ),
    "other_with": Place(
        gettext_lazy("the first name of the therapist at the other time"),
        gettext_lazy("Sorrel"),
        _other_with,
    ),
    "answer_by": Place(
        gettext_lazy("until when they can say yes"),
        timedelta(days=-1),
        _answer_by,
    ),
}
