"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from clinic import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("", include("booking.public.urls")),
]
