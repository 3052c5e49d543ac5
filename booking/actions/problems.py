"""Why a verb refused, in words a page can act on."""

from collections.abc import Sequence
from typing import Any


class Refused(Exception):  # noqa: N818  a refusal is an answer, not a fault
    """A verb said no; nothing was changed."""


class SlotTaken(Refused):
    """Somebody else has that time, or it is no longer offered."""


class BookingClosed(Refused):
    """The clinic takes no bookings online at the moment."""


class HoldExpired(Refused):
    """The hold ran out, and its time is gone or too old to take again."""


class HoldAtMaximum(Refused):
    """The hold was extended as often, or as long, as is allowed."""


class Stale(Refused):
    """The page was made for an earlier state of the appointment."""


class NotAllowed(Refused):
    """From its status the appointment cannot go there."""


class NotScreened(Refused):
    """No finished screening lets it be confirmed or reviewed."""


class QuestionsFirst(Refused):
    """For that date or treatment more must be asked; `sections` names what."""

    def __init__(self, sections: Sequence[str]) -> None:
        super().__init__(", ".join(sections))
        self.sections = tuple(sections)


class AnswersRunOut(Refused):
    """The answers are no longer good when that session starts."""


class TrainingNeeded(Refused):
    """The therapist of that time does not hold a training the answers ask for."""


class NoReviewInTime(Refused):
    """Nobody can review before that start."""


class OwnBooking(Refused):
    """Nobody decides about a booking of their own."""


class Unread(Refused):
    """Who decides has not opened these answers: nobody is cleared unread."""


class DoctorNeeded(Refused):
    """These answers need a doctor's yes, and none is noted yet."""


class AgainstWish(Refused):
    """The client asked for someone else, or needs another room."""


class AlreadyAsked(Refused):
    """The client is asked about another time already, and has not answered."""


class Answered(Refused):
    """What the client was asked is settled, or the time to answer is over."""


class HoursOverlap(Refused):
    """Hours of that therapist cover the same minutes already."""


class Strands(Refused):
    """Appointments would be left without their time; `stranded` with why, each."""

    def __init__(self, stranded: Sequence[tuple[Any, str]]) -> None:
        super().__init__(str(len(stranded)))
        self.stranded = tuple(stranded)


class AlreadyPaid(Refused):
    """Another payment is noted for that session already."""


class AtTheSameTime(Refused):
    """The client has an appointment then already; `other` says which."""

    def __init__(self, other: Any) -> None:
        super().__init__(str(other))
        self.other = other


class TooSoon(Refused):
    """The start is too near to wait for answers that come by a link."""


class NoLongerSo(Refused):
    """What the message says is not so any more: telling it again would mislead."""


class NoAddress(Refused):
    """There is no e-mail address to send it to."""


class OnItsWay(Refused):
    """It is about to be told already."""


class TooManyWaits(Refused):
    """For that mailbox as many wait as may."""


class NoMessageAllowed(Refused):
    """The client wants no message left."""


class AlreadyJoined(Refused):
    """The two rows are one person already."""


class Busy(Refused):
    """The database was busy three times in a row."""


class Faulty(Refused):
    """The questionnaire breaks its rules; `faults` says where, as sentences."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


class NotConfirmed(Refused):
    """Places of the questionnaire, by their keys, that were not ticked."""

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(", ".join(places))
        self.places = tuple(places)
