"""Pictures of articles as a page shows them."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from education.models import Picture

# As wide as the text, which is 42rem at most.
SIZES = "(min-width: 44rem) 42rem, 92vw"
AS_A_RULE = 960  # pixels, for who reads no srcset


def picture_html(name: str) -> SafeString:
    """The picture of this name; empty where there is none."""
    return pictures_html([name]).get(name, SafeString(""))


def pictures_html(names: Iterable[str]) -> dict[str, SafeString]:
    """All of them in one query, by name; those that are not there are left out."""
    wanted = set(names)
    rows = Picture.objects.filter(name__in=wanted) if wanted else ()
    return {picture.name: shown(picture) for picture in rows}


def shown(picture: Picture, *, lazy: bool = True) -> SafeString:
    """With its size, so that nothing moves when it comes; `lazy` not for the first."""
    srcset = ", ".join(f"{picture.url(width)} {width}w" for width in picture.widths)
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}>',
        picture.url(AS_A_RULE),
        srcset,
        SIZES,
        picture.width,
        picture.height,
        picture.alt,
        SafeString(' loading="lazy" decoding="async"') if lazy else "",
    )
