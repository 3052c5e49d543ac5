"""Which role may see, add, change and delete what: one table, walked page by page."""

import pytest
from django.contrib import admin
from django.urls import reverse

from booking.models import (
    AccessRecord,
    Clinic,
    HoursChange,
    Message,
    Questionnaire,
    Wording,
)
from clinic.models import User
from clinic.roles import ROLES
from education.models import ReadingRoom, WordToAvoid
from tests.admin.pages import change_url, signed_in
from tests.education.factories import (
    make_article,
    make_comment,
    make_picture,
    make_study,
    make_topic,
)
from tests.factories import (
    MONDAY,
    NOW,
    TUESDAY,
    at,
    make_change,
    make_client,
    make_evening,
    make_review,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db

ROLE_NAMES = ("Therapist", "Lead therapist", "Front desk", "Manager", "Editor")

# model -> what each role of ROLE_NAMES may: (v)iew, (a)dd, (c)hange, (d)elete
MAY = {
    "accessrecord": ("", "", "", "v", ""),
    "appointment": ("v", "v", "v", "v", ""),
    "article": ("", "", "", "", "vac"),
    "client": ("", "", "vac", "vac", ""),
    "clinic": ("", "", "", "vc", ""),
    "comment": ("", "", "", "", "v"),
    "hourschange": ("v", "vacd", "v", "vacd", ""),
    "message": ("", "", "v", "v", ""),
    "picture": ("", "", "", "", "vacd"),
    "questionnaire": ("v", "vd", "", "v", ""),
    "readingroom": ("", "", "", "", "vc"),
    "room": ("v", "v", "v", "vac", ""),
    "study": ("", "", "", "", "vac"),
    "therapist": ("v", "vac", "v", "vac", ""),
    "topic": ("", "", "", "", "vacd"),
    "treatment": ("v", "vac", "v", "vac", ""),
    "user": ("", "", "", "vac", ""),
    "wording": ("", "", "", "v", ""),
    "wordtoavoid": ("", "", "", "", "vacd"),
}


@pytest.fixture
def rows():
    """One row of every model the staff pages show; the draft is what can be deleted."""
    treatment, therapist, room = make_evening()
    appointment = make_review(
        treatment=treatment,
        therapist=therapist,
        room=room,
        starts_at=at(TUESDAY, "19:00"),
    )
    draft = Questionnaire.objects.create(
        number=2, document=Questionnaire.objects.get().document
    )
    article = make_article()
    return {
        "article": article,
        "comment": make_comment(article=article),
        "picture": make_picture(),
        "readingroom": ReadingRoom.objects.create(),
        "study": make_study(),
        "topic": make_topic(slug="stress"),
        "wordtoavoid": WordToAvoid.objects.create(words="cure", reason="No."),
        "accessrecord": AccessRecord.objects.create(
            who=make_user(), screening=appointment.screening, why="To decide", at=NOW
        ),
        "appointment": appointment,
        "client": make_client(),
        "clinic": Clinic.objects.get(),
        "hourschange": make_change(
            kind=HoursChange.Kind.CLOSURE,
            starts_at=at(MONDAY, "16:00"),
            ends_at=at(MONDAY, "17:00"),
        ),
        "message": Message.objects.create(
            key="one",
            kind=Message.Kind.REVIEW,
            appointment=appointment,
            recipient="hannah@whitlock.example",
            due_at=NOW,
        ),
        "questionnaire": draft,
        "room": room,
        "therapist": therapist,
        "treatment": treatment,
        "user": make_user(),
        "wording": Wording(pk="confirmed"),  # its pages are named by the kind
    }


def test_the_table_has_a_line_for_every_model_the_staff_pages_show():
    shown = {model._meta.model_name for model in admin.site._registry}

    assert shown == set(MAY)
    assert set(ROLE_NAMES) == set(ROLES)


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_a_role_opens_what_the_table_says_and_nothing_else(client, rows, role):
    user = signed_in(client, role=role)
    if role == "Therapist":
        rows["therapist"].user = user
        rows["therapist"].save()

    may = {model: allowed(client, row) for model, row in rows.items()}

    index = ROLE_NAMES.index(role)
    assert may == {model: roles[index] for model, roles in MAY.items()}


def allowed(client, row):
    """What the pages of a row let somebody do, as letters."""
    base = f"admin:{row._meta.app_label}_{row._meta.model_name}"
    pages = {
        "v": client.get(change_url(row)),
        "a": client.get(reverse(f"{base}_add")),
        "c": client.post(change_url(row), {}),
        "d": client.get(reverse(f"{base}_delete", args=[row.pk])),
    }
    listed = client.get(reverse(f"{base}_changelist")).status_code
    saved = reverse(f"{base}_changelist")  # where a form that may be empty leads
    opened = "".join(
        letter
        for letter, page in pages.items()
        if page.status_code == 200 or page.headers.get("Location") == saved
    )
    assert (listed in (200, 302)) is ("v" in opened)
    return opened


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_the_first_page_opens_for_every_role(client, role):
    signed_in(client, role=role)

    assert client.get(reverse("admin:index")).status_code == 200


def test_clients_and_strangers_are_sent_to_sign_in(client, rows):
    address = change_url(rows["client"])

    stranger = client.get(address)
    client.force_login(make_user(is_staff=False))
    guest = client.get(address)

    for response in (stranger, guest):
        assert response.status_code == 302
        assert "login" in response.headers["Location"]


def test_no_page_shows_answers_or_clearances():
    shown = {model._meta.model_name for model in admin.site._registry}

    assert shown.isdisjoint({"screening", "clearance", "accesslink", "group"})


# Users


def staff_form(user, **changes):
    return {
        "email": user.email,
        "name": user.name,
        "is_staff": "on",
        "is_active": "on",
    } | changes


def test_a_manager_gives_roles_to_others(client, rows):
    signed_in(client, role="Manager")
    other, role = rows["user"], make_role(role="Front desk")

    response = client.post(change_url(other), staff_form(other, groups=[role.pk]))

    assert response.status_code == 302
    assert list(other.groups.all()) == [role]


def test_a_manager_gives_no_role_to_themselves(client, rows):
    manager = signed_in(client, role="Manager")
    lead = make_role(role="Lead therapist")

    client.post(change_url(manager), staff_form(manager, groups=[lead.pk]))

    assert [group.name for group in manager.groups.all()] == ["Manager"]


def test_nobody_makes_a_superuser_or_changes_one(client, rows):
    signed_in(client, role="Manager")
    other = rows["user"]
    above = make_user(is_superuser=True)
    password = reverse("admin:auth_user_password_change", args=[above.pk])

    client.post(change_url(other), staff_form(other, is_superuser="on"))
    changed = client.post(change_url(above), staff_form(above, name="Mine now"))

    other.refresh_from_db()
    assert not other.is_superuser
    assert changed.status_code == 403
    assert client.get(password).status_code == 403


def test_a_new_sign_in_is_an_e_mail_a_name_and_roles(client):
    signed_in(client, role="Manager")
    role = make_role(role="Therapist")
    data = {
        "email": "tom@fernlight.example",
        "name": "Tom Ames",
        "usable_password": "true",
        "password1": "evening-light-42",
        "password2": "evening-light-42",
        "is_staff": "on",
        "groups": [role.pk],
    }

    response = client.post(reverse("admin:clinic_user_add"), data)

    made = User.objects.get(email="tom@fernlight.example")
    assert response.status_code == 302
    assert made.check_password("evening-light-42")
    assert list(made.groups.all()) == [role]


def test_an_e_mail_signs_in_once_whatever_its_case(client, rows):
    signed_in(client, role="Manager")
    other = rows["user"]
    taken = make_user().email.upper()

    response = client.post(change_url(other), staff_form(other, email=taken))

    assert response.status_code == 200
    assert "Someone signs in with this e-mail already." in response.content.decode()
