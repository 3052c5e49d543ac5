"""Clients, what they are told, and who read their answers."""

from typing import Any

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from booking.models import (
    AccessRecord,
    Appointment,
    Client,
    Message,
    Therapist,
    Wish,
)
from clinic.staff_pages import KeptAdmin, ReadOnlyAdmin


def _wishes() -> list[tuple[str, Any]]:
    therapists = Therapist.objects.listed().values_list("slug", "name")
    return [*Wish.choices, *therapists]


class ClientForm(forms.ModelForm):
    wish = forms.ChoiceField(label=_("Wish"), choices=_wishes)


@admin.register(Client)
class ClientAdmin(KeptAdmin):
    form = ClientForm
    list_display = ("name", "email", "phone", "when_to_ring", "created_at")
    list_filter = ("when_to_ring", "may_leave_message", "created_at")
    search_fields = ("name", "email", "phone")
    readonly_fields = ("created_at", "appointments")
    fieldsets = (
        (None, {"fields": ("name", "email", "phone")}),
        (_("Ringing them"), {"fields": ("may_leave_message", "when_to_ring")}),
        (_("Their evening"), {"fields": ("bedtime", "waking_time", "wish")}),
        (_("Their appointments"), {"fields": ("created_at", "appointments")}),
    )

    @admin.display(description=_("appointments"))
    def appointments(self, client: Client) -> SafeString:
        """When they came or come, and with whom; nothing about health."""
        rows = client.appointments.select_related("therapist").order_by("-starts_at")
        lines = format_html_join(
            "", '<li><a href="{}">{}</a>, {}, {}, {}</li>', map(_line, rows)
        )
        return format_html("<ul>{}</ul>", lines)


def _line(appointment: Appointment) -> tuple[str, str, str, Any, str]:
    return (
        reverse("admin:booking_appointment_change", args=[appointment.pk]),
        date_format(timezone.localtime(appointment.starts_at), "DATETIME_FORMAT"),
        appointment.treatment_name,
        appointment.therapist,
        appointment.get_status_display(),
    )


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What is told, when, and whether it arrived; its words are made later."""

    list_display = ("kind", "channel", "recipient", "due_at", "state", "attempts")
    list_filter = ("state", "channel", "kind", "due_at")
    list_select_related = ("appointment",)
    search_fields = ("recipient", "appointment__ref")
    ordering = ("-due_at",)
    fields = (
        "kind",
        "channel",
        "recipient",
        "appointment",
        "due_at",
        "state",
        "sent_at",
        "attempts",
        "error",
    )


@admin.register(AccessRecord)
class AccessRecordAdmin(ReadOnlyAdmin):
    """Who read whose answers, when and why; never the answers."""

    list_display = ("at", "who", "whose", "reason")
    list_filter = ("at", "who")
    list_select_related = ("who", "screening__client")
    search_fields = ("who__name", "screening__client__name", "why")
    date_hierarchy = "at"
    fields = ("at", "who", "whose", "reason")

    @admin.display(description=_("why"))
    def reason(self, record: AccessRecord) -> str:
        return record.reason

    @admin.display(description=_("whose answers"))
    def whose(self, record: AccessRecord) -> str:
        return str(record.screening.client or _("not named yet"))
