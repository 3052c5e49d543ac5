"""Which visit it is: sessions the same person had before."""

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.models import Appointment, Client, Status

# Further ones are counted in figures.
ORDINALS = (
    gettext_lazy("First"),
    gettext_lazy("Second"),
    gettext_lazy("Third"),
    gettext_lazy("Fourth"),
    gettext_lazy("Fifth"),
    gettext_lazy("Sixth"),
    gettext_lazy("Seventh"),
    gettext_lazy("Eighth"),
    gettext_lazy("Ninth"),
    gettext_lazy("Tenth"),
)


def which_visit(appointment: Appointment) -> str:
    """“Fifth, last on 10 November”; empty where it is nobody's yet."""
    if appointment.client is None:
        return ""
    had = Appointment.objects.filter(
        client__in=Client.objects.same_person(appointment.client),
        status=Status.COMPLETED,
        starts_at__lt=appointment.starts_at,
    )
    starts = list(had.order_by("starts_at").values_list("starts_at", flat=True))
    which = _ordinal(len(starts))
    if not starts:
        return which
    last = dateformat.format(timezone.localtime(starts[-1]), _("j F"))
    return _("%(which)s, last on %(day)s") % {"which": which, "day": last}


def _ordinal(before: int) -> str:
    if before < len(ORDINALS):
        return str(ORDINALS[before])
    return _("Visit %d") % (before + 1)
