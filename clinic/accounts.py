"""The addresses of signing in: those of allauth's pages that are in use, and no other.

Nobody registers here, and nobody changes the e-mail they sign in with.
"""

from allauth.account import views
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

form_page = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("login/", form_page(views.login), name="account_login"),
    path("logout/", form_page(views.logout), name="account_logout"),
    path(
        "password/change/",
        form_page(views.password_change),
        name="account_change_password",
    ),
    path(
        "password/reset/",
        form_page(views.password_reset),
        name="account_reset_password",
    ),
    path(
        "password/reset/done/",
        require_safe(views.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "password/new/<uidb36>/<key>/",
        form_page(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/done/",
        require_safe(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
