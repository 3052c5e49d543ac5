import re

import pytest
from django.shortcuts import render

from booking.models import Clinic
from tests.factories import make_clinic

PAGES = ["400", "403", "403_csrf", "404", "409", "422", "429"]


def shown(rf, stem):
    return render(rf.get("/somewhere/"), f"{stem}.html").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("stem", PAGES)
def test_an_error_says_what_to_do_and_whom_to_ring(rf, stem):
    clinic = make_clinic(phone="01632 960147")

    html = shown(rf, stem)

    assert len(re.findall(r"<h1>[^<]+</h1>", html)) == 1
    assert re.search(rf"<title>[^<]+ · {clinic.name}</title>", html)
    assert 'class="button" href="/"' in html
    assert 'href="tel:01632960147"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("stem", PAGES)
def test_an_error_shows_before_the_clinic_is_set_up(rf, stem):
    html = shown(rf, stem)

    assert not Clinic.objects.exists()
    assert re.search(r"<title>[^<·]+</title>", html)
    assert "tel:" not in html


@pytest.mark.django_db
def test_a_page_says_its_language_and_direction(rf, settings):
    settings.LANGUAGE_CODE = "en-gb"

    html = shown(rf, "404")

    assert '<html lang="en-gb" dir="ltr">' in html


@pytest.mark.django_db
def test_only_a_demo_says_that_it_is_one(rf):
    make_clinic(demo=True)
    demo = shown(rf, "404")

    Clinic.objects.update(demo=False)
    real = shown(rf, "404")

    assert 'class="demo"' in demo
    assert 'class="demo"' not in real
