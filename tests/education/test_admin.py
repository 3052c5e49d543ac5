"""What an editor meets in the admin: the reading room, and nothing of booking."""

import pytest
import time_machine
from django.urls import reverse

from education.models import (
    Article,
    Comment,
    OldSlug,
    ReadingRoom,
    SetAside,
    WordToAvoid,
)
from tests.admin.pages import change_url, posted, signed_in
from tests.education.factories import (
    make_article,
    make_comment,
    make_draft,
    make_picture,
    make_study,
    make_topic,
)
from tests.factories import NOW, make_treatment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def editor(client):
    return signed_in(client, role="Editor", name="Mina Tal")


def step(client, article, name, **data):
    address = reverse(f"admin:education_article_{name}", args=[article.pk])
    return client.post(address, data, follow=True)


def test_an_editor_sees_the_reading_room_alone(client, editor):
    page = client.get(reverse("admin:index"))

    assert [app["app_label"] for app in page.context["app_list"]] == ["education"]


@pytest.mark.parametrize("model", ["appointment", "client", "treatment", "message"])
def test_an_editor_opens_nothing_of_booking(client, editor, model):
    page = client.get(reverse(f"admin:booking_{model}_changelist"))

    assert page.status_code == 403


@pytest.mark.parametrize("role", ["Therapist", "Lead therapist", "Front desk"])
def test_nobody_else_writes_articles(client, role):
    signed_in(client, role=role)

    page = client.get(reverse("admin:education_article_changelist"))

    assert page.status_code == 403


def test_a_new_article_is_a_draft_in_the_writers_name(client, editor):
    topic = make_topic()
    make_study()
    page = client.get(reverse("admin:education_article_add"))
    none = dict.fromkeys(("treatments", "screening_items", "related"))
    form = posted(page, title="Tea", slug="tea", summary="On tea.", topic=topic.pk)
    form = {name: value for name, value in form.items() if name not in none}

    client.post(
        reverse("admin:education_article_add"),
        form | {"body": "<h3>Tea</h3><p onclick=x>Warm <b>tea</b>.</p>"},
    )

    article = Article.objects.get()
    assert article.status == "draft"
    assert article.author == "Mina Tal"
    assert article.written_by == editor
    assert article.body == "<h2>Tea</h2>\n<p>Warm <strong>tea</strong>.</p>"
    assert article.revisions.get().history_user == editor


def test_saving_does_not_change_what_was_not_touched(client, editor):
    make_treatment()
    article = make_draft(treatments=["parasympathetic-evening-60"])
    before = Article.objects.values().get()

    client.post(change_url(article), posted(client.get(change_url(article))))

    after = Article.objects.values().get()
    assert after | {"updated_at": 0} == before | {"updated_at": 0}


def test_an_article_that_moves_leaves_its_address_behind(client, editor):
    article = make_article(slug="tea")
    form = posted(client.get(change_url(article)), slug="evening-tea")

    client.post(change_url(article), form)

    assert OldSlug.objects.get().slug == "tea"
    assert client.get("/articles/tea/").url == "/articles/evening-tea/"


def test_an_address_that_leads_elsewhere_is_refused(client, editor):
    OldSlug.objects.create(slug="tea", article=make_article())
    article = make_draft()
    form = posted(client.get(change_url(article)), slug="tea")

    page = client.post(change_url(article), form)

    assert "leads to another page" in page.content.decode()


def test_nobody_writes_over_what_another_saved(client, editor):
    article = make_draft()
    form = posted(client.get(change_url(article)), title="Mine")
    Article.objects.update(title="Theirs", updated_at=NOW.replace(minute=5))

    page = client.post(change_url(article), form)

    assert "Somebody saved this article" in page.content.decode()
    assert Article.objects.get().title == "Theirs"


def test_findings_stand_beside_the_form_by_their_kind(client, editor):
    article = make_draft(body="<p>Massage cures pain. Tea improves sleep.</p>")

    page = client.get(change_url(article))

    kinds = [str(title) for title, _what, _found in page.context["groups"]]
    assert kinds == ["Health review", "Claims without a mark"]
    assert page.context["grave"] == 1


def test_a_finding_is_set_aside_with_a_reason_and_shown_again(client, editor):
    article = make_draft(body="<p>Tea improves sleep.</p>")
    groups = client.get(change_url(article)).context["groups"]
    key = groups[-1][2][0][0].key

    step(client, article, "aside", key=key, reason="It is a saying.")
    row = SetAside.objects.get()
    left = client.get(change_url(article)).context["groups"]
    step(client, article, "again", key=key)

    assert (row.by, row.reason, row.at) == (editor, "It is a saying.", NOW)
    assert len(left) == len(groups) - 1
    assert not SetAside.objects.exists()


def test_a_grave_finding_cannot_be_set_aside(client, editor):
    article = make_draft()

    page = step(client, article, "aside", key="review:none", reason="We trust her.")

    assert "cannot be set aside" in page.content.decode()
    assert not SetAside.objects.exists()


