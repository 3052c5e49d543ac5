"""Therapists with their hours; rooms; and dated changes of either."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from booking.actions.opening import Scope
from booking.admin.fields import (
    FaceField,
    PictureField,
    WordsField,
    preview,
    tick_boxes,
)
from booking.admin.stranding import AskingForm, StrandingAdmin
from booking.admin.weekly import OpeningHoursInline
from booking.models import Room, Therapist, Training, Treatment
from clinic.models import User
from clinic.staff_pages import KeptAdmin


class TherapistForm(AskingForm):
    treatments = forms.ModelMultipleChoiceField(
        label=_("Treatments"),
        queryset=Treatment.objects.all(),
        required=False,
        widget=tick_boxes(),
    )
    trainings = WordsField(
        label=_("Trainings"),
        choices=Training.choices,
        help_text=_("Clients who need one of these are offered only who holds it."),
    )
    face = FaceField(
        label=_("Drawn face"), required=False, help_text=_("Used without a picture.")
    )
    portrait = PictureField(label=_("Picture"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            field: Any = self.fields["user"]
            field.queryset = _sign_ins_for(self.instance)
        if "rest_minutes" in self.fields:
            self.fields["rest_minutes"].required = False

    def clean_rest_minutes(self) -> int:
        """How long a rest lasts matters only to whoever takes one."""
        minutes: int | None = self.cleaned_data["rest_minutes"]
        if minutes is None and self.cleaned_data.get("rest_after"):
            raise ValidationError(_("Say how many minutes the rest lasts."))
        return self.instance.rest_minutes if minutes is None else minutes


def _sign_ins_for(therapist: Therapist) -> QuerySet[User]:
    """Who works here and is not somebody else already."""
    free = Q(is_staff=True, therapist=None)
    return User.objects.filter(free | Q(pk=therapist.user_id))


@admin.register(Therapist)
class TherapistAdmin(StrandingAdmin, KeptAdmin):
    read_as = {"trainings": "holds_trainings", "portrait": "portrait_preview"}
    form = TherapistForm
    inlines = (OpeningHoursInline,)
    list_display = ("name", "active", "gives", "holds_trainings", "listed_as", "user")
    list_filter = ("active", "listed_as", "treatments")
    list_select_related = ("user",)
    search_fields = ("name", "line")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("portrait_preview",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "active", "user")}),
        (_("What they give"), {"fields": ("treatments", "trainings", "listed_as")}),
        (
            _("Their evenings"),
            {
                "fields": (
                    "most_sessions",
                    ("rest_after", "rest_minutes"),
                    "keep_together",
                ),
                "description": _(
                    "An evening runs on past midnight. Buffers are no rest. "
                    "What is booked already stays."
                ),
            },
        ),
        (_("In words"), {"fields": ("line", "words", "languages", "registration")}),
        (_("How they look"), {"fields": ("portrait", "portrait_preview", "face")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Therapist]:
        return super().get_queryset(request).prefetch_related("treatments")

    @admin.display(description=_("gives"))
    def gives(self, therapist: Therapist) -> str:
        return ", ".join(treatment.name for treatment in therapist.treatments.all())

    @admin.display(description=_("trainings"))
    def holds_trainings(self, therapist: Therapist) -> str:
        return ", ".join(str(Training(key).label) for key in therapist.trainings)

    @admin.display(description=_("as it is shown"))
    def portrait_preview(self, therapist: Therapist) -> SafeString:
        return preview(therapist.portrait.url if therapist.portrait else "")

    def view_on_site(self, therapist: Therapist) -> str | None:
        return therapist.get_absolute_url() if therapist.active else None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """An address stays: links and clients' wishes name it."""
        return ("slug", *self.readonly_fields) if obj else self.readonly_fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def scope_of(self, obj: Therapist, form: Any = None) -> Scope:
        return Scope(therapists=frozenset([obj.pk]) if obj.pk else frozenset())


@admin.register(Room)
class RoomAdmin(StrandingAdmin, KeptAdmin):
    list_display = ("name", "step_free", "active")
    list_filter = ("active", "step_free")
    search_fields = ("name",)
    fields = ("name", "step_free", "active")

    def scope_of(self, obj: Room, form: Any = None) -> Scope:
        return Scope(rooms=frozenset([obj.pk]) if obj.pk else frozenset())
