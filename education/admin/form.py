"""The form an article is written in."""

from copy import copy
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.models import User
from education.actions.steps import grave_in
from education.admin.editor import editor_field, extensions, offered
from education.models import Article, OldSlug

WORDS = ("title", "summary", "body", "lead", "drawing", "drawing_alt")


def _several(label: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, required=False, widget=widget)


class ArticleForm(forms.ModelForm):
    body = editor_field()
    treatments = _several(gettext_lazy("Related treatments"))
    screening_items = _several(gettext_lazy("Related questions of the health check"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = (
            *("title", "slug", "summary", "topic", "body", "lead", "drawing"),
            *("drawing_alt", "author", "treatments", "screening_items", "related"),
        )
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "related": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "body" not in self.fields:
            return
        self.fields["body"].widget.config = {"extensions": extensions()}
        self._offer("treatments", "treatments")
        self._offer("screening_items", "questions")
        if self.instance.pk:
            self.initial["seen"] = self.instance.updated_at.isoformat()

    def _offer(self, name: str, what: str) -> None:
        """What the booking offers, and what is chosen already."""
        choices = dict(offered(what))
        for chosen in getattr(self.instance, name):
            choices.setdefault(chosen, chosen)
        field = cast(forms.MultipleChoiceField, self.fields[name])
        field.choices = list(choices.items())

    def clean_slug(self) -> str:
        """Never an address that leads to another article already."""
        slug: str = self.cleaned_data["slug"]
        earlier = OldSlug.objects.filter(slug=slug).exclude(article=self.instance.pk)
        if slug == "preview" or earlier.exists():
            raise forms.ValidationError(_("This address leads to another page."))
        return slug

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk and "seen" in self.data:
            self._nobody_saved_meanwhile()
        if self.instance.status == Article.Status.PUBLISHED and not self.errors:
            self._nothing_grave_comes_on_the_site()
        return cleaned

    def _nobody_saved_meanwhile(self) -> None:
        """Nobody writes over what somebody else saved."""
        stands = Article.objects.values_list("updated_at", flat=True)
        if stands.get(pk=self.instance.pk).isoformat() != self.data["seen"]:
            raise forms.ValidationError(
                _(
                    "Somebody saved this article while you were writing. Copy your "
                    "text, open the article again, and put it in there."
                )
            )

    def _nothing_grave_comes_on_the_site(self) -> None:
        """What is published is not changed into what could not be published."""
        changed = copy(self.instance)
        for name in WORDS:
            setattr(changed, name, self.cleaned_data[name])
        grave = grave_in(changed, now=timezone.now())
        if grave:
            said = [_("This article is on the site. Mend this first:")]
            said += [" ".join((one.sentence, one.where)).strip() for one in grave]
            raise forms.ValidationError(said)


class AskForm(forms.Form):
    def __init__(self, *args: Any, among: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"] = forms.ModelChoiceField(among, label=_("Reviewer"))


class ConfirmForm(forms.Form):
    profession = forms.CharField(label=gettext_lazy("Your profession"), max_length=60)


class OutsideForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=90)
    profession = forms.CharField(label=gettext_lazy("Profession"), max_length=60)
    on = forms.DateField(
        label=gettext_lazy("Read on"), widget=forms.DateInput(attrs={"type": "date"})
    )


class BackForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("What is missing"), max_length=80)


class PublishForm(forms.Form):
    at = forms.DateTimeField(
        label=gettext_lazy("From (empty: now)"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )


class KeyForm(forms.Form):
    key = forms.CharField(max_length=120, widget=forms.HiddenInput)


class AsideForm(KeyForm):
    reason = forms.CharField(label=gettext_lazy("Why it may stand"), max_length=200)
