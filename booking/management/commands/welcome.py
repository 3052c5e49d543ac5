"""Where the site is, and how to sign in to a demo."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from booking.management.demo.people import PASSWORD
from booking.models import Clinic
from clinic.models import User


class Command(BaseCommand):
    help = "Say where the site is, and how to sign in to a demo."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = ["", f"  The site:  {settings.SITE_URL}/", *self._staff()]
        if settings.EMAIL_BACKEND == settings.MAIL_TO_FILES:
            lines.append("  Mail goes to var/mail/.")
        self.stdout.write("\n".join([*lines, "  Ctrl-C ends it all.", ""]))

    def _staff(self) -> list[str]:
        lines = [
            f"  For staff: {settings.SITE_URL}{reverse('calendar:week')}",
            f"             {settings.SITE_URL}{reverse('admin:index')}",
        ]
        if not Clinic.objects.current().demo:
            return lines
        lines.append(f"  This is a demo. Every password is {PASSWORD}, for")
        people = User.objects.filter(is_demo=True, is_staff=True).order_by("pk")
        for role, user in _first_of_each_role(people.prefetch_related("groups")):
            lines.append(f"    {user.email:<22} {role}")
        return lines


def _first_of_each_role(people: Iterable[User]) -> list[tuple[str, User]]:
    found: dict[str, User] = {}
    for user in people:
        for group in user.groups.all():
            found.setdefault(group.name, user)
    return list(found.items())
