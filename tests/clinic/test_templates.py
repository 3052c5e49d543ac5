"""What every template keeps to, and the pages that need nothing to be shown."""

import json
import re
from html import unescape
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import get_template

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if path.parent.name != "emails"]
DRAWINGS = sorted((settings.BASE_DIR / "templates/drawings").glob("*.svg"))
INLINE = (
    r"<style|\sstyle=|<script(?![^>]* src=)|\son[a-z]+=|javascript:|hx-on|hx-vals=.js:"
)
SCRIPTS = ["hold.js", "once.js", "focus.js", "calendar-keys.js", "calendar-drag.js"]


def name(path):
    return str(path.relative_to(settings.BASE_DIR / "templates"))


def found(asset):
    return Path(finders.find(f"vesper/{asset}"))


@pytest.mark.parametrize("path", [*PAGES, *DRAWINGS], ids=name)
def test_a_page_has_no_style_or_script_of_its_own(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(INLINE, text)


@pytest.mark.parametrize("path", [*TEMPLATES, *DRAWINGS], ids=name)
def test_a_template_asks_no_other_host(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_never_calls_typed_text_safe(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\|\s*safe\b|autoescape off", text)


@pytest.mark.parametrize("path", DRAWINGS, ids=name)
def test_a_drawing_is_not_read_aloud(path):
    assert 'aria-hidden="true"' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("stem", ["500", "503"])
def test_a_page_for_the_worst_hour_needs_no_database_and_no_request(stem):
    html = get_template(f"{stem}.html").render()

    assert re.search(r"<title>[^<]+</title>", html)
    assert re.search(r"<h1>[^<]+</h1>", html)
    assert 'href="/"' in html


def test_the_stylesheet_is_small():
    text = found("vesper.css").read_bytes()

    assert len(brotli.compress(text, quality=11)) <= 12_000


@pytest.mark.parametrize("asset", ["vesper.css", "admin.css", "calendar.css", *SCRIPTS])
def test_no_asset_fetches_another(asset):
    text = found(asset).read_text(encoding="utf-8")

    assert not re.search(r"url\(|@import|^import |fetch\(|https?://", text, re.M)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_keeps_nothing_in_the_browser(script):
    text = found(script).read_text(encoding="utf-8")

    assert not re.search(r"Storage|cookie|eval\(|innerHTML", text)


def test_htmx_is_told_the_sites_own_rules():
    html = Template('{% include "_htmx.html" %}').render(Context())

    [config] = re.findall(r'<meta name="htmx-config" content="([^"]+)">', html)
    assert json.loads(unescape(config)) == settings.DJANGO_HTMX_CONFIG
    assert settings.DJANGO_HTMX_CONFIG["includeIndicatorStyles"] is False
