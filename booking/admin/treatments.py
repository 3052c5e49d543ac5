"""Treatments: what is offered, in words and numbers a person understands."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from booking.actions.opening import Scope
from booking.admin.fields import CENTS, PriceField, WordsField, tick_boxes
from booking.admin.stranding import AskingForm, StrandingAdmin
from booking.models import Therapist, Treatment
from booking.models.vocabulary import AREAS_AND_METHODS, Area, Method, Scent
from clinic.staff_pages import KeptAdmin

WORDS = dict([*AREAS_AND_METHODS, *Scent.choices])
LINES = forms.Textarea(attrs={"rows": 5, "cols": 80})


class TreatmentForm(AskingForm):
    price_cents = PriceField(
        label=_("Price"), help_text=_("In the clinic's currency: 70 or 70.50.")
    )
    areas = WordsField(
        label=_("Areas"),
        choices=Area.choices,
        required=True,
        help_text=_("What it touches."),
    )
    methods = WordsField(label=_("Methods"), choices=Method.choices)
    needs = WordsField(
        label=_("Cannot do without"),
        choices=AREAS_AND_METHODS,
        help_text=_("Where one of these should be left out, a therapist looks first."),
    )
    scents = WordsField(
        label=_("Scents"),
        choices=Scent.choices,
        help_text=_("Leave all empty where no scent is used."),
    )
    agree_in_room = WordsField(
        label=_("Agreed aloud in the room"),
        choices=Area.choices,
        help_text=_("The therapist asks again before touching these."),
    )
    given_by = forms.ModelMultipleChoiceField(
        label=_("Therapists"),
        queryset=Therapist.objects.all(),
        required=False,
        widget=tick_boxes(),
        help_text=_("Who gives it."),
    )

    class Meta:
        widgets = {"summary": LINES, "preparation": LINES, "aftercare": LINES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["given_by"] = list(self.instance.therapists.all())

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # Django's own, not in the stubs
        self.instance.therapists.set(self.cleaned_data["given_by"])


@admin.register(Treatment)
class TreatmentAdmin(StrandingAdmin, KeptAdmin):
    read_as = {
        "price_cents": "price",
        "areas": "areas_in_words",
        "methods": "methods_in_words",
        "needs": "needs_in_words",
        "scents": "scents_in_words",
        "agree_in_room": "agree_in_words",
    }
    form = TreatmentForm
    list_display = ("name", "minutes", "price", "evidence", "position", "active")
    list_filter = ("active", "therapists")
    search_fields = ("name", "tagline", "summary")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (
            None,
            {"fields": ("name", "slug", "tagline", "summary", "active", "position")},
        ),
        (
            _("Length and price"),
            {"fields": ("minutes", "buffer_minutes", "price_cents")},
        ),
        (
            _("What is done"),
            {
                "fields": (
                    "pressure",
                    "areas",
                    "methods",
                    "needs",
                    "scents",
                    "agree_in_room",
                ),
                "description": _("The health check is decided by these."),
            },
        ),
        (_("Who gives it"), {"fields": ("given_by",)}),
        (
            _("Before bedtime"),
            {
                "fields": (
                    "bedtime_ideal",
                    "bedtime_best_from",
                    "bedtime_best_to",
                    "bedtime_least",
                ),
                "description": _("Minutes between the end and a client's bedtime."),
            },
        ),
        (_("In words"), {"fields": ("evidence", "preparation", "aftercare")}),
    )

    @admin.display(description=_("price"), ordering="price_cents")
    def price(self, treatment: Treatment) -> str:
        return f"{treatment.price_cents / CENTS:.2f}".removesuffix(".00")

    @admin.display(description=_("areas"))
    def areas_in_words(self, treatment: Treatment) -> str:
        return _in_words(treatment.areas)

    @admin.display(description=_("methods"))
    def methods_in_words(self, treatment: Treatment) -> str:
        return _in_words(treatment.methods)

    @admin.display(description=_("cannot do without"))
    def needs_in_words(self, treatment: Treatment) -> str:
        return _in_words(treatment.needs)

    @admin.display(description=_("scents"))
    def scents_in_words(self, treatment: Treatment) -> str:
        return _in_words(treatment.scents)

    @admin.display(description=_("agreed aloud in the room"))
    def agree_in_words(self, treatment: Treatment) -> str:
        return _in_words(treatment.agree_in_room)

    @admin.display(description=_("therapists"))
    def given_by(self, treatment: Treatment) -> str:
        return ", ".join(therapist.name for therapist in treatment.therapists.all())

    def view_on_site(self, treatment: Treatment) -> str | None:
        return treatment.get_absolute_url() if treatment.active else None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """An address stays: links and the questionnaire name it."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def scope_of(self, obj: Treatment, form: Any = None) -> Scope:
        chosen = form.cleaned_data["given_by"] if form else ()
        return Scope(
            treatments=frozenset([obj.pk]) if obj.pk else frozenset(),
            therapists=frozenset(therapist.pk for therapist in chosen),
        )


def _in_words(keys: list[str]) -> str:
    return ", ".join(str(WORDS[key]) for key in keys)
