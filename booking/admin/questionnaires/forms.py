"""A question and its choices as form fields, and back into the document."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.admin.fields import WordsField
from booking.admin.questionnaires.overview import WHEN
from booking.models import Treatment
from booking.screening.editing import Json, new_choice_key
from booking.screening.naming import OUTCOME_WORDS, URGENT_WORDS
from booking.screening.sections import MOST_DAYS_TO_RECHECK, MOST_DAYS_VALID
from booking.screening.shape import LIMITS
from booking.screening.vocabulary import AVOIDABLE, OUTCOMES, TRAINING, URGENT

NOT_CHOSEN = [("", "–")]
MOST_CHOICES = 20
LOCKED_OUTCOMES = ("clearance", "not_now")


def _text(label: Any, name: str, *, rows: int = 0, **kwargs: Any) -> forms.CharField:
    line = forms.TextInput(attrs={"size": 80})
    widget = forms.Textarea(attrs={"rows": rows, "cols": 70}) if rows else line
    return forms.CharField(
        label=label, max_length=LIMITS[name], widget=widget, **kwargs
    )


def _days(label: Any, most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, required=False, **kwargs
    )


class QuestionForm(forms.Form):
    """The question itself; a follow-up has no moment and no treatments of its own."""

    text = _text(_("Wording"), "text", rows=2)
    why = _text(_("Why we ask"), "why", rows=2)
    when = forms.ChoiceField(label=_("When it is asked"), choices=list(WHEN.items()))
    only_for = WordsField(
        label=_("Only for"),
        choices=lambda: Treatment.objects.values_list("slug", "name"),
        help_text=_("None ticked: for every treatment."),
    )
    confirm = forms.BooleanField(
        label=_("To be confirmed by whoever publishes"), required=False
    )

    def __init__(self, *args: Any, follow_up: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if follow_up:
            del self.fields["when"], self.fields["only_for"]

    def written(self) -> Json:
        return in_the_order_of(dict(self.initial), filled(self.cleaned_data))


class ChoiceForm(forms.Form):
    """One answer and all that follows from it."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    text = _text(_("Answer"), "text")
    outcome = forms.ChoiceField(
        label=_("What it comes to"),
        choices=[*NOT_CHOSEN, *((o, OUTCOME_WORDS[o]) for o in OUTCOMES)],
    )
    reason = _text(_("Reason, told to the client"), "reason", rows=2, required=False)
    adaptation = _text(_("What is changed"), "adaptation", required=False)
    avoid = WordsField(label=_("Leave out"), choices=())
    training = forms.ChoiceField(
        label=_("Training the therapist needs"), choices=(), required=False
    )
    doctor = forms.BooleanField(label=_("A doctor must agree"), required=False)
    urgent = forms.ChoiceField(
        label=_("Urgent help"),
        choices=[*NOT_CHOSEN, *((u, URGENT_WORDS[u]) for u in URGENT)],
        required=False,
    )
    learn = forms.ChoiceField(label=_("Article to read"), choices=(), required=False)
    valid_for_days = _days(_("Answer holds for (days)"), MOST_DAYS_VALID)
    recheck_after_days = _days(
        _("May be tried again after (days)"),
        MOST_DAYS_TO_RECHECK,
        help_text=_("Only for “not now”."),
    )
    recheck_text = _text(
        _("The wait in words"),
        "recheck_text",
        required=False,
        help_text=_("In place of a date, such as “once you are 13 weeks”."),
    )
    preset = forms.BooleanField(
        label=_("Chosen to begin with"),
        required=False,
        help_text=_("Never for a question about health."),
    )
    confirm = forms.BooleanField(
        label=_("To be confirmed by whoever publishes"), required=False
    )

    def __init__(
        self, *args: Any, vocabulary: Json, kind: str, locked: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("avoid", _labels(vocabulary))
        self._offer("training", [*NOT_CHOSEN, *_trainings(vocabulary)])
        articles = [(name, name) for name in vocabulary["articles"]]
        self._offer("learn", [*NOT_CHOSEN, *articles])
        if locked:
            words = [(o, OUTCOME_WORDS[o]) for o in LOCKED_OUTCOMES]
            self._offer("outcome", [*NOT_CHOSEN, *words])
        if kind != "question":
            del self.fields["preset"]
        if kind == "item":
            del self.fields["text"]

    def _offer(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def about(self) -> Iterator[forms.BoundField]:
        """What is shown of it, without what the formset adds."""
        return (f for f in self.visible_fields() if f.name not in ("DELETE", "ORDER"))


def _labels(vocabulary: Json) -> list[tuple[str, str]]:
    words = {**vocabulary["areas"], **vocabulary["methods"]}
    return [(word, words[word]) for word in AVOIDABLE]


def _trainings(vocabulary: Json) -> list[tuple[str, str]]:
    return [(key, vocabulary["training"][key]) for key in TRAINING]


class ChoiceFormSet(forms.BaseFormSet):
    """The choices of one question, in their order."""

    def written(self, before: list[Json]) -> list[Json]:
        """Known choices keep their key and follow-ups; new ones get a key."""
        known = {choice["key"]: choice for choice in before}
        rows: list[Json] = []
        for form in self.ordered_forms if self.can_order else self.forms:
            if form.has_changed() or form.cleaned_data.get("key"):
                rows.append(self._row(form, known, {row["key"] for row in rows}))
        return rows

    def _row(self, form: Any, known: dict[str, Json], used: set[str]) -> Json:
        data = filled(form.cleaned_data)
        old = known.get(data.pop("key", ""), {})
        key = old.get("key") or new_choice_key(data.get("text", ""), used | set(known))
        kept = {name: old[name] for name in ("text", "follow_up") if name in old}
        return {"key": key} | kept | in_the_order_of(old, data)


def in_the_order_of(before: Json, data: Json) -> Json:
    """Lists of words keep the order they had, so that only real changes differ."""
    for name in ("only_for", "avoid"):
        if name in data:
            old = [word for word in before.get(name) or () if word in data[name]]
            data[name] = old + [word for word in data[name] if word not in old]
    return data


def filled(cleaned: Json) -> Json:
    """Only what says something: the document holds no empty field."""
    skipped = ("DELETE", "ORDER")
    return {
        name: value
        for name, value in cleaned.items()
        if name not in skipped and value not in ("", None, False, [])
    }


def choice_formset(kind: str, *, extra: int) -> type[ChoiceFormSet]:
    """An item has one choice; a question has two or more, in an order."""
    alone = kind == "item"
    made: Any = forms.formset_factory(
        ChoiceForm,
        formset=ChoiceFormSet,
        extra=0 if alone else extra,
        min_num=1 if alone else 0,
        max_num=1 if alone else MOST_CHOICES,
        absolute_max=2 * MOST_CHOICES,
        validate_max=True,
        can_order=not alone,
        can_delete=not alone,
    )
    return cast(type[ChoiceFormSet], made)
