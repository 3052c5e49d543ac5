"""Studies: what a claim rests on, told plainly."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Evidence(models.TextChoices):
    """How well a claim is supported, strongest first."""

    GOOD = "good", _("Good evidence")
    SOME = "some", _("Some evidence")
    EARLY = "early", _("Early days")
    TIP = "tip", _("Comfort tip")
    MYTH = "myth", _("Myth check")

    @property
    def sign(self) -> str:
        """Its drawing: a branch with more or fewer leaves, or a candle."""
        return f"branch-{self.value}"

    @property
    def means(self) -> str:
        meanings = {
            "good": _("Several sound studies agree"),
            "some": _("Small or mixed studies"),
            "early": _("A first hint, no more"),
            "tip": _("Pleasant, not proven"),
            "myth": _("Often said, not so"),
        }
        return str(meanings[self.value])


class Study(models.Model):
    """A published study, with what it did and what it cannot tell."""

    slug = models.SlugField(_("key"), max_length=20, unique=True)
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=400)
    journal = models.CharField(_("journal"), max_length=200)
    doi = models.CharField("DOI", max_length=120, blank=True)
    pmid = models.CharField("PMID", max_length=12, blank=True)
    evidence = models.CharField(
        _("how sure"), max_length=5, choices=Evidence.choices, default=Evidence.SOME
    )
    summary = models.TextField(_("in plain words"), max_length=1000)
    did = models.TextField(_("what they did"), max_length=1000, blank=True)
    cannot_tell = models.TextField(
        _("what it cannot tell us"), max_length=1000, blank=True
    )
    confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        help_text=_("Somebody has looked at the paper itself and found it as told."),
    )

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        ordering = ["year", "authors"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2100), name="study_year_is_near"
            ),
            models.CheckConstraint(
                condition=Q(evidence__in=Evidence.values), name="study_evidence_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authors or self.title} ({self.year or _('undated')})"

    def get_absolute_url(self) -> str:
        return reverse("education:study_detail", args=[self.slug])

    @property
    def doi_url(self) -> str:
        """Where its DOI leads; empty for one without."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def label(self) -> Evidence:
        return Evidence(self.evidence)
