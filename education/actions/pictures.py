"""Pictures come in by one door."""

from typing import IO

from django.core.files.storage import default_storage

from clinic.pictures import FOLDER, Widths, made_in_widths, store
from education.models import Picture
from education.models.picture import WIDTHS


def add_picture(upload: IO[bytes], *, alt: str) -> Picture:
    """Make it anew, keep it in its widths, and say what it shows.

    The same picture twice is the same row; its words stay as they were. Raises
    ValidationError where it is no picture we take.
    """
    return keep_picture(made_in_widths(upload, WIDTHS), alt=alt)


def keep_picture(made: Widths, *, alt: str) -> Picture:
    """Keep one that was made anew already."""
    for file in made.files:
        store(file)
    fields = {"alt": alt, "width": made.width, "height": made.height}
    picture, _new = Picture.objects.get_or_create(name=made.name, defaults=fields)
    return picture


def remove_picture(picture: Picture) -> None:
    """Take it away with its files. Raises ProtectedError where an article leads it."""
    picture.delete()
    for width in picture.widths:
        default_storage.delete(f"{FOLDER}/{picture.name}-{width}.webp")
