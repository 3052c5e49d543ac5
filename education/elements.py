"""The elements a stored text is made of, and what each may say."""

from collections.abc import Mapping
from urllib.parse import urlsplit

BLOCKS = ("p", "h2", "h3", "ul", "ol", "li", "blockquote", "figure", "figcaption")
MARKS = ("strong", "em", "a", "span")
EMPTY = ("br", "img")
KEPT = (*BLOCKS, *MARKS, *EMPTY)
ATTRIBUTES = {
    "a": {"href"},
    "span": {"data-evidence", "data-studies"},
    "img": {"data-picture"},
    "h2": {"id"},
    "h3": {"id"},
    "p": {"data-book"},
    "div": {"data-conditions"},
    "ol": {"class"},
}
SCHEMES = {"https", "mailto", "tel"}
LABELS = ("good", "some", "early", "tip", "myth")


def attributes(tag: str, attrs: Mapping[str, str]) -> dict[str, str]:
    """The attributes a tag may keep; empty where it says nothing without them."""
    if tag == "a":
        return {"href": attrs["href"]} if is_link(attrs.get("href", "")) else {}
    if tag == "span":
        return mark_attributes(attrs)
    if tag == "img":
        name = attrs.get("data-picture", "")
        return {"data-picture": name} if is_slug(name) else {}
    if tag in ("h2", "h3") and is_slug(attrs.get("id", "")):
        return {"id": attrs["id"]}
    if tag == "p" and is_slug(attrs.get("data-book", "")):
        return {"data-book": attrs["data-book"]}
    if tag == "div" and "data-conditions" in attrs:
        return {"data-conditions": "six"}
    if tag == "ol" and attrs.get("class") == "steps":
        return {"class": "steps"}
    return {}


def mark_attributes(attrs: Mapping[str, str]) -> dict[str, str]:
    label = attrs.get("data-evidence", "")
    if label not in LABELS:
        return {}
    studies = [key for key in attrs.get("data-studies", "").split() if is_slug(key)]
    kept = {"data-evidence": label}
    return kept | {"data-studies": " ".join(studies)} if studies else kept


def is_link(address: str) -> bool:
    """A path of this site, or https, or a mail or telephone address."""
    if any(ord(letter) <= 32 or letter == "\\" for letter in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(parts.netloc)
    if parts.scheme in SCHEMES:
        return bool(parts.path)
    inside = address[:1] in ("/", "#") and address[:2] != "//"
    return inside and not parts.scheme and not parts.netloc


def is_slug(text: str) -> bool:
    named = text.replace("-", "").replace("_", "")
    return len(text) <= 80 and named.isascii() and named.isalnum()
