import pytest

from education.models import Article
from tests.education.factories import make_article, make_study
from tests.public.pages import links, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]
NAMING = '<p><span data-evidence="some" data-studies="e07">It helps.</span></p>'


def test_a_study_is_told_plainly_with_what_it_cannot_tell(client):
    make_study(
        slug="e07",
        title="Warm evenings",
        did="Forty people sat in a warm garden.",
        cannot_tell="Nobody sat in a cold one.",
        doi="10.1000/quiet.1",
        evidence="early",
    )

    page = client.get("/studies/e07/")

    said = words(page)
    assert "Warm evenings" in said
    assert "Forty people sat in a warm garden." in said
    assert "What it cannot tell us Nobody sat in a cold one." in said
    assert "Early days" in said
    assert "https://doi.org/10.1000/quiet.1" in links(page)


def test_it_names_the_articles_that_rest_on_it(client):
    make_study(slug="e07")
    make_article(study=False, slug="naming", body=NAMING)
    make_article(study=False, slug="draft", body=NAMING, status=Article.Status.DRAFT)
    make_article(slug="other")

    found = links(client.get("/studies/e07/"))

    assert "/articles/naming/" in found
    assert "/articles/draft/" not in found
    assert "/articles/other/" not in found


def test_a_study_nobody_has_confirmed_has_no_page(client):
    make_study(slug="e08", confirmed=False)

    assert client.get("/studies/e08/").status_code == 404
    assert client.get("/studies/e99/").status_code == 404
