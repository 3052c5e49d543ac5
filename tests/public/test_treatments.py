import pytest

from tests.education.factories import make_article
from tests.factories import make_clinic, make_evening, make_therapist, make_treatment
from tests.public.pages import form, html, links, starts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_noon")]


def test_the_catalogue_lists_what_is_offered_in_its_order(client):
    make_evening()
    make_treatment(slug="hands-feet-scalp-45", position=2)
    make_treatment(slug="lower-back-calm-60", position=1)
    make_treatment(slug="heat-and-massage-60", active=False)

    page = words(client.get("/treatments/"))

    assert "Warm packs" not in page
    assert page.index("Evening calm") < page.index("Lower-back") < page.index("Hands,")
    assert "45 minutes £50" in page


def test_a_treatment_shows_its_facts_and_its_next_times(client):
    treatment, therapist, _room = make_evening()
    treatment.preparation = "Wear something soft."
    treatment.aftercare = "Take a warm shower."
    treatment.save()

    page = client.get(treatment.get_absolute_url())

    told = words(page)
    assert "60 minutes" in told
    assert "£70" in told
    assert "Soft to medium" in told
    assert "None, lavender, chamomile" in told
    assert "Asked aloud first, every time Scalp" in told
    assert "1 h 30 to 2 h 30 before bed" in told
    assert "Wear something soft." in told
    assert "Take a warm shower." in told
    assert therapist.get_absolute_url() in links(page)
    assert len(starts(page)) == 3
    assert form(page)[0] == "/book/parasympathetic-evening-60/"


def test_what_every_session_asks_for_stands_after_its_own(client):
    treatment, _therapist, _room = make_evening(
        preparation="Eat lightly.\n\nCome early.", aftercare="Sit up slowly."
    )
    treatment.preparation = "Wear something soft."
    treatment.save()

    page = words(client.get(treatment.get_absolute_url()))

    assert "Wear something soft. Eat lightly. Come early." in page
    assert "Sit up slowly." in page


def test_without_scents_none_is_spoken_of(client):
    treatment = make_treatment(slug="hands-feet-scalp-45")

    assert "Scent" not in words(client.get(treatment.get_absolute_url()))


def test_a_wish_goes_with_the_buttons_where_somebody_meets_it(client):
    treatment, therapist, _room = make_evening()

    met = client.get(treatment.get_absolute_url(), {"wish": therapist.slug})
    unmet = client.get(treatment.get_absolute_url(), {"wish": "nobody"})

    assert form(met)[1]["wish"] == therapist.slug
    assert form(unmet)[1]["wish"] == "anyone"
    assert starts(met) == starts(unmet)


def test_a_treatment_no_longer_offered_is_not_found(client):
    treatment = make_treatment(active=False)

    assert client.get(treatment.get_absolute_url()).status_code == 404
    assert client.get("/treatments/never-was/").status_code == 404


def test_a_therapist_shows_what_they_give_and_their_own_next_times(client):
    treatment, therapist, _room = make_evening()
    other = make_therapist(treatments=[treatment], opens="10:00")
    therapist.languages = "English, Portuguese"
    therapist.trainings = ["pregnancy"]
    therapist.registration = "Register 1234"
    therapist.save()

    page = client.get(therapist.get_absolute_url())

    told = words(page)
    assert therapist.name in told
    assert "Trained for pregnancy and after birth" in told
    assert "English, Portuguese" in told
    assert "Register 1234" in told
    assert f"With {therapist.first_name}" in told
    assert other.first_name not in told
    assert len(starts(page)) == 3
    action, sent = form(page)
    assert action == f"/book/parasympathetic-evening-60/?wish={therapist.slug}"
    assert sent["wish"] == therapist.slug


def test_a_therapist_who_gives_nothing_at_the_moment_has_a_page(client):
    make_evening()
    therapist = make_therapist(
        treatments=[make_treatment(slug="hands-feet-scalp-45", active=False)]
    )

    page = client.get(therapist.get_absolute_url())

    assert page.status_code == 200
    assert starts(page) == []
    assert "Hands, feet" not in words(page)


def test_a_therapist_who_takes_no_bookings_is_not_found(client):
    therapist = make_therapist(active=False)

    assert client.get(therapist.get_absolute_url()).status_code == 404
    assert client.get("/therapists/never-was/").status_code == 404


@pytest.mark.parametrize("kind", ["treatment", "therapist"])
def test_a_page_takes_few_queries(client, django_assert_max_num_queries, kind):
    treatment, therapist, _room = make_evening()
    shown = treatment if kind == "treatment" else therapist

    with django_assert_max_num_queries(9):
        client.get(shown.get_absolute_url())


def test_a_treatment_leads_to_the_articles_that_name_it(client):
    treatment, *_others = make_evening()
    make_article(slug="naming", treatments=[treatment.slug])
    make_article(slug="other", treatments=["heat-and-massage-60"])
    draft = {"status": "draft", "treatments": [treatment.slug]}
    make_article(slug="draft", **draft)

    found = links(client.get(treatment.get_absolute_url()))

    assert "/articles/naming/" in found
    assert "/articles/other/" not in found
    assert "/articles/draft/" not in found


def test_its_next_free_time_comes_in_a_line_or_leads_to_its_own_page(client):
    treatment, *_others = make_evening()
    path = f"/treatments/{treatment.slug}/next/"

    line, plain = client.get(path, headers={"HX-Request": "true"}), client.get(path)

    assert words(line).strip().startswith("Tonight, 19:30 .")
    assert "It ends 2 h before a 22:30 bedtime." in words(line)
    assert "<html" not in html(line)
    assert plain["Location"] == f"/treatments/{treatment.slug}/#times"


def test_where_nothing_is_free_the_line_says_so(client):
    treatment = make_treatment()
    make_clinic()

    line = client.get(
        f"/treatments/{treatment.slug}/next/", headers={"HX-Request": "true"}
    )

    assert "Every evening we plan for is taken at the moment." in words(line)
