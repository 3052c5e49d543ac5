"""The reading room's staff pages, in Django's admin; each module registers its own."""

from education.admin import articles, comments, pictures, shelves

__all__ = ["articles", "comments", "pictures", "shelves"]
