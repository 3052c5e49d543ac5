"""The studies of an article follow from its text."""

from education.body import read
from education.models import Article, Citation, Study


def cite(article: Article) -> None:
    """The studies its text names, in their order; unknown keys are no citations."""
    keys = read(article.body).studies
    known = Study.objects.in_bulk(keys, field_name="slug")
    article.citations.all().delete()
    Citation.objects.bulk_create(
        Citation(article=article, study=known[key], place=place)
        for place, key in enumerate((k for k in keys if k in known), start=1)
    )
