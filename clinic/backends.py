"""Signing in by e-mail and password; a demo's sign-ins work in a demo clinic only."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from booking.models import Clinic


class ByEmail(ModelBackend):
    def user_can_authenticate(self, user: Any) -> bool:
        allowed = super().user_can_authenticate(user)
        if allowed and user is not None and user.is_demo:
            return Clinic.objects.current().demo
        return allowed