def test_the_whole_way_to_the_site(client, editor):
    article = make_draft(written_by=editor)
    doctor = make_user(role="Editor", name="Anna Prior")
    step(client, article, "ask", reviewer=doctor.pk)
    client.force_login(doctor)
    step(client, article, "confirm", profession="GP")
    client.force_login(editor)

    page = step(client, article, "publish", at="2026-12-08T18:00")

    article.refresh_from_db()
    assert "set to be on the site" in page.content.decode()
    assert article.reviewer == "Anna Prior, GP"
    assert article.publish_at.isoformat() == "2026-12-08T18:00:00+00:00"


def test_publishing_without_the_right_is_refused(client):
    signed_in(client, role="Editor")
    article = make_article(status="draft")
    client.force_login(make_user(role="Front desk"))

    page = step(client, article, "publish")

    assert page.status_code == 403
    assert Article.objects.get().status == "draft"


def test_a_step_is_never_taken_by_a_link(client, editor):
    article = make_article()

    for name in ("ask", "confirm", "outside", "back", "publish", "unpublish", "aside"):
        address = reverse(f"admin:education_article_{name}", args=[article.pk])
        assert client.get(address).status_code == 405


def test_the_list_knows_whose_review_is_due(client, editor):
    due = make_article(review_due=NOW.date())
    make_article()

    page = client.get(reverse("admin:education_article_changelist") + "?review=due")

    assert list(page.context["cl"].queryset) == [due]


def test_the_index_says_how_many_reviews_are_due(client, editor):
    make_article(review_due=NOW.date())

    page = client.get(reverse("admin:index"))

    assert "1 article is to be reviewed again" in page.content.decode()


def test_replies_are_decided_together_and_their_addresses_erased(client, editor):
    article = make_article()
    rows = [make_comment(article=article) for _n in range(3)]
    address = reverse("admin:education_comment_changelist")
    chosen = [row.pk for row in rows[:2]]

    client.post(address, {"action": "approve", "_selected_action": chosen})
    client.post(address, {"action": "refuse", "_selected_action": [rows[2].pk]})

    states = Comment.objects.order_by("pk").values_list("state", "email")
    assert list(states) == [("approved", ""), ("approved", ""), ("refused", "")]


def test_only_the_page_with_the_editor_has_hashes_in_its_policy(client, editor):
    article = make_draft()

    form = client.get(change_url(article)).headers["Content-Security-Policy"]
    plain = client.get(reverse("admin:index")).headers["Content-Security-Policy"]

    assert form.count("'sha256-") == 2
    assert "unsafe" not in form
    assert "sha256" not in plain


def test_a_preview_by_link_opens_a_draft_for_seven_days(client, editor):
    article = make_draft(title="Not yet")
    link = client.get(change_url(article)).context["preview_link"]
    client.logout()

    page = client.get(link)
    with time_machine.travel(NOW.replace(day=14, minute=1), tick=False):
        late = client.get(link)

    assert "Not yet" in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]
    assert late.status_code == 404


@pytest.mark.parametrize("token", ["1", "1:a:b", "1:1vaPbc:forged"])
def test_a_link_that_is_not_ours_opens_nothing(client, token):
    make_draft(pk=1)

    assert client.get(f"/articles/preview/{token}/").status_code == 404


def test_staff_preview_a_draft_as_its_page(client, editor):
    article = make_draft(title="Not yet")
    address = reverse("admin:education_article_preview", args=[article.pk])

    page = client.get(address)

    assert "education/article_detail.html" in [t.name for t in page.templates]
    assert client.get(article.get_absolute_url()).status_code == 404


def test_the_editor_offers_what_there_is_to_name(client, editor):
    treatment = make_treatment()
    make_study(slug="e09", confirmed=False)
    picture = make_picture(alt='A "soft" towel')
    page = client.get(change_url(make_draft()))

    widget = page.context["adminform"].form.fields["body"].widget
    offered = widget.config["extensions"]

    assert [key for key, _words in offered["Evidence"]["studies"]] == ["e46"]
    assert offered["Book"]["treatments"] == [[treatment.slug, treatment.name]]
    assert offered["Photo"]["pictures"] == [
        [picture.name, 'A "soft" towel', picture.url(480)]
    ]
    assert "&quot;A \\&quot;soft\\&quot; towel&quot;" in page.content.decode()


def test_an_editor_closes_replies_for_all(client, editor):
    room = ReadingRoom.objects.create()

    client.post(change_url(room), {})

    assert not ReadingRoom.objects.get().replies_open


def test_what_is_on_the_site_is_not_changed_into_what_could_not_be(client, editor):
    WordToAvoid.objects.create(words="cure", reason="Nothing we do cures.")
    article, draft = make_article(), make_draft()
    sent = {"body": "<p>It cures.</p>"}

    refused = client.post(
        change_url(article), posted(client.get(change_url(article))) | sent
    )
    client.post(change_url(draft), posted(client.get(change_url(draft))) | sent)

    article.refresh_from_db()
    draft.refresh_from_db()
    assert "Mend this first" in refused.content.decode()
    assert "cures" not in article.body
    assert "cures" in draft.body
