"""Write the roles of clinic/roles.py; safe to run again at any time."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand

from clinic.roles import ROLES, codenames


class Command(BaseCommand):
    help = "Write the roles and what each may do."

    def handle(self, *args: Any, **options: Any) -> None:
        for role, models in ROLES.items():
            group, _made = Group.objects.get_or_create(name=role)
            group.permissions.set(
                [
                    self._permission(model, codename)
                    for model, actions in models.items()
                    for codename in codenames(model, actions)
                ]
            )
        if options["verbosity"]:
            self.stdout.write(f"{len(ROLES)} roles")

    def _permission(self, model: str, codename: str) -> Permission:
        app, name = model.split(".")
        return Permission.objects.get(
            content_type__app_label=app, content_type__model=name, codename=codename
        )
