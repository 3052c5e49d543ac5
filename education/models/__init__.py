"""What the reading room holds: articles, their topics and studies, readers' words."""

from education.models.article import Article, Citation, OldSlug, Topic
from education.models.comment import Comment
from education.models.picture import Picture
from education.models.reading_room import ReadingRoom
from education.models.study import Evidence, Study
from education.models.writing import SetAside, WordToAvoid

__all__ = [
    "Article",
    "Citation",
    "Comment",
    "Evidence",
    "OldSlug",
    "Picture",
    "ReadingRoom",
    "SetAside",
    "Study",
    "Topic",
    "WordToAvoid",
]
