"""Addresses of other parts of the site, whole, as a mail needs them."""

from django.conf import settings
from django.urls import reverse


def wind_down_card() -> str:
    return f"{settings.SITE_URL}{reverse('education:wind_down')}"
