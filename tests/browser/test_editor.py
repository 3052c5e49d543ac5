"""An editor's day in a real browser: from the first word to the site, and back."""

from datetime import UTC, datetime

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from booking.management.catalogue import load_treatments
from education.actions import keep
from education.management.articles import load
from education.models import Article, Picture, WordToAvoid
from tests.browser.watch import Watch
from tests.education.factories import (
    make_article,
    make_comment,
    make_draft,
    make_picture,
    make_study,
    make_topic,
    picture_file,
)
from tests.factories import NOW, make_clinic, make_evening, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-pass-word"  # of tests.factories.make_user
DESK = {"viewport": {"width": 1280, "height": 1000}, "locale": "en-GB"}
THE_HOUR = datetime(2026, 12, 8, 18, 0, tzinfo=UTC)  # a Tuesday
ADDRESS = "/articles/warm-baths/"


@pytest.fixture
def staff(live_server):
    """Mina, who writes, and Anna, who reviews."""
    make_evening()
    make_clinic()
    make_study()
    make_topic()
    WordToAvoid.objects.create(words="cure", reason="Nothing we do cures.")
    mina = make_user(role="Editor", name="Mina Tal")
    return mina, make_user(role="Editor", name="Anna Prior")


@pytest.fixture
def signed_in(new_context, live_server):
    """A desk for each, signed in by the site's own page; the policy is never broken."""
    watches = []

    def make(user):
        context = new_context(base_url=live_server.url, **DESK)
        context.set_default_timeout(20_000)
        watches.append(Watch(context, live_server.url))
        page = context.new_page()
        page.goto("/accounts/login/?next=/admin/")
        page.get_by_label("E-mail").fill(user.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/admin/")
        return page

    yield make
    assert [fault for watch in watches for fault in watch.faults] == []


def upload(page, name, data, alt):
    page.goto(reverse("admin:education_picture_add"))
    page.get_by_label("Picture:").set_input_files(
        {"name": name, "mimeType": "image/jpeg", "buffer": data}
    )
    page.get_by_label("What it shows:").fill(alt)
    save(page)


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def tool(page, name):
    page.locator(".prose-menubar").get_by_role("button", name=name, exact=True).click()


def select(page, words):
    """The whole paragraph with these words."""
    page.locator(".ProseMirror p", has_text=words).click(click_count=3)


def write(page):
    """A text with a heading, a list, two sentences to mend, and a picture."""
    page.goto(reverse("admin:education_article_add"))
    page.get_by_label("Title:").press_sequentially("Warm baths")
    page.get_by_label("Summary:").fill("What a bath can do.")
    page.get_by_label("Topic:").select_option(label="Sleep")
    text = page.get_by_role("textbox", name="Text", exact=True)
    text.click()
    keys = page.keyboard
    keys.type("A bath cures poor sleep.")
    keys.press("Enter")
    tool(page, "heading 2")
    keys.type("How to")
    keys.press("Enter")
    tool(page, "unordered list")
    keys.type("Run it warm")
    keys.press("Enter")
    keys.type("Stay ten minutes")
    keys.press("Enter")
    keys.press("Enter")
    keys.type("A warm bath improves sleep.")
    keys.press("Enter")
    tool(page, "Picture")
    page.get_by_label("Two towels on a chair").check()
    page.get_by_role("button", name="OK", exact=True).click()
    save(page)


def mend(page):
    select(page, "cures")
    page.keyboard.type("A bath is a pleasure.")
    select(page, "improves sleep")
    tool(page, "Evidence")
    page.get_by_role("dialog").get_by_role("combobox").select_option(
        label="Good evidence"
    )
    page.get_by_role("searchbox", name="Find a study").fill("Haghayegh")
    page.get_by_label("e46").check()
    page.get_by_role("button", name="OK", exact=True).click()
    save(page)


def test_an_editors_day(staff, signed_in, client):
    with time_machine.travel(NOW, tick=True):
        anna, page = staff[1], signed_in(staff[0])
        upload(page, "towels.jpg", picture_file().read(), "Two towels on a chair")
        write(page)
        found = page.locator(".findings").all_inner_texts()
        mend(page)
        left = page.locator(".findings").all_inner_texts()
        page.goto(reverse("admin:education_article_preview", args=[_pk()]))
        previewed = page.locator("main").inner_text()
        page.goto(_form())
        page.get_by_label("Reviewer").select_option(label="Anna Prior")
        page.get_by_role("button", name="Ask for a review").click()
        page.get_by_text("The review is asked for.").wait_for()
        reviews(signed_in(anna))
        page.goto(_form())
        nothing_left = page.get_by_text("Nothing was found.").is_visible()
        page.get_by_label("From (empty: now)").fill("2026-12-08T18:00")
        page.get_by_role("button", name="Publish").click()
        page.get_by_text("Will be on the site from").wait_for()
        before = seen(client)
    with time_machine.travel(THE_HOUR, tick=True):
        after = seen(client)
        page = signed_in(staff[0])
        changed = changes(page)
        restore(page)

    assert any("cure" in one for one in found)
    assert any("improves" in one for one in found)
    assert not any("cure" in one or "improves" in one for one in left)
    assert "A bath is a pleasure." in previewed
    assert nothing_left
    assert (before, after) == ((404, False, False), (200, True, True))
    assert changed == ("pleasure.", "joy.")
    article = Article.objects.get()
    assert article.body == (
        "<p>A bath is a pleasure.</p>\n"
        "<h2>How to</h2>\n"
        "<ul><li>Run it warm</li><li>Stay ten minutes</li></ul>\n"
        '<p><span data-evidence="good" data-studies="e46">A warm bath improves sleep.'
        "</span></p>\n"
        f'<figure><img data-picture="{Picture.objects.get().name}"></figure>'
    )
    assert article.revisions.latest().history_change_reason.startswith("Brought back")


def _pk():
    return Article.objects.get().pk


def _form():
    return reverse("admin:education_article_change", args=[_pk()])


def reviews(page):
    page.get_by_role("link", name="You are asked to review 1 article").click()
    page.get_by_role("link", name="Warm baths").click()
    page.get_by_label("Your profession").fill("GP")
    page.get_by_role("button", name="I have read it").click()
    page.get_by_text("Your review is noted.").wait_for()


def seen(client):
    """Its page's status, and whether the feed and the sitemap name it."""
    feed, sitemap = client.get("/feed/"), client.get("/sitemap.xml")
    return (
        client.get(ADDRESS).status_code,
        ADDRESS in feed.content.decode(),
        ADDRESS in sitemap.content.decode(),
    )


def changes(page):
    """Change a word; what the revisions say went and came."""
    page.goto(_form())
    select(page, "pleasure")
    page.keyboard.type("A bath is a joy.")
    save(page)
    page.get_by_role("link", name="History").click()
    latest = page.locator(".revisions > li").first
    return latest.locator("del").inner_text(), latest.locator("ins").inner_text()


def restore(page):
    earlier = page.locator(".revisions > li").nth(1)
    earlier.get_by_role("button", name="Bring back these words").click()
    page.get_by_text("Its earlier words are back.").wait_for()


@pytest.fixture
def boss(new_context, live_server):
    """Somebody who may do everything; nothing of `Watch` happens."""
    client = Client()
    client.force_login(make_user(is_superuser=True))
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    context = new_context(base_url=live_server.url, **DESK)
    cookie = {"name": session.key, "value": session.value, "url": live_server.url}
    context.add_cookies([cookie])
    watch = Watch(context, live_server.url)
    page = context.new_page()
    page.watch = watch
    yield page
    assert watch.faults == []


def test_the_editor_leaves_what_it_does_not_touch(boss, staff):
    """Each starting article, opened and with one letter typed and taken back."""
    load_treatments()
    load(now=timezone.now())
    before = dict(Article.objects.values_list("slug", "body"))

    for pk in Article.objects.values_list("pk", flat=True):
        boss.goto(reverse("admin:education_article_change", args=[pk]))
        boss.locator(".ProseMirror p").first.click()
        boss.keyboard.type("x")
        boss.keyboard.press("Backspace")
        save(boss)

    assert Article.objects.filter(revisions__history_type="~").distinct().count() == 8
    assert dict(Article.objects.values_list("slug", "body")) == before


def test_what_the_page_fills_is_put_in_by_the_tools(boss, staff):
    boss.goto(reverse("admin:education_article_change", args=[make_draft(body="").pk]))
    boss.get_by_role("textbox", name="Text", exact=True).click()
    tool(boss, "Numbered steps")
    boss.keyboard.type("Breathe")
    boss.keyboard.press("Enter")
    boss.keyboard.press("Enter")
    tool(boss, "Conditions")
    boss.keyboard.press("ArrowDown")
    tool(boss, "Book this")
    boss.get_by_role("button", name="OK", exact=True).click()
    boss.keyboard.press("ArrowDown")
    boss.keyboard.press("Enter")
    tool(boss, "Name a study")
    boss.get_by_label("e46").check()
    boss.get_by_role("button", name="OK", exact=True).click()
    save(boss)

    assert Article.objects.get().body == (
        '<ol class="steps"><li>Breathe</li></ol>\n'
        '<div data-conditions="six"></div>\n'
        '<p data-book="parasympathetic-evening-60"></p>\n'
        '<p><a href="/studies/e46/">e46</a></p>'
    )


def pages():
    article, picture = make_article(), make_picture()
    make_comment(article=article)
    article.title = "Changed"
    keep(article, by=make_user(), now=NOW)
    yield reverse("admin:index")
    for model in ("article", "picture", "comment", "study", "topic", "wordtoavoid"):
        yield reverse(f"admin:education_{model}_changelist")
        if model != "comment":
            yield reverse(f"admin:education_{model}_add")
    yield reverse("admin:education_article_change", args=[article.pk])
    yield reverse("admin:education_article_history", args=[article.pk])
    yield reverse("admin:education_article_preview", args=[article.pk])
    yield reverse("admin:education_picture_change", args=[picture.pk])


def test_axe_finds_nothing_on_the_pages_of_the_reading_room(boss, staff):
    found = {}
    for path in pages():
        status = boss.goto(path).status
        boss.wait_for_load_state("networkidle")
        boss.watch.is_over = True  # axe puts a style of its own into the page
        told = [(v["id"], v["help"]) for v in Axe().run(boss).response["violations"]]
        found[path] = (status, told)
        boss.watch.is_over = False

    assert {path: told for path, told in found.items() if told != (200, [])} == {}
