"""Appointments: read here; changed by the verbs alone, from their own pages."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from booking.admin.pages import signed_in
from booking.admin.review.urls import review_urls
from booking.admin.review.waiting import MAY_REVIEW, in_view_of, waits
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
    "extended": _("held for longer"),
    "moved": _("moved"),
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
    actions = ("open_review", "clear_selected", "decline_selected")
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
        rows = super().get_queryset(request)
        return rows.filter(pk__in=in_view_of(signed_in(request)).values("pk"))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What waits: the nearest deadline first."""
        waiting = ReviewFilter.parameter_name in request.GET
        return ("expires_at", "starts_at") if waiting else ("-starts_at",)

    def get_urls(self) -> list[URLPattern]:
        return [*review_urls(), *super().get_urls()]

    def has_review_permission(self, request: HttpRequest) -> bool:
        return signed_in(request).has_perms(MAY_REVIEW)

    @admin.display(description=_("decision"))
    def decide(self, appointment: Appointment) -> str | SafeString:
        if not waits(appointment, timezone.now()):
            return "–"
        address = reverse("admin:booking_appointment_review", args=[appointment.ref])
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

    @admin.action(description=_("Open the review"), permissions=["review"])
    def open_review(
        self, request: HttpRequest, queryset: QuerySet[Appointment]
    ) -> HttpResponse | None:
        refs = list(queryset.values_list("ref", flat=True)[:2])
        if len(refs) == 1:
            return redirect("admin:booking_appointment_review", refs[0])
        messages.warning(request, _("Choose one appointment to open its review."))
        return None

    @admin.action(description=_("Clear the selected reviews"), permissions=["review"])
    def clear_selected(
        self, request: HttpRequest, queryset: QuerySet[Appointment]
    ) -> HttpResponse | None:
        return self._with_selected(request, queryset, "clear_selected")

    @admin.action(description=_("Decline the selected reviews"), permissions=["review"])
    def decline_selected(
        self, request: HttpRequest, queryset: QuerySet[Appointment]
    ) -> HttpResponse | None:
        return self._with_selected(request, queryset, "decline_selected")

    def _with_selected(
        self, request: HttpRequest, queryset: QuerySet[Appointment], page: str
    ) -> HttpResponse | None:
        """On to a page of its own, which changes each by the same verb."""
        waiting = queryset.filter(status=Status.REVIEW).values_list("ref", flat=True)
        if not waiting:
            messages.warning(request, _("None of these is with a therapist."))
            return None
        query = QueryDict(mutable=True)
        query.setlist("ref", list(waiting))
        address = reverse(f"admin:booking_appointment_{page}")
        return redirect(f"{address}?{query.urlencode()}")


def _happened(event: AppointmentEvent) -> tuple[str, str, str]:
    at = date_format(timezone.localtime(event.at), "DATETIME_FORMAT")
    what = str(HAPPENED.get(event.what, event.what))
    return at, what, f" ({event.by})" if event.by else ""
