"""Signing in by e-mail and password; a demo's sign-ins work in a demo clinic only."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from booking.models import Clinic
from clinic.models import User


class ByEmail(ModelBackend):
    """The one way in: Django's own, since the e-mail is the name one signs in with.

    allauth's backend is not used. It hands people over whose password is right but who
    may not sign in, and knows addresses a person no longer has.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        allowed = super().user_can_authenticate(user)
        if allowed and user is not None and user.is_demo:
            return Clinic.objects.current().demo
        return allowed

    def person(self, email: str) -> User | None:
        """Who signs in with this e-mail and a password, if somebody may."""
        person = User.objects.filter(email__iexact=email).first()
        if person is None or not person.has_usable_password():
            return None
        return person if self.user_can_authenticate(person) else None
