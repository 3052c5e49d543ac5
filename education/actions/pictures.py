"""Pictures come in by one door."""

from typing import IO

from clinic.pictures import made_in_widths, store
from education.models import Picture
from education.models.picture import WIDTHS


def add_picture(upload: IO[bytes], *, alt: str) -> Picture:
    """Make it anew, keep it in its widths, and say what it shows.

    The same picture twice is the same row; its words stay as they were. Raises
    ValidationError where it is no picture we take.
    """
    made = made_in_widths(upload, WIDTHS)
    for file in made.files:
        store(file)
    fields = {"alt": alt, "width": made.width, "height": made.height}
    picture, _new = Picture.objects.get_or_create(name=made.name, defaults=fields)
    return picture
