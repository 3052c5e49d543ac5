"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from clinic import views
from clinic.pictures import picture
from clinic.sitemap import sitemap

# One page to sign in and one to change a password, for the staff pages too.
admin.site.login = secure_admin_login(  # type: ignore[method-assign]
    require_safe(admin.site.login)
)
admin.site.password_change = RedirectView.as_view(  # type: ignore[method-assign, assignment]
    pattern_name="account_change_password"
)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("clinic.accounts")),
    path("pictures/<slug:name>.webp", picture, name="picture"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("calendar/", include("booking.calendar.urls")),
    path("", include("education.urls")),
    path("", include("booking.public.urls")),
]
