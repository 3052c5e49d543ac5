"""Clinic, treatments, therapists and hours, as staff type them."""

from datetime import date, time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from booking.models import Clinic, HoursChange, OpeningHours, Therapist, Treatment
from tests.admin.pages import change_url, posted, signed_in
from tests.factories import make_clinic, make_evening, make_hours, make_therapist

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    return signed_in(client, role="Manager")


@pytest.fixture
def evening():
    return make_evening()


# The clinic


def test_the_clinics_list_is_its_one_page(client, manager):
    make_clinic()

    response = client.get(reverse("admin:booking_clinic_changelist"))

    assert response.headers["Location"] == reverse(
        "admin:booking_clinic_change", args=[1]
    )


def test_the_clinics_page_holds_every_field_of_the_clinic(client, manager):
    clinic = make_clinic()

    form = client.get(change_url(clinic)).context["adminform"].form

    fields = {field.name for field in Clinic._meta.get_fields() if field.concrete}
    assert set(form.fields) == fields - {"id", "demo"}


def test_the_clinic_is_changed_with_its_review_hours(client, manager):
    clinic = make_clinic()
    page = client.get(change_url(clinic))
    changes = {
        "name": "Moonrise",
        "currency": "eur",
        "latest_start": "20:30",
        "review_hours-5-weekday": "6",
        "review_hours-5-opens": "22:00",
        "review_hours-5-closes": "01:00",
    }

    response = client.post(change_url(clinic), posted(page, **changes))

    clinic.refresh_from_db()
    assert response.status_code == 302
    assert (clinic.name, clinic.currency) == ("Moonrise", "EUR")
    assert clinic.latest_start == time(20, 30)
    assert clinic.review_hours.filter(weekday=6, closes=time(1)).exists()


def test_review_hours_of_one_submit_may_not_overlap(client, manager):
    """Sunday 22:00 to 01:00 runs into Monday 00:30, across the week's end."""
    clinic = make_clinic()
    clinic.review_hours.all().delete()
    page = client.get(change_url(clinic))
    changes = {
        "review_hours-TOTAL_FORMS": "2",
        "review_hours-0-weekday": "6",
        "review_hours-0-opens": "22:00",
        "review_hours-0-closes": "01:00",
        "review_hours-1-weekday": "0",
        "review_hours-1-opens": "00:30",
        "review_hours-1-closes": "02:00",
    }

    response = client.post(change_url(clinic), posted(page, **changes))

    assert response.status_code == 200
    assert "These hours overlap with Sunday 22:00 – 01:00." in response.content.decode()
    assert not clinic.review_hours.exists()


@pytest.mark.parametrize("currency", ["EU", "E1R", "£££", "EURO"])
def test_a_currency_has_three_letters(client, manager, currency):
    clinic = make_clinic()
    page = client.get(change_url(clinic))

    response = client.post(change_url(clinic), posted(page, currency=currency))

    clinic.refresh_from_db()
    assert response.status_code == 200
    assert clinic.currency == "GBP"


# Treatments


@pytest.mark.parametrize(
    ("typed", "cents"), [("70", 7000), ("70.50", 7050), ("0.01", 1), ("0", 0)]
)
def test_a_price_is_typed_as_people_write_money(client, manager, evening, typed, cents):
    page = client.get(change_url(evening[0]))

    client.post(change_url(evening[0]), posted(page, price_cents=typed))

    assert Treatment.objects.get().price_cents == cents


@pytest.mark.parametrize(
    ("cents", "shown"), [(7000, "70"), (7050, "70.50"), (5, "0.05")]
)
def test_a_price_is_shown_as_people_write_money(client, manager, evening, cents, shown):
    Treatment.objects.update(price_cents=cents)

    page = client.get(change_url(evening[0])).content.decode()

    assert f'name="price_cents" value="{shown}"' in page


@pytest.mark.parametrize("typed", ["", "-1", "70.505", "ten", "9" * 5000, "NaN"])
def test_a_price_that_is_none_is_refused(client, manager, evening, typed):
    page = client.get(change_url(evening[0]))

    response = client.post(change_url(evening[0]), posted(page, price_cents=typed))

    assert response.status_code == 200
    assert Treatment.objects.get().price_cents == 7000


def test_lists_are_ticked_and_kept_in_their_own_order(client, manager, evening):
    page = client.get(change_url(evening[0]))
    ticks = {
        "areas": ["feet", "neck_back"],
        "methods": None,
        "needs": ["heat", "neck_back"],
        "scents": ["lavender"],
        "agree_in_room": ["feet"],
    }

    response = client.post(change_url(evening[0]), posted(page, **ticks))

    treatment = Treatment.objects.get()
    assert response.status_code == 302
    assert treatment.areas == ["neck_back", "feet"]
    assert treatment.methods == []
    assert treatment.needs == ["neck_back", "heat"]
    assert treatment.scents == ["lavender"]
    assert treatment.agree_in_room == ["feet"]


