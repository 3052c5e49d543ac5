"""The addresses of the review pages, under the appointments' own."""

from django.urls import URLPattern, path

from booking.admin.review import aloud, deciding, selected


def review_urls() -> list[URLPattern]:
    """Named `admin:booking_appointment_…`; a ref and never a number."""
    pages = {
        "selected/clear/": ("clear_selected", selected.clear),
        "selected/decline/": ("decline_selected", selected.decline),
        "<slug:ref>/review/": ("review", deciding.page),
        "<slug:ref>/review/answers/": ("answers", deciding.answers),
        "<slug:ref>/review/clear/": ("clear", deciding.clear),
        "<slug:ref>/review/decline/": ("decline", deciding.decline),
        "<slug:ref>/review/aloud/": ("aloud", aloud.ask),
    }
    return [
        path(route, view, name=f"booking_appointment_{name}")
        for route, (name, view) in pages.items()
    ]
