"""What a reviewer ticks and types about one request."""

from datetime import date, datetime, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from booking.actions.waiting import NOTE_LENGTH
from booking.calendar.access import OVERRIDES
from booking.calendar.reviews import instead_of
from booking.calendar.writing import LinesField
from booking.cleaning import DayField, LineField, RevisionField
from booking.models import Appointment, Clinic, Status
from booking.models.questionnaires import parsed
from booking.screening.vocabulary import AVOIDABLE
from booking.times import local_date, midnight
from clinic.models import User

LASTS = timedelta(days=90)
LONGEST = timedelta(days=366)
DAY = timedelta(days=1)
MOST_LINES = 20

KIND_WORDS = _(
    "This session is not the right one for you just now. Thank you for being open "
    "with us. There is nothing to pay."
)
DECISIONS = {
    "clear": _("Clear, as booked"),
    "adapt": _("Clear, with adaptations"),
    "ask": _("Ask the client a question"),
    "doctor": _("Record a doctor’s yes"),
    "later": _("Not before a date"),
    "decline": _("Decline, kindly"),
    "propose": _("Ask whether someone with the training may give it"),
    "override": _("Clear against the rules, as manager"),
}
NEEDS = {
    "clear": ("until",),
    "adapt": ("until",),
    "ask": ("question",),
    "doctor": ("practice", "said_on"),
    "later": ("not_before",),
    "propose": ("therapist",),
    "override": ("reason", "until"),
}
CONDITIONAL = sorted({name for names in NEEDS.values() for name in names})


class ReadForm(forms.Form):
    """Why the answers are opened; kept with the name and the time."""

    why = LineField(
        label=_("Why you open them"),
        max_length=200,
        help_text=_("Recorded with your name. No health words, please."),
    )


class DecisionForm(forms.Form):
    """Of the fields below a decision only those it needs must be filled in."""

    use_required_attribute = False

    decision = forms.ChoiceField(choices=list(DECISIONS.items()), label=_("Decision"))
    avoid = forms.MultipleChoiceField(required=False, label=_("Leave out"))
    adaptations = LinesField(
        label=_("What will be changed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line. The client reads them on their own page."),
    )
    until = DayField(
        label=_("Cleared until"),
        help_text=_("If you clear it: the last day, included."),
    )
    question = LinesField(
        label=_("Your question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    practice = LineField(label=_("Practice"), max_length=120)
    said_on = DayField(label=_("The day they said it"))
    doctor_until = DayField(label=_("Good until"), required=False)
    not_before = DayField(label=_("Not before"))
    words = LinesField(
        label=_("What they read on their own page"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    therapist = forms.ChoiceField(label=_("Who may give it"))
    reason = LinesField(
        label=_("Your reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = LinesField(
        label=_("Note for the team (200 characters)"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = RevisionField()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        appointment: Appointment,
        user: User,
        now: datetime,
    ) -> None:
        self.zone = Clinic.objects.current().zone
        self.today = local_date(now, self.zone)
        super().__init__(data, initial=initial_of(appointment, now))
        self.avoidable = avoidable(appointment)
        self._pick("avoid").choices = self.avoidable
        self.trained = instead_of(appointment, now)
        names = [(row.slug, row.name) for row in self.trained]
        self._pick("therapist").choices = names
        left_out = set() if user.has_perm(OVERRIDES) else {"override"}
        left_out |= set() if names else {"propose"}
        left_out |= set() if appointment.status == Status.REVIEW else {"ask"}
        allowed = [item for item in DECISIONS.items() if item[0] not in left_out]
        self._pick("decision").choices = allowed

    def _pick(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])

    def full_clean(self) -> None:
        needed = NEEDS.get(self.data.get("decision", ""), ())
        for name in CONDITIONAL:
            self.fields[name].required = name in needed
        super().full_clean()
        for name in CONDITIONAL:
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        decision = cleaned.get("decision", "")
        if decision == "adapt" and not (cleaned.get("avoid") or self.lines):
            words = _("Tick what to leave out, or say what will be changed.")
            self.add_error("adaptations", words)
        self._check_days(cleaned, decision)
        return cleaned

    def _check_days(self, cleaned: dict[str, Any], decision: str) -> None:
        """Each day on its side of today, where the decision is about it."""
        until, said_on = cleaned.get("until"), cleaned.get("said_on")
        clears = "until" in NEEDS.get(decision, ())
        if clears and until and until > self.today + LONGEST:
            self.add_error("until", _("A year is the longest."))
        if decision == "doctor" and said_on and said_on > self.today:
            self.add_error("said_on", _("That day is still to come."))
        ahead = {"doctor": "doctor_until", "later": "not_before"}.get(decision, "")
        if cleaned.get(ahead) and cleaned[ahead] <= self.today:
            self.add_error(ahead, _("Choose a day that is still to come."))

    @property
    def lines(self) -> list[str]:
        text = self.cleaned_data.get("adaptations", "")
        return [line.strip() for line in text.splitlines() if line.strip()][:MOST_LINES]

    def ends(self, name: str) -> datetime | None:
        """The moment a chosen day is over on the clinic's clock."""
        day = self.cleaned_data.get(name)
        return midnight(day + DAY, self.zone) if day else None

    def avoid_choices(self, *, near: bool) -> list[tuple[str, Any, bool]]:
        """Areas and methods with their tick: those that matter here, or the rest."""
        chosen = self["avoid"].value() or []
        first = {*chosen, *self.initial["avoid"], *self.initial["of_treatment"]}
        return [
            (word, label, word in chosen)
            for word, label in self.avoidable
            if (word in first) == near
        ]

    @property
    def avoid_near(self) -> list[tuple[str, Any, bool]]:
        return self.avoid_choices(near=True)

    @property
    def avoid_rest(self) -> list[tuple[str, Any, bool]]:
        return self.avoid_choices(near=False)


def initial_of(appointment: Appointment, now: datetime) -> dict[str, Any]:
    """What the rules would leave out and change, and how long the answers hold."""
    screening, treatment = appointment.screening, appointment.treatment
    content = screening.content if screening and screening.final else {}
    stronger = content.get("avoid") or content.get("adaptations")
    return {
        "decision": "adapt" if stronger else "",
        "avoid": content.get("avoid", []),
        "of_treatment": [*treatment.needs, *treatment.methods],
        "adaptations": "\n".join(content.get("adaptations", [])),
        "until": usual_end(appointment, now),
        "words": str(KIND_WORDS),
        "note": (appointment.review or {}).get("note", ""),
        "revision": appointment.revision,
    }


def usual_end(appointment: Appointment, now: datetime) -> date:
    """As long as the answers hold, at most 90 days, and at least to the session."""
    zone = Clinic.objects.current().zone
    holds = appointment.screening.valid_until if appointment.screening else None
    lasts = min(holds or now + LASTS, now + LASTS)
    return local_date(max(lasts, appointment.ends_at), zone)


def avoidable(appointment: Appointment) -> list[tuple[str, str]]:
    """Everything that can be left out, in the words of the questionnaire answered."""
    screening = appointment.screening
    if screening is None:
        return []
    document = parsed(screening.questionnaire)
    known = {**document.areas, **document.methods}
    return [(word, known[word]) for word in AVOIDABLE if word in known]
