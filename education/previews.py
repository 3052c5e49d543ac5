"""A draft shown to whoever has the link, for seven days."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from education.models import Article

GOOD_FOR = timedelta(days=7)
SIGNER = TimestampSigner(salt="education.preview")


def token_for(article: Article) -> str:
    """What the link carries; it opens this one article and nothing else."""
    return SIGNER.sign(str(article.pk))


def previewed(token: str) -> Article | None:
    """The article of a link that is ours and not too old."""
    try:
        pk = SIGNER.unsign(token, max_age=GOOD_FOR)
    except BadSignature:
        return None
    rows = Article.objects.select_related("topic", "lead")
    return rows.filter(pk=int(pk)).first()
