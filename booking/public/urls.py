"""The client's way, grouped by what a page is about."""

from django.urls import URLPattern

app_name = "booking"

urlpatterns: list[URLPattern] = []