@pytest.mark.parametrize("changes", [{"areas": ["tail"]}, {"areas": None}])
def test_an_unknown_area_or_none_at_all_is_refused(client, manager, evening, changes):
    page = client.get(change_url(evening[0]))

    response = client.post(change_url(evening[0]), posted(page, **changes))

    assert response.status_code == 200
    assert "upper_back" in Treatment.objects.get().areas


def test_who_gives_a_treatment_is_ticked_on_its_page(client, manager, evening):
    other = make_therapist()
    page = client.get(change_url(evening[0]))

    client.post(
        change_url(evening[0]), posted(page, given_by=[evening[1].pk, other.pk])
    )

    assert set(evening[0].therapists.all()) == {evening[1], other}


def test_an_address_stays_once_it_is_given(client, manager, evening):
    for row in evening[:2]:
        page = client.get(change_url(row))
        client.post(change_url(row), posted(page, slug="elsewhere"))

    assert not Treatment.objects.filter(slug="elsewhere").exists()
    assert not Therapist.objects.filter(slug="elsewhere").exists()


def test_the_public_page_is_one_press_away_while_it_is_offered(
    client, manager, evening
):
    address = evening[0].get_absolute_url()

    offered = client.get(change_url(evening[0])).content.decode()
    Treatment.objects.update(active=False)
    withdrawn = client.get(change_url(evening[0])).content.decode()

    assert f'href="{address}" class="viewsitelink"' in offered
    assert address not in withdrawn


def test_who_may_only_look_is_shown_words(client, evening):
    signed_in(client, role="Front desk")

    text = client.get(change_url(evening[0])).content.decode()

    assert "back of the neck, shoulders" in text
    assert "neck_back" not in text
    assert "7000" not in text


# Therapists and their hours


def hours_of(therapist):
    rows = therapist.opening_hours.order_by("weekday", "opens")
    return [(row.weekday, f"{row.opens:%H:%M}", f"{row.closes:%H:%M}") for row in rows]


def row(number, weekday, opens, closes, **fields):
    prefix = f"opening_hours-{number}-"
    values = {"weekday": weekday, "opens": opens, "closes": closes} | fields
    return {prefix + name: value for name, value in values.items()}


def test_several_hours_a_day_and_past_midnight_are_kept(client, manager):
    therapist = make_therapist(opens=None)
    page = client.get(change_url(therapist))
    hours = row(0, 4, "16:00", "18:00") | row(1, 4, "20:00", "01:00")

    response = client.post(
        change_url(therapist),
        posted(page, **{"opening_hours-TOTAL_FORMS": 2}, **hours),
    )

    assert response.status_code == 302
    assert hours_of(therapist) == [(4, "16:00", "18:00"), (4, "20:00", "01:00")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((4, "16:00", "18:00"), (4, "17:55", "20:00")),
        ((4, "20:00", "01:00"), (5, "00:30", "02:00")),
        ((6, "20:00", "01:00"), (0, "00:30", "02:00")),
        ((4, "16:00", "16:00"), (4, "10:00", "17:00")),
    ],
)
def test_hours_of_one_submit_may_not_overlap(client, manager, first, second):
    therapist = make_therapist(opens=None)
    page = client.get(change_url(therapist))
    hours = row(0, *first) | row(1, *second)

    response = client.post(
        change_url(therapist),
        posted(page, **{"opening_hours-TOTAL_FORMS": 2}, **hours),
    )

    assert response.status_code == 200
    assert "These hours overlap with" in response.content.decode()
    assert hours_of(therapist) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((4, "16:00", "18:00"), (4, "18:00", "20:00")),
        ((4, "20:00", "00:30"), (5, "00:30", "02:00")),
    ],
)
def test_hours_that_touch_do_not_overlap(client, manager, first, second):
    therapist = make_therapist(opens=None)
    page = client.get(change_url(therapist))
    hours = row(0, *first) | row(1, *second)

    response = client.post(
        change_url(therapist),
        posted(page, **{"opening_hours-TOTAL_FORMS": 2}, **hours),
    )

    assert response.status_code == 302


def test_the_same_hours_in_another_part_of_the_year_do_not_overlap(client, manager):
    therapist = make_therapist(opens=None)
    page = client.get(change_url(therapist))
    hours = row(0, 4, "16:00", "18:00", valid_until="2026-12-31")
    hours |= row(1, 4, "16:00", "19:00", valid_from="2027-01-01")

    response = client.post(
        change_url(therapist),
        posted(page, **{"opening_hours-TOTAL_FORMS": 2}, **hours),
    )

    assert response.status_code == 302


