"""What the reading room holds: articles, their topics and studies, readers' words."""

from education.models.article import Article, Citation, OldSlug, Topic
from education.models.comment import Comment
from education.models.picture import Picture
from education.models.study import Evidence, Study

__all__ = [
    "Article",
    "Citation",
    "Comment",
    "Evidence",
    "OldSlug",
    "Picture",
    "Study",
    "Topic",
]
