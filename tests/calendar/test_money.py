"""Money at the desk: paid, undone, a receipt and the takings of a day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from booking.actions import take_payment
from booking.models import Payment
from tests.calendar.booked import (
    SEVEN,
    UNSEEN,
    at_time,
    make_cautious,
    signed_in,
)
from tests.factories import (
    MONDAY,
    at,
    make_client,
    make_evening,
    make_room,
    make_therapist,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked():
    return make_cautious()


def post(client, booked, name="payment_take", **data):
    with at_time(SEVEN):
        return client.post(reverse(f"calendar:{name}", args=[booked.ref]), data)


def get(client, name, *args):
    with at_time(SEVEN):
        return client.get(reverse(f"calendar:{name}", args=args))


def test_the_price_as_booked_is_there_to_be_marked_as_paid(client, booked):
    desk = signed_in(client, "Front desk")
    price = f"{booked.price_cents / 100:.2f}"
    text = get(client, "appointment", booked.ref).content.decode()

    post(client, booked, how="card", amount=price)

    paid = Payment.objects.get()
    assert f'value="{price}"' in text
    assert (paid.how, paid.cents, paid.taken_by) == ("card", booked.price_cents, desk)


def test_pressing_twice_is_paying_once(client, booked):
    signed_in(client, "Front desk")

    answers = [post(client, booked, how="cash", amount="70.5") for _n in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [paid.cents for paid in Payment.objects.all()] == [7050]


def test_another_amount_is_refused_while_one_is_noted(client, booked):
    signed_in(client, "Front desk")
    post(client, booked, how="cash", amount="70")

    answer = post(client, booked, how="cash", amount="60")

    assert answer.status_code == 409
    assert Payment.objects.get().cents == 7000


@pytest.mark.parametrize(
    "amount", ["", "-1", "NaN", "Infinity", "1e9", "9" * 5000, "7.999", "\x00", "10000"]
)
def test_what_is_no_amount_is_refused_and_nothing_noted(client, booked, amount):
    signed_in(client, "Front desk")

    answer = post(client, booked, how="card", amount=amount)

    assert answer.status_code == 422
    assert not Payment.objects.exists()


def test_a_payment_is_undone(client, booked):
    desk = signed_in(client, "Front desk")
    post(client, booked, how="card", amount="70")

    post(client, booked, "payment_undo")

    paid = Payment.objects.get()
    assert (paid.undone_at, paid.undone_by) == (SEVEN, desk)
    assert "Mark as paid" in get(client, "appointment", booked.ref).content.decode()


def test_a_receipt_says_how_much_and_no_health_word(client, booked):
    signed_in(client, "Manager")
    post(client, booked, how="card", amount="70")

    text = get(client, "receipt", booked.ref).content.decode()

    main = text.split("<main")[1].split("</main")[0]
    assert "Evening appointment, 60 minutes" in main
    assert "£70" in main
    for word in (*UNSEEN, booked.treatment_name, "massage"):
        assert word.lower() not in main.lower()


def test_takings_are_summed_by_how_and_leave_out_what_was_undone(client):
    evening = make_evening()
    desk = signed_in(client, "Front desk")
    times = ("16:00", "17:30", "19:00", "20:30")
    rows = [
        make_cautious(
            evening=evening,
            starts_at=at(MONDAY, wall),
            client=make_client(name=f"Client {wall}"),
        )
        for wall in times
    ]
    for row, how in zip(rows, ("card", "card", "cash", "cash"), strict=True):
        take_payment(appointment=row, how=how, cents=7000, by=desk, now=SEVEN)
    post(client, rows[3], "payment_undo")

    text = get(client, "takings", "2026-12-07").content.decode()

    assert 'Together by card</th><td class="n">£140' in text
    assert 'Together by cash</th><td class="n">£70' in text
    assert "In all £210" in text
    assert "Client 20:30" not in text


def test_takings_are_of_the_day_they_were_taken(client, booked):
    desk = signed_in(client, "Front desk")
    midnight = at(MONDAY, "00:00") + timedelta(days=1)
    take_payment(appointment=booked, how="card", cents=7000, by=desk, now=midnight)

    monday = get(client, "takings", "2026-12-07").content.decode()
    tuesday = get(client, "takings", "2026-12-08").content.decode()

    assert "Nothing was taken" in monday
    assert "£70" in tuesday


def test_a_therapist_sees_what_was_taken_for_their_own_sessions(client, booked):
    user = signed_in(client, "Therapist")
    treatment = booked.treatment
    mine = make_therapist(treatments=[treatment], user=user)
    own = make_cautious(
        evening=(treatment, mine, make_room()), client=make_client(name="Own Client")
    )
    for row in (own, booked):
        take_payment(appointment=row, how="card", cents=7000, by=make_user(), now=SEVEN)

    text = get(client, "takings", "2026-12-07").content.decode()

    assert "Own Client" in text
    assert "Hannah Whitlock" not in text


@pytest.mark.parametrize("day", ["2026-13-01", "0000-00-00", "9999-12-31", "today"])
def test_no_day_has_no_takings(client, booked, day):
    signed_in(client, "Front desk")

    assert get(client, "takings", day).status_code == 404


def test_what_is_handed_over_has_no_word_about_health_around_it(client, booked):
    signed_in(client, "Manager")
    post(client, booked, how="card", amount="70")

    for name in ("receipt", "appointment_print"):
        text = get(client, name, booked.ref).content.decode().lower()
        assert "health" not in text
        assert "massage" not in text.replace(" · ", " ")
