"""Why a verb refused, in words a page can act on."""

from collections.abc import Sequence


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
