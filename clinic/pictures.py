"""Pictures people upload: made anew, named by their content, and served unchanging.

What a camera writes beside the picture (the place, the time, its own number) is never
kept, and nothing of the file that came in is: only what it shows.
"""

import io
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from PIL import Image, ImageOps, UnidentifiedImageError

FOLDER = "pictures"
FORMATS = ("JPEG", "PNG", "WEBP")
UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
MOST_BYTES = 10_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1200
QUALITY = 82
A_YEAR = 365 * 24 * 60 * 60
NAME = re.compile(r"[0-9a-f]{32}(-[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Widths:
    """One picture in several widths: its name, its full size, and a file for each."""

    name: str
    width: int
    height: int
    files: "list[ContentFile[bytes]]"


def made_anew(upload: IO[bytes]) -> "ContentFile[bytes]":
    """The picture as WebP, upright, at most 1200 pixels a side, named by its content.

    Raises ValidationError where it is no picture we take.
    """
    picture = _read(upload)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    content = _webp(picture)
    return ContentFile(content, name=f"{_named(content)}.webp")


def made_in_widths(upload: IO[bytes], widths: tuple[int, ...]) -> Widths:
    """The picture as WebP in these widths, upright, and never wider than it came.

    Raises ValidationError where it is no picture we take.
    """
    picture = _read(upload)
    widest = min(picture.width, max(widths))
    kept = [width for width in widths if width < widest] + [widest]
    made = {width: _scaled(picture, width) for width in kept}
    contents = {width: _webp(scaled) for width, scaled in made.items()}
    name = _named(contents[widest])
    files = [
        ContentFile(content, name=f"{name}-{width}.webp")
        for width, content in contents.items()
    ]
    return Widths(name, widest, made[widest].height, files)


def _read(upload: IO[bytes]) -> Image.Image:
    upload.seek(0)
    data = upload.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValidationError(_("The picture is larger than 10 MB. Make it smaller."))
    return _opened(data)


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    try:
        picture.save(out, "WEBP", quality=QUALITY, method=4)
    except (OSError, ValueError) as error:  # longer than a WebP may be
        raise ValidationError(
            _("The picture is too long and narrow. Crop it and try again.")
        ) from error
    return out.getvalue()


def _named(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]


def _opened(data: bytes) -> Image.Image:
    """Its pixels alone, turned as the camera meant them."""
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        upright = ImageOps.exif_transpose(picture)
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except BOMBS as error:
        raise ValidationError(
            _("The picture has more than 40 million pixels. Make it smaller.")
        ) from error
    except UNREADABLE as error:
        raise ValidationError(
            _("This is no picture we can read. Take a JPEG, PNG or WebP file.")
        ) from error
    plain.info.clear()
    return plain


def stored_name(picture: "ContentFile[bytes]") -> str:
    """Where it lies among the files of the site."""
    return f"{FOLDER}/{picture.name}"


def store(picture: "ContentFile[bytes]") -> str:
    """Keep it, once, and say where; the same picture twice is the same file."""
    name = stored_name(picture)
    return name if default_storage.exists(name) else default_storage.save(name, picture)


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One picture; its address names its content, so it may be kept for a year."""
    path = f"{FOLDER}/{name}.webp"
    if not NAME.fullmatch(name) or not default_storage.exists(path):
        raise Http404
    with default_storage.open(path) as stored:
        response = HttpResponse(stored.read(), content_type="image/webp")
    response.is_public = True  # type: ignore[attr-defined]
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response
