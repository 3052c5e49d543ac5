"""The editor of a text: what it offers, and the two hashes its one page needs."""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from education.body import clean
from education.models import Evidence, Picture, Study

IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
# The one style that the editor of django-prose-editor 0.28 puts into the page.
STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
MOST_PICTURES = 60
MENU = (
    *("headings", "lists", "nodes -blockType -lists -headings", "marks"),
    *("link", "reading", "places", "history"),
)


def offered(name: str) -> list[tuple[str, str]]:
    """What the booking offers to name, by settings.READING_ROOM_NAMES."""
    choices: list[tuple[str, str]] = import_string(settings.READING_ROOM_NAMES[name])()
    return choices


def kept(config: Any, shared: Any) -> None:
    """What an extension writes is kept by `education.elements`, not told here."""


def editor_field() -> ProseEditorFormField:
    return ProseEditorFormField(
        label=_("Text"),
        config={"extensions": {"Bold": True}},
        sanitize=clean,
        widget=AdminProseEditorWidget(),
    )


def extensions() -> dict[str, Any]:
    """What may be written, with the studies, pictures and treatments to choose from."""
    return {
        "Menu": {"groups": [{"group": group} for group in MENU]},
        "Bold": True,
        "Italic": True,
        "HardBreak": True,
        "BulletList": True,
        "ListItem": True,
        "Blockquote": True,
        "NoSpellCheck": False,
        "Link": {"enableTarget": False, "autolink": False},
        "Named": {"name": _("Text")},
        "Sections": {"levels": [2, 3]},
        "Steps": {"title": _("Numbered steps"), "enableListAttributes": False},
        "Evidence": _evidence(),
        "StudyLink": {"title": _("Name a study"), "studies": _studies()},
        "Photo": _pictures(),
        "Book": _book(),
        "Conditions": {"title": _("The six conditions"), "button": _("Conditions")},
    }


def _evidence() -> dict[str, Any]:
    return {
        "title": _("How sure is this?"),
        "button": _("Evidence"),
        "label": _("How sure"),
        "find": _("Find a study"),
        "labels": [[value, str(label)] for value, label in Evidence.choices],
        "studies": _studies(),
    }


def _studies() -> list[list[str]]:
    rows = Study.objects.filter(confirmed=True).order_by("slug")
    return [[row.slug, f"{row.slug} · {row} · {row.title}"] for row in rows]


def _pictures() -> dict[str, Any]:
    rows = Picture.objects.all()[:MOST_PICTURES]
    return {
        "title": _("Which picture?"),
        "button": _("Picture"),
        "none": _("There is no picture yet. Add one under Pictures first."),
        "pictures": [[row.name, row.alt, row.url(480)] for row in rows],
    }


def _book() -> dict[str, Any]:
    return {
        "title": _("Which treatment?"),
        "button": _("Book this"),
        "treatments": [list(choice) for choice in offered("treatments")],
    }


class EditorPolicy:
    """A page with the editor allows its import map and its style, and nothing else."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response: HttpResponse = super().render_change_form(  # type: ignore[misc]
            request, context, *args, **kwargs
        )
        maps = IMPORT_MAP.findall(str(context["media"]))
        update = {"script-src": [hashed(found) for found in maps], "style-src": [STYLE]}
        response._csp_update = update  # type: ignore[attr-defined]
        return response


def hashed(source: str) -> str:
    """The word by which a policy allows exactly this source."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"
