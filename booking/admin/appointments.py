"""Appointments: read here; changed by the verbs alone, from their own pages."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from booking.admin.pages import signed_in
from booking.models import (
    Appointment,
    AppointmentEvent,
    Clinic,
    Status,
    Therapist,
    Wish,
)
from booking.models.appointment import AppointmentQuerySet
from booking.times import local_date, midnight
from clinic.staff_pages import ReadOnlyAdmin

A_DAY = timedelta(days=1)
MAY_REVIEW = ("booking.review_appointment", "booking.read_answers")
MAY_REVIEW_ALL = "booking.review_every_appointment"


class ReviewFilter(admin.SimpleListFilter):
    title = _("with a therapist")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("Waiting for a decision")), ("mine", _("In my column"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("waiting", "mine"):
            return queryset
        waiting = cast(AppointmentQuerySet, queryset).awaiting_review(timezone.now())
        if self.value() == "mine":
            return waiting.filter(therapist__user=signed_in(request))
        return waiting


class WhenFilter(admin.SimpleListFilter):
    """By local dates, from this evening on; the calendar above leads further."""

    title = _("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("today", _("Today")),
            ("tomorrow", _("Tomorrow")),
            ("week", _("The next 7 days")),
            ("coming", _("From today on")),
            ("past", _("Before today")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        zone = Clinic.objects.current().zone
        day = local_date(timezone.now(), zone)
        days = (midnight(day + A_DAY * n, zone) for n in (0, 1, 2, 7))
        today, tomorrow, after, in_a_week = days
        spans: dict[str | None, dict[str, Any]] = {
            "today": {"starts_at__gte": today, "starts_at__lt": tomorrow},
            "tomorrow": {"starts_at__gte": tomorrow, "starts_at__lt": after},
            "week": {"starts_at__gte": today, "starts_at__lt": in_a_week},
            "coming": {"starts_at__gte": today},
            "past": {"starts_at__lt": today},
        }
        return queryset.filter(**spans.get(self.value(), {}))


HAPPENED = {
    "answered": _("health check answered"),
    "nothing_new": _("nothing is new"),
    "extended": _("held for longer"),
    "moved": _("moved"),
    "doctor": _("noted by a therapist"),
    "asked": _("asked by a therapist"),
    "replied": _("written back"),
    "cleared": _("cleared, for any evening"),
    **{status.value: status.label for status in Status},
}


@admin.register(Appointment)
class AppointmentAdmin(ReadOnlyAdmin):
    view_on_site = False  # the client's own page opens to the client alone
    list_display = (
        "starts_at",
        "client",
        "therapist",
        "status",
        "decide",
        "treatment_name",
        "room",
    )
    list_filter = (ReviewFilter, "status", WhenFilter, "therapist", "room")
    list_select_related = ("therapist", "room", "client")
    search_fields = ("ref", "client__name")
    date_hierarchy = "starts_at"
    fieldsets = (
        (None, {"fields": ("ref", "status", "decide", "expires_at")}),
        (
            _("When and where"),
            {"fields": ("starts_at", "ends_at", "busy_until", "therapist", "room")},
        ),
        (_("For whom"), {"fields": ("client", "wished", "step_free", "arrived_at")}),
        (
            _("As it was booked"),
            {"fields": ("treatment_name", "minutes", "price", "notice_hours")},
        ),
        (_("Health check"), {"fields": ("health_check", "cleared_until")}),
        (_("What happened"), {"fields": ("history", "cancelled_late")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        """All; for who reviews but not for everyone, those of their own column."""
        rows, user = super().get_queryset(request), signed_in(request)
        if user.has_perms(MAY_REVIEW) and not user.has_perm(MAY_REVIEW_ALL):
            return rows.filter(therapist__user=user)
        return rows

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What waits: the nearest deadline first."""
        waiting = ReviewFilter.parameter_name in request.GET
        return ("expires_at", "starts_at") if waiting else ("-starts_at",)

    @admin.display(description=_("decision"))
    def decide(self, appointment: Appointment) -> str | SafeString:
        """Decided in the calendar."""
        if appointment.status != Status.REVIEW:
            return "–"
        address = reverse("calendar:review_decide", args=[appointment.ref])
        return format_html('<a href="{}">{}</a>', address, _("Open the review"))

    @admin.display(description=_("wish"))
    def wished(self, appointment: Appointment) -> str:
        if appointment.wish in Wish.values:
            return str(Wish(appointment.wish).label)
        named = Therapist.objects.filter(slug=appointment.wish).first()
        return str(named or appointment.wish)

    @admin.display(description=_("price"))
    def price(self, appointment: Appointment) -> str:
        return f"{appointment.price_cents / 100:.2f} {appointment.currency}"

    @admin.display(description=_("answers"))
    def health_check(self, appointment: Appointment) -> str:
        """Whether and when, and how long they hold; never what was answered."""
        screening = appointment.screening
        if screening is None:
            return str(_("Not answered yet"))
        answered = timezone.localtime(screening.answered_at)
        words = _("Given %(day)s, %(how)s, to version %(number)s")
        return words % {
            "day": date_format(answered, "DATETIME_FORMAT"),
            "how": screening.get_how_display(),
            "number": screening.questionnaire.number,
        }

    @admin.display(description=_("in order"))
    def history(self, appointment: Appointment) -> SafeString:
        """What happened, when and by whom; why, in health matters, is not told."""
        events = appointment.events.select_related("by")
        return format_html(
            "<ul>{}</ul>",
            format_html_join(
                "", "<li>{}: {}{}</li>", (_happened(event) for event in events)
            ),
        )


def _happened(event: AppointmentEvent) -> tuple[str, str, str]:
    at = date_format(timezone.localtime(event.at), "DATETIME_FORMAT")
    what = str(HAPPENED.get(event.what, event.what))
    return at, what, f" ({event.by})" if event.by else ""
