"""Clients, what they are told, and who read their answers."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from booking.admin.readonly import KeptAdmin, ReadOnlyAdmin
from booking.models import (
    AccessRecord,
    Appointment,
    Client,
    Message,
    Therapist,
    Wish,
)


def _wishes() -> list[tuple[str, Any]]:
    therapists = Therapist.objects.listed().values_list("slug", "name")
    return [*Wish.choices, *therapists]


class ClientForm(forms.ModelForm):
    wish = forms.ChoiceField(label=_("wish"), choices=_wishes)


class ClientAppointments(admin.TabularInline):
    """When they came or come; nothing about health."""

    model = Appointment
    fields = ("ref", "starts_at", "treatment_name", "therapist", "status")
    readonly_fields = fields
    ordering = ("-starts_at",)
    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True
    verbose_name_plural = _("appointments")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Client)
class ClientAdmin(KeptAdmin):
    form = ClientForm
    inlines = (ClientAppointments,)
    list_display = ("name", "email", "phone", "when_to_ring", "created_at")
    list_filter = ("when_to_ring", "may_leave_message", "created_at")
    search_fields = ("name", "email", "phone")
    readonly_fields = ("created_at",)
    fieldsets = (
        (None, {"fields": ("name", "email", "phone")}),
        (_("Ringing them"), {"fields": ("may_leave_message", "when_to_ring")}),
        (_("Their evening"), {"fields": ("bedtime", "waking_time", "wish")}),
        (None, {"fields": ("created_at",)}),
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

    list_display = ("at", "who", "whose", "why")
    list_filter = ("at", "who")
    list_select_related = ("who", "screening__client")
    search_fields = ("who__name", "screening__client__name", "why")
    date_hierarchy = "at"
    fields = ("at", "who", "whose", "why")

    @admin.display(description=_("whose answers"))
    def whose(self, record: AccessRecord) -> str:
        return str(record.screening.client or _("not named yet"))
