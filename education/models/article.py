"""Articles: what staff write, what a health reviewer has read, and when it is shown."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from education.body import clean, read
from education.models.picture import Picture
from education.models.reading_room import ReadingRoom
from education.models.study import Study

LETTERS_A_MINUTE = 1_060  # 200 words of English, with the spaces between them
MOST_WORDS = 8


class TopicQuerySet(models.QuerySet["Topic"]):
    def with_any_of(self, articles: "ArticleQuerySet") -> "TopicQuerySet":
        """Those that have one of the articles."""
        return self.filter(Exists(articles.order_by().filter(topic=OuterRef("pk"))))


class Topic(models.Model):
    """What an article is about, one word or two."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=60)
    line = models.CharField(_("line"), max_length=160, blank=True)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["place", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("education:topic_detail", args=[self.slug])


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, now: datetime) -> "ArticleQuerySet":
        """Those a reader may see: published, and their hour has come."""
        return self.filter(status=Article.Status.PUBLISHED, publish_at__lte=now)

    def review_due(self, today: date) -> "ArticleQuerySet":
        """Published ones whose health review is to be done again."""
        return self.filter(status=Article.Status.PUBLISHED, review_due__lte=today)

    def asked_of(self, user: Any) -> "ArticleQuerySet":
        """Those somebody is to review."""
        return self.filter(status=Article.Status.IN_REVIEW, asked=user)

    def rows(self) -> "ArticleQuerySet":
        """As a list shows them: without their texts, but with how long those are."""
        light = self.select_related("topic").defer("body", "plain")
        return light.annotate(letters=Length("plain"))

    def full(self) -> "ArticleQuerySet":
        """As a page of its own shows it, with whether readers may not reply."""
        closed = ReadingRoom.objects.filter(replies_open=False)
        whole = self.select_related("topic", "lead")
        return whole.annotate(replies_closed=Exists(closed))

    def about(self, words: str) -> "ArticleQuerySet":
        """Those with every one of the first words in title, summary or text."""
        found = self
        for word in words.split()[:MOST_WORDS]:
            found = found.filter(
                Q(title__icontains=word)
                | Q(summary__icontains=word)
                | Q(plain__icontains=word)
            )
        return found


class Article(models.Model):
    """One article, from draft to published."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=220)
    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="articles", verbose_name=_("topic")
    )
    body = models.TextField(_("text"))
    plain = models.TextField(editable=False, default="")
    lead = models.ForeignKey(
        Picture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture at the top"),
    )
    drawing = models.SlugField(_("drawing at the top"), max_length=80, blank=True)
    drawing_alt = models.CharField(
        _("what the drawing shows"), max_length=200, blank=True
    )
    author = models.CharField(_("author"), max_length=120)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    reviewer = models.CharField(
        _("health reviewer"),
        max_length=160,
        blank=True,
        help_text=_("Name and profession. Somebody other than the author."),
    )
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("asked to review"),
    )
    reviewed_words = models.CharField(max_length=64, editable=False, default="")
    reviewed_on = models.DateField(_("reviewed"), null=True, blank=True)
    review_due = models.DateField(_("review due"), null=True, blank=True)
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated"))
    treatments = models.JSONField(_("related treatments"), default=list, blank=True)
    screening_items = models.JSONField(
        _("related questions of the health check"), default=list, blank=True
    )
    related = models.ManyToManyField(
        "self",
        verbose_name=_("related articles"),
        blank=True,
        symmetrical=False,
    )
    studies = models.ManyToManyField(
        Study, through="Citation", related_name="articles", editable=False
    )

    objects = ArticleQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["plain"], related_name="revisions")
    # Each revision by who, when, and what was done: read by django-simple-history.
    revisions: Any
    _history_user: Any
    _history_date: datetime
    _change_reason: str

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-publish_at", "title"]
        permissions = [
            ("publish_article", "May publish and unpublish articles"),
            ("review_article", "May review articles of others"),
        ]
        indexes = [
            models.Index(fields=["status", "publish_at"], name="article_published")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(publish_at__isnull=False, reviewed_on__isnull=False)
                & ~Q(reviewer=""),
                name="article_published_is_reviewed",
                violation_error_message=_(
                    "A published article has a health reviewer, the date of the "
                    "review, and a time from when it is shown."
                ),
            ),
            models.CheckConstraint(
                condition=Q(reviewer="") | ~Q(reviewer=F("author")),
                name="article_reviewed_by_another",
                violation_error_message=_("Somebody other than the author reviews it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep of the text only what may stand in it, and its words to search in."""
        self.body = clean(self.body)
        self.plain = read(self.body).plain
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("education:article_detail", args=[self.slug])

    @property
    def is_reviewed(self) -> bool:
        return bool(self.reviewer and self.reviewed_on)

    @property
    def words_now(self) -> str:
        """A fingerprint of what a reviewer reads; it shows that words were changed."""
        read_by_them = "\n".join((self.title, self.summary, clean(self.body)))
        return sha256(read_by_them.encode()).hexdigest()

    @property
    def changed_since_review(self) -> bool:
        return self.reviewed_words not in ("", self.words_now)

    @property
    def was_updated(self) -> bool:
        """Whether it changed on a later day than the one it came out."""
        if self.publish_at is None:
            return False
        return localdate(self.updated_at) > localdate(self.publish_at)

    @property
    def minutes(self) -> int:
        """How long one reads it; a list of `rows()` asks for no text to say so."""
        counted: int | None = getattr(self, "letters", None)
        letters = len(self.plain) if counted is None else counted
        return max(1, round(letters / LETTERS_A_MINUTE))


class Citation(models.Model):
    """A study that an article names, in the order it is named."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="citations")
    study = models.ForeignKey(Study, models.PROTECT, related_name="citations")
    place = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "study"], name="citation_once_in_an_article"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.study_id}"


class OldSlug(models.Model):
    """An address an article had before; it leads to the one it has now."""

    slug = models.SlugField(max_length=80, unique=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="old_slugs")

    class Meta:
        verbose_name = _("earlier address")
        verbose_name_plural = _("earlier addresses")

    def __str__(self) -> str:
        return self.slug
