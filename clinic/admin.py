"""Who signs in, and in which roles."""

from typing import Any

from allauth.account.admin import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clinic.models import User
from clinic.roles import ROLES
from clinic.staff_pages import StaffAdmin

admin.site.site_header = admin.site.site_title = _("Staff pages")
admin.site.index_title = _("What would you like to see to?")
# Roles are a table in code, written by `manage.py roles`; nobody edits them by hand.
admin.site.unregister(Group)
# allauth's list of e-mails stays empty: the one somebody signs in with is User.email.
admin.site.unregister(EmailAddress)


def _roles() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=Group.objects.filter(name__in=ROLES).order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What they may do. Several add up."),
    )


class StaffForm(UserChangeForm):
    groups = _roles()


class NewStaffForm(AdminUserCreationForm):
    groups = _roles()

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, Any] = {}


@admin.register(User)
class UserAdmin(StaffAdmin, DjangoUserAdmin):
    form = StaffForm
    add_form = NewStaffForm
    list_display = ("name", "email", "in_roles", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("name", "email")
    ordering = ("name", "email")
    filter_horizontal = ()
    readonly_fields = ("last_login", "joined_at")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Here"), {"fields": ("is_staff", "is_active", "groups")}),
        (_("Dates"), {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name")}),
        (
            _("Signing in"),
            {"fields": ("usable_password", "password1", "password2")},
        ),
        (_("Here"), {"fields": ("is_staff", "groups")}),
    )

    @admin.display(description=_("roles"))
    def in_roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a superuser changes a superuser, so that nobody becomes one."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.user.is_superuser or not _is_above(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who leaves is made inactive: what they did stays theirs."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody gives a role to themselves."""
        if obj is not None and obj == request.user and not request.user.is_superuser:
            return (*self.readonly_fields, "is_staff", "is_active", "groups")
        return self.readonly_fields


def _is_above(user: User | None) -> bool:
    return user is not None and user.is_superuser
