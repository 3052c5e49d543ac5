"""Hours changes: extra hours, time off, closures and rooms out of use."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from booking.actions.opening import Scope, scope_of_change
from booking.admin.fields import check_year
from booking.admin.stranding import AskingForm, StrandingAdmin
from booking.models import HoursChange


class HoursChangeForm(AskingForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in ("starts_at", "ends_at"):
                parts: Any = field.widget
                parts.widgets[0].attrs["aria-label"] = f"{field.label}: {_('date')}"
                parts.widgets[1].attrs["aria-label"] = f"{field.label}: {_('time')}"

    def clean_starts_at(self) -> Any:
        check_year(self.cleaned_data["starts_at"])
        return self.cleaned_data["starts_at"]

    def clean_ends_at(self) -> Any:
        check_year(self.cleaned_data["ends_at"])
        return self.cleaned_data["ends_at"]


class WhenFilter(admin.SimpleListFilter):
    title = _("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("coming", _("Now and to come")), ("past", _("Over"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[HoursChange]
    ) -> QuerySet[HoursChange]:
        now = timezone.now()
        if self.value() == "coming":
            return queryset.filter(ends_at__gt=now)
        if self.value() == "past":
            return queryset.filter(ends_at__lte=now)
        return queryset


@admin.register(HoursChange)
class HoursChangeAdmin(StrandingAdmin):
    form = HoursChangeForm
    actions = None
    list_display = ("what", "whom", "starts_at", "ends_at", "note")
    list_filter = (WhenFilter, "kind", "therapist", "room")
    list_select_related = ("therapist", "room")
    search_fields = ("note", "therapist__name", "room__name")
    ordering = ("-starts_at",)
    fieldsets = (
        (None, {"fields": ("kind", "therapist", "room")}),
        (
            _("From when until when"),
            {
                "fields": ("starts_at", "ends_at"),
                "description": _("Part of a day is fine. Times are the clinic's own."),
            },
        ),
        (None, {"fields": ("note",)}),
    )

    @admin.display(description=_("what"), ordering="kind")
    def what(self, change: HoursChange) -> str:
        return change.get_kind_display()

    @admin.display(description=_("of whom or what"))
    def whom(self, change: HoursChange) -> str:
        return str(change.therapist or change.room or _("everyone"))

    def scope_of(self, obj: HoursChange, form: Any = None) -> Scope:
        """As it is about to be, and as it was."""
        stored = HoursChange.objects.filter(pk=obj.pk).first()
        new = scope_of_change(obj)
        return new | scope_of_change(stored) if stored else new
