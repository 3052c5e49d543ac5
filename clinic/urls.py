"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from booking.pictures import picture
from clinic import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("pictures/<slug:name>.webp", picture, name="picture"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("", include("booking.public.urls")),
]
