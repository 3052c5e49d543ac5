"""Pictures: sent in once, made anew, and told in words."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from clinic.pictures import made_in_widths
from clinic.staff_pages import StaffAdmin
from education.actions import keep_picture, remove_picture
from education.findings import effect_claims
from education.models import Article, Picture
from education.models.picture import WIDTHS


class PictureForm(forms.ModelForm):
    upload = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, up to 10 MB and 40 million pixels."),
        error_messages={
            "empty": _("The file is empty. Take a JPEG, PNG or WebP file.")
        },
    )

    class Meta:
        model = Picture
        fields = ("alt",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("upload", None)

    def clean_alt(self) -> str:
        """What is seen, and no promise of what it does."""
        alt: str = self.cleaned_data["alt"]
        reasons = effect_claims(alt)
        if reasons:
            raise ValidationError([_("Say what is seen, not what it does."), *reasons])
        return alt

    def clean_upload(self) -> Any:
        """Refused here with a sentence where it is no picture we take."""
        upload = self.cleaned_data["upload"]
        made = made_in_widths(upload, WIDTHS)
        if Picture.objects.filter(name=made.name).exists():
            raise ValidationError(_("This picture is there already."))
        return made


@admin.register(Picture)
class PictureAdmin(StaffAdmin):
    form = PictureForm
    list_display = ("seen", "alt", "width", "height", "added_at")
    list_display_links = ("seen", "alt")
    search_fields = ("alt", "name")
    actions = None
    readonly_fields = ("seen", "width", "height", "added_at")

    class Media:
        css = {"all": ["education/editor.css"]}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ("upload", "alt")
        return ("seen", "alt", "width", "height", "added_at")

    def has_delete_permission(
        self, request: HttpRequest, obj: Picture | None = None
    ) -> bool:
        """Not while an article shows it."""
        allowed = super().has_delete_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return not Article.objects.filter(body__contains=obj.name).exists()

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        remove_picture(obj)

    def save_model(
        self, request: HttpRequest, obj: Picture, form: Any, change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            made = keep_picture(form.cleaned_data["upload"], alt=obj.alt)
            obj.__dict__.update(made.__dict__)

    @admin.display(description=_("picture"))
    def seen(self, picture: Picture) -> SafeString:
        return format_html(
            '<img class="shown-small" src="{}" alt="{}">',
            picture.url(480),
            picture.alt,
        )