def test_hours_may_take_the_place_of_others_in_one_submit(client, manager):
    """The new ones overlap with what goes, and that does not matter."""
    therapist = make_therapist(opens=None)
    make_hours(therapist=therapist, weekday=4, opens="16:00", closes="20:00")
    page = client.get(change_url(therapist))
    hours = row(1, 4, "17:00", "21:00") | {"opening_hours-0-DELETE": "on"}

    response = client.post(change_url(therapist), posted(page, **hours))

    assert response.status_code == 302
    assert hours_of(therapist) == [(4, "17:00", "21:00")]


@pytest.mark.parametrize(
    "fields",
    [
        {"valid_from": "2027-01-01", "valid_until": "2026-12-31"},
        {"valid_from": "1999-12-31"},
        {"valid_until": "2101-01-01"},
        {"valid_until": "9999-12-31"},
        {"valid_from": "0000-01-01"},
    ],
)
def test_days_that_cannot_be_are_refused(client, manager, fields):
    therapist = make_therapist(opens=None)
    page = client.get(change_url(therapist))
    hours = row(0, 4, "16:00", "18:00", **fields)

    response = client.post(change_url(therapist), posted(page, **hours))

    assert response.status_code == 200
    assert not OpeningHours.objects.exists()


def test_trainings_and_face_are_chosen_and_not_typed(client, manager):
    therapist = make_therapist()
    page = client.get(change_url(therapist))

    client.post(
        change_url(therapist),
        posted(page, trainings=["cancer_care", "pregnancy"], face="rowan"),
    )

    therapist.refresh_from_db()
    assert therapist.trainings == ["pregnancy", "cancer_care"]
    assert therapist.face == "rowan"
    assert "/static/vesper/faces/rowan.svg" in page.content.decode()


@pytest.mark.parametrize(
    "changes", [{"trainings": ["flying"]}, {"face": "../../etc/passwd"}]
)
def test_unknown_trainings_and_faces_are_refused(client, manager, changes):
    therapist = make_therapist()
    page = client.get(change_url(therapist))

    response = client.post(change_url(therapist), posted(page, **changes))

    assert response.status_code == 200


def test_a_portrait_is_kept_made_anew_and_shown(client, manager):
    therapist = make_therapist()
    page = client.get(change_url(therapist))
    out = BytesIO()
    Image.new("RGB", (40, 40), "navy").save(out, "PNG")
    upload = SimpleUploadedFile("my holiday.png", out.getvalue(), "image/png")

    response = client.post(change_url(therapist), posted(page, portrait=upload))

    therapist.refresh_from_db()
    assert response.status_code == 302
    assert therapist.portrait.name.startswith("pictures/")
    assert therapist.portrait.name.endswith(".webp")
    assert client.get(therapist.portrait.url).status_code == 200
    shown = client.get(change_url(therapist)).content.decode()
    assert f'<img src="{therapist.portrait.url}"' in shown


def test_what_is_no_picture_is_refused_in_words(client, manager):
    therapist = make_therapist()
    page = client.get(change_url(therapist))
    upload = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>", "image/png")

    response = client.post(change_url(therapist), posted(page, portrait=upload))

    assert response.status_code == 200
    assert "This is no picture we can read." in response.content.decode()


# Hours changes


def test_a_change_says_whom_it_concerns_or_is_refused(client, manager, evening):
    url = reverse("admin:booking_hourschange_add")
    data = {
        "kind": "closure",
        "therapist": evening[1].pk,
        "starts_at_0": "2026-12-24",
        "starts_at_1": "12:00",
        "ends_at_0": "2026-12-27",
        "ends_at_1": "00:00",
    }

    refused = client.post(url, data)
    kept = client.post(url, data | {"therapist": ""})

    assert "a closure needs neither." in refused.content.decode()
    assert kept.status_code == 302
    assert HoursChange.objects.get().starts_at.date() == date(2026, 12, 24)


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_at_0": "2026-12-24", "ends_at_1": "12:00"},
        {"starts_at_0": "1999-12-31"},
        {"ends_at_0": "9999-12-31"},
        {
            "starts_at_0": "2027-03-28",
            "starts_at_1": "01:30",
            "ends_at_0": "2027-04-01",
        },
    ],
)
def test_a_change_at_a_time_that_cannot_be_is_refused(client, manager, changes):
    """On 28 March 2027 London skips from 01:00 to 02:00."""
    data = {
        "kind": "closure",
        "starts_at_0": "2026-12-24",
        "starts_at_1": "12:00",
        "ends_at_0": "2026-12-27",
        "ends_at_1": "00:00",
    }

    response = client.post(reverse("admin:booking_hourschange_add"), data | changes)

    assert response.status_code == 200
    assert not HoursChange.objects.exists()
