"""Weekly hours, in rows below a page: several a day, past midnight, no overlap."""

from itertools import combinations
from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet, ModelForm
from django.utils.translation import gettext as _

from booking.admin.fields import check_year
from booking.models import OpeningHours, ReviewHours


class HoursFormSet(BaseInlineFormSet):
    """Compares the rows as they are about to be, not with what they replace."""

    def clean(self) -> None:
        super().clean()
        rows = [form for form in self.forms if self._stays(form)]
        for earlier, later in combinations(rows, 2):
            if self.overlap(earlier.instance, later.instance):
                sentence = _("These hours overlap with %(hours)s.")
                later.add_error(None, sentence % {"hours": earlier.instance})

    def _stays(self, form: ModelForm) -> bool:
        if not form.is_valid() or form.cleaned_data.get("DELETE"):
            return False
        return form.instance.opens is not None and form.instance.closes is not None

    def overlap(self, one: Any, other: Any) -> bool:
        return bool(one.meets(other))


class OpeningHoursFormSet(HoursFormSet):
    def overlap(self, one: OpeningHours, other: OpeningHours) -> bool:
        return one.overlaps(other)


class OpeningHoursForm(ModelForm):
    def clean_valid_from(self) -> Any:
        return _year_checked(self.cleaned_data["valid_from"])

    def clean_valid_until(self) -> Any:
        return _year_checked(self.cleaned_data["valid_until"])


def _year_checked(value: Any) -> Any:
    check_year(value)
    return value


class OpeningHoursInline(admin.StackedInline):
    model = OpeningHours
    fields = (
        ("weekday", "opens", "closes"),
        ("valid_from", "valid_until", "every_second_week"),
    )
    form = OpeningHoursForm
    formset = OpeningHoursFormSet
    extra = 1
    classes = ("weekly",)
    ordering = ("weekday", "opens", "valid_from")


class ReviewHoursInline(admin.StackedInline):
    model = ReviewHours
    fields = (("weekday", "opens", "closes"),)
    formset = HoursFormSet
    extra = 1
    classes = ("weekly",)
