"""The clinic: one page that holds everything the site says about it."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from booking.admin.fields import PictureField, preview
from booking.admin.weekly import ReviewHoursInline
from booking.models import Clinic
from clinic.staff_pages import KeptAdmin

CURRENCY = re.compile(r"[A-Z]{3}")


class ClinicForm(forms.ModelForm):
    logo = PictureField(
        label=_("Logo"),
        required=False,
        help_text=_("Leave empty for the moon and the tree."),
    )

    def clean_currency(self) -> str:
        currency: str = self.cleaned_data["currency"].upper()
        if not CURRENCY.fullmatch(currency):
            raise ValidationError(_("Give the three letters of a currency."))
        return currency


@admin.register(Clinic)
class ClinicAdmin(KeptAdmin):
    form = ClinicForm
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 80})}
    }
    inlines = (ReviewHoursInline,)
    readonly_fields = ("logo_preview",)
    fieldsets = (
        (None, {"fields": ("name", "line", "logo", "logo_preview")}),
        (
            _("Where and how to reach you"),
            {
                "fields": (
                    "legal_name",
                    "address",
                    "getting_there",
                    "access",
                    "phone",
                    "email",
                )
            },
        ),
        (_("Money"), {"fields": ("currency", "ways_to_pay")}),
        (
            _("When somebody needs help"),
            {
                "fields": ("emergency_number", "urgent_line"),
                "description": _("Shown beside an answer that cannot wait."),
            },
        ),
        (
            _("Which times can be booked"),
            {
                "fields": (
                    "lead_time_minutes",
                    "booking_horizon_days",
                    "slot_interval_minutes",
                    "latest_start",
                    "assumed_bedtime",
                )
            },
        ),
        (_("Holding a time"), {"fields": ("hold_minutes", "hold_maximum_minutes")}),
        (
            _("When a therapist has to look first"),
            {
                "fields": ("talk_review_hours", "doctor_review_hours"),
                "description": _(
                    "The time is kept until then. Only the review hours at the end of "
                    "this page count."
                ),
            },
        ),
        (_("Cancelling"), {"fields": ("cancellation_notice_hours", "cancelling")}),
        (
            _("What people should know"),
            {
                "fields": (
                    "first_visit",
                    "late_arrival",
                    "missed_visit",
                    "companions",
                    "conduct",
                    "house_rules",
                    "preparation",
                    "aftercare",
                )
            },
        ),
        (
            _("Open or closed"),
            {"fields": ("booking_open", "booking_closed_text")},
        ),
    )

    @admin.display(description=_("as it is shown"))
    def logo_preview(self, clinic: Clinic) -> SafeString:
        return preview(clinic.logo.url if clinic.logo else "")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one, so the list is its page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if Clinic.objects.exists():
            return redirect("admin:booking_clinic_change", 1)
        return redirect("admin:booking_clinic_add")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Clinic.objects.exists()
