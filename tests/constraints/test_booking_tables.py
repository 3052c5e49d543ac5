"""The real tables: nobody is booked twice, nobody is confirmed unscreened."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.operations import (
    AddField,
    AlterField,
    AlterModelTable,
    RemoveField,
    RenameField,
    RenameModel,
)

from booking.models import AccessRecord, Appointment, Clearance, Screening, Status
from tests.constraints.racing import race
from tests.constraints.rows import (
    on_sqlite,
    refused_by,
    refused_by_foreign_key,
    run,
)
from tests.constraints.schema import Schema, guards_removed
from tests.factories import (
    MONDAY,
    NOW,
    at,
    make_client,
    make_confirmed,
    make_evening,
    make_held,
    make_room,
    make_therapist,
    make_user,
)

HOUR = timedelta(hours=1)
EIGHT = at(MONDAY, "20:00")
THERAPIST_FREE = "appointment_therapist_free"
ROOM_FREE = "appointment_room_free"


@pytest.fixture
def booked(db):
    """One confirmed appointment on Monday at eight, for sixty minutes and a buffer."""
    treatment, therapist, room = make_evening()
    return make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=EIGHT
    )


def hold_beside(booked, starts_at, **fields):
    wanted = {"treatment": booked.treatment, "therapist": booked.therapist}
    return make_held(**wanted | {"room": make_room(), "starts_at": starts_at} | fields)


def test_the_buffer_belongs_to_the_appointment(booked):
    with refused_by(THERAPIST_FREE):
        hold_beside(booked, booked.busy_until - timedelta(microseconds=1))
    hold_beside(booked, booked.busy_until)

    assert Appointment.objects.count() == 2


def test_the_room_is_guarded_as_the_therapist_is(booked):
    with refused_by(ROOM_FREE):
        hold_beside(booked, EIGHT, therapist=make_therapist(), room=booked.room)
    hold_beside(booked, EIGHT, therapist=make_therapist())

    assert Appointment.objects.count() == 2


@pytest.mark.parametrize("status", Status.values)
def test_all_but_the_last_three_states_take_their_time(booked, status):
    last_three = {Status.EXPIRED, Status.DECLINED, Status.CANCELLED}
    running = {Status.HELD, Status.REVIEW}
    Appointment.objects.update(
        status=status, expires_at=NOW if status in running else None
    )

    if status in last_three:
        hold_beside(booked, EIGHT)
        return
    with refused_by(THERAPIST_FREE):
        hold_beside(booked, EIGHT)


@pytest.mark.parametrize("missing", ["client", "screening", "clearance"])
def test_nobody_is_confirmed_without(booked, missing):
    with refused_by("appointment_confirmed_is_cleared"):
        Appointment.objects.update(**{missing: None})


def test_nobody_is_confirmed_past_the_end_of_the_clearance(booked):
    with refused_by("appointment_confirmed_is_cleared"):
        Appointment.objects.update(cleared_until=EIGHT - HOUR)


@pytest.mark.django_db(transaction=True)
def test_the_clearance_of_another_client_or_time_clears_nobody():
    treatment, therapist, room = make_evening()
    where = {"treatment": treatment, "therapist": therapist, "room": room}
    booked = make_confirmed(starts_at=EIGHT, **where)
    other = make_confirmed(starts_at=EIGHT + 24 * HOUR, **where)
    row = Appointment.objects.filter(pk=booked.pk)

    for forged in (
        {"client": make_client()},
        {"clearance": other.clearance},
        {"cleared_until": booked.cleared_until + HOUR},
    ):
        with refused_by_foreign_key("appointment_clearance_is_its_own"):
            row.update(**forged)


def test_a_clearance_and_its_screening_do_not_change(booked):
    with refused_by("clearance_frozen"):
        Clearance.objects.update(valid_until=EIGHT + 999 * HOUR)
    with refused_by("screening_frozen"):
        Screening.objects.update(outcome="adapt")
    with refused_by("screening_client_once"):
        Screening.objects.update(client=make_client())


def test_rows_read_and_saved_whole_pass_their_guards(booked):
    for row in (booked.screening, booked.clearance, booked):
        again = type(row).objects.get(pk=row.pk)

        again.validate_constraints()
        again.save()


@pytest.mark.django_db(transaction=True)
def test_one_of_eight_holds_the_evening():
    treatment, therapist, room = make_evening()
    where = {"treatment": treatment, "therapist": therapist, "room": room}

    ends = race(lambda _number: make_held(starts_at=EIGHT, **where))

    assert ends.count(True) == 1
    assert Appointment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_with_the_guards_removed_all_eight_do():
    """The twin: should it ever see one, the test above would prove nothing."""
    treatment, therapist, room = make_evening()
    where = {"treatment": treatment, "therapist": therapist, "room": room}

    with guards_removed(Appointment, THERAPIST_FREE, ROOM_FREE):
        ends = race(lambda _number: make_held(starts_at=EIGHT, **where))
        held = Appointment.objects.filter(starts_at=EIGHT).count()

    assert ends == [True] * 8
    assert held == 8
    make_held(starts_at=EIGHT, **where)
    with refused_by(THERAPIST_FREE):
        make_held(starts_at=EIGHT, **where | {"room": make_room()})


# Later migrations, of every kind, on the real tables.
LATER = {
    "appointment": [
        AddField("appointment", "extra", models.IntegerField(default=1)),
        AlterField("appointment", "status", models.CharField(max_length=30)),
        AlterField("appointment", "busy_until", models.DateTimeField(db_index=True)),
        RenameField("appointment", "extra", "more"),
        RemoveField("appointment", "bedtime"),
    ],
    "screening": [
        AddField("screening", "extra", models.IntegerField(default=1)),
        AlterField("screening", "outcome", models.CharField(max_length=30)),
        AddField("clearance", "extra", models.IntegerField(default=1)),
        AlterField("clearance", "valid_until", models.DateTimeField(db_index=True)),
    ],
    "names": [
        RenameModel("Therapist", "Masseur"),
        RenameModel("Clearance", "Permit"),
        AlterModelTable("screening", "booking_answers"),
        AlterModelTable("appointment", "booking_session"),
    ],
    "keys": [AlterField("room", "id", models.AutoField(primary_key=True))],
}


@pytest.mark.django_db(transaction=True)
def test_the_guards_of_the_real_tables_outlive_later_migrations_and_their_undoing():
    treatment, therapist, room = make_evening()
    booked = make_confirmed(
        treatment=treatment, therapist=therapist, room=room, starts_at=EIGHT
    )
    AccessRecord.objects.create(
        who=make_user(), screening=booked.screening, why="a look", at=NOW
    )
    schema = Schema.of_booking()
    assert_guarded(schema)

    for operations in LATER.values():
        schema.migrate(*operations)
        assert_guarded(schema)
    while schema.done:
        schema.back()
        assert_guarded(schema)


@pytest.mark.django_db(transaction=True)
def test_back_to_zero_and_forth_again():
    call_command("migrate", "booking", "zero", verbosity=0)
    call_command("migrate", verbosity=0)

    treatment, therapist, room = make_evening()
    where = {"treatment": treatment, "therapist": therapist, "room": room}
    make_confirmed(starts_at=EIGHT, **where)
    with refused_by(THERAPIST_FREE):
        make_held(starts_at=EIGHT, **where | {"room": make_room()})
    with refused_by("screening_frozen"):
        Screening.objects.update(outcome="adapt")


def test_every_moment_is_kept_from_other_spellings(db):
    if not on_sqlite():
        return  # PostgreSQL has a type for moments
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        texts = dict(cursor.fetchall())

    bare = [
        f"{model.__name__}.{field.name}"
        for model in Appointment._meta.apps.get_app_config("booking").get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.DateTimeField)
        and f'"{field.column}" GLOB' not in texts[model._meta.db_table]
    ]

    assert bare == []


def assert_guarded(schema):
    """Each kind of guard, under whatever names the tables have by now."""
    rows = schema.model("Appointment")._base_manager
    booked = rows.values().get()
    clearances = schema.state.models
    clearance = "permit" if ("booking", "permit") in clearances else "clearance"
    with refused_by(THERAPIST_FREE):
        rows.create(**_twin(booked, room_id=_new(schema, "Room")))
    with refused_by(ROOM_FREE):
        rows.create(**_twin(booked, therapist_id=_new_therapist(schema)))
    with refused_by_foreign_key("appointment_clearance_is_its_own"):
        rows.update(cleared_until=booked["cleared_until"] + HOUR)
    with refused_by("appointment_name_and_key"):
        rows.update(ref="another")
    with refused_by("clearance_frozen"):
        schema.model(clearance)._base_manager.update(decided_at=NOW - HOUR)
    with refused_by("screening_frozen"):
        schema.model("Screening")._base_manager.update(outcome="adapt")
    with refused_by("access_record_frozen"):
        schema.model("AccessRecord")._base_manager.all()._raw_delete("default")
    if on_sqlite():
        table = rows.model._meta.db_table
        with refused_by("appointment_in_utc"):
            run(f"UPDATE {table} SET busy_until = '2026-12-07T23:00:00'")


def _twin(booked, **changes):
    """The same appointment once more, by the values of its row."""
    return {**booked, "id": None, "ref": "another", "key": "0" * 32, **changes}


def _new(schema, name):
    return schema.model(name)._base_manager.create(name="Another").pk


def _new_therapist(schema):
    name = "Masseur" if ("booking", "masseur") in schema.state.models else "Therapist"
    model = schema.model(name)
    return model._base_manager.create(name="Another", slug=f"another-{model.pk}").pk
