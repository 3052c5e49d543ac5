"""Pictures in articles: made anew on upload, named by what they show."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

WIDTHS = (480, 960, 1600)  # pixels


class Picture(models.Model):
    """An uploaded picture in three widths, and the words for who cannot see it."""

    name = models.SlugField(max_length=64, unique=True, editable=False)
    alt = models.CharField(
        _("what it shows"),
        max_length=200,
        help_text=_("Say what is seen. Claim nothing."),
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-added_at"]

    def __str__(self) -> str:
        return self.alt

    @property
    def widths(self) -> list[int]:
        """How wide it is kept, smallest first; never wider than it came."""
        return [width for width in WIDTHS if width < self.width] + [self.width]

    def url(self, width: int) -> str:
        """The address of the narrowest that is so wide, or of the widest."""
        fits = (kept for kept in self.widths if kept >= width)
        return reverse("picture", args=[f"{self.name}-{next(fits, self.width)}"])
