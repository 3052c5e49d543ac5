"""What a therapist leaves out and does for one client: words, never answers."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from booking.models import Appointment, Clearance, Scent, Screening
from booking.models.questionnaires import parsed
from booking.screening.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Cautions:
    """`leave_out` areas and methods; `do` what is changed or kept in mind."""

    leave_out: tuple[str, ...] = ()
    do: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.leave_out or self.do)

    def beyond(self, before: "Cautions") -> "Cautions":
        """What came on top of what was known."""
        return Cautions(
            tuple(word for word in self.leave_out if word not in before.leave_out),
            tuple(line for line in self.do if line not in before.do),
        )


def cautions_of(appointment: Appointment) -> Cautions:
    """From the answers, what a therapist made of them, and the door's answers.

    Read with `screening__questionnaire`, `clearance` and `arrival__questionnaire`.
    """
    known = known_before(appointment)
    if appointment.arrival is None:
        return known
    today = _of(appointment.arrival, _own(appointment.arrival, appointment.clearance))
    return Cautions(
        _once(known.leave_out + today.leave_out), _once(known.do + today.do)
    )


def known_before(appointment: Appointment) -> Cautions:
    """What was known before the client came to the door."""
    screening = appointment.screening
    if screening is None or not screening.final:
        return Cautions()
    found = _of(screening, _agreed(appointment, screening))
    return Cautions(found.leave_out, _once(found.do + _scent(screening)))


def _agreed(appointment: Appointment, screening: Screening) -> dict[str, Any]:
    """What a therapist agreed; at the door a second clearance stands for the day."""
    clearance = appointment.clearance
    if clearance is None or clearance.screening_id == screening.pk:
        return _own(screening, clearance)
    return _own(screening, screening.clearances.order_by("-decided_at").first())


def _own(screening: Screening, clearance: Clearance | None) -> dict[str, Any]:
    """The changes of a clearance, where it was given for these very answers."""
    if clearance is None or clearance.screening_id != screening.pk:
        return {}
    return clearance.changes if clearance.basis != Clearance.Basis.RULES else {}


def _of(screening: Screening, agreed: dict[str, Any]) -> Cautions:
    """What was agreed stands in place of what the rules would change."""
    document, content = parsed(screening.questionnaire), screening.content
    avoid = agreed.get("avoid", content["avoid"])
    adaptations = agreed.get("adaptations", content["adaptations"])
    trainings = [document.training[key] for key in screening.training_needed]
    return Cautions(
        _once(tuple(_label(document, word) for word in avoid)),
        _once((*adaptations, *(_("Needs someone %s") % name for name in trainings))),
    )


def _label(document: Questionnaire, word: str) -> str:
    """In the questionnaire's words, or as the therapist wrote it."""
    known = word in document.areas or word in document.methods
    label = document.avoid_label(word) if known else word
    return label[:1].upper() + label[1:]


def _scent(screening: Screening) -> tuple[str, ...]:
    """The scent that was chosen and may be used."""
    scent = screening.content.get("scent")
    if not scent:
        return ()
    names = dict(Scent.choices)
    return (_("Scent: %s") % names.get(scent, scent),)


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
