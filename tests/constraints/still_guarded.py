"""One look at every guard, whatever its tables and columns are called by now."""

from booking.constraints import lifted
from tests.constraints.rows import (
    EIGHT,
    HOUR,
    NINE,
    SEVEN,
    on_sqlite,
    refused_by,
    refused_by_foreign_key,
    run,
)

NAMES = {
    name: name
    for name in (
        *("Visit", "Permit", "Client", "Therapist", "Record"),
        *("therapist", "room", "client", "starts_at", "busy_until", "status"),
        *("permit", "permit_until", "permit_client", "until", "text"),
    )
} | {"permit_client": "client"}


def assert_still_guarded(schema, **renamed):
    """Each guard refuses what it should, and lets through what it should."""
    now = Evening(schema, NAMES | renamed)
    visit, permit = now.visit(), now.permit()
    _assert_no_overlap(now, visit)
    _assert_same_as(now, permit)
    _assert_frozen(now, visit, permit)
    if on_sqlite():
        _assert_utc_text(now)


class Evening:
    """The tables under the names they have now."""

    def __init__(self, schema, names):
        self.schema = schema
        self.names = names

    def model(self, name):
        return self.schema.model(self.names[name])

    def create(self, model, **fields):
        named = {self.names[name]: value for name, value in fields.items()}
        return self.model(model)._base_manager.create(**named)

    def update(self, row, **fields):
        named = {self.names[name]: value for name, value in fields.items()}
        type(row)._base_manager.filter(pk=row.pk).update(**named)

    def visit(self, **fields):
        wanted = {"starts_at": SEVEN, "busy_until": EIGHT, "status": "held"} | fields
        if "therapist" not in wanted:
            wanted["therapist"] = self.model("Therapist")._base_manager.create()
        return self.create("Visit", **wanted)

    def permit(self):
        client = self.model("Client")._base_manager.create()
        return self.create("Permit", permit_client=client, until=NINE)


def _assert_no_overlap(now, visit):
    therapist = getattr(visit, now.names["therapist"])
    with refused_by("visit_therapist_free"):
        now.visit(therapist=therapist, starts_at=SEVEN + HOUR / 2, busy_until=NINE)
    room = visit.pk
    beside = now.visit(therapist=therapist, starts_at=EIGHT, busy_until=NINE, room=room)
    with refused_by("visit_therapist_free"):
        now.update(beside, starts_at=EIGHT - HOUR / 2)
    with refused_by("visit_room_free"):
        now.update(now.visit(busy_until=NINE), room=room)


def _assert_same_as(now, permit):
    client = getattr(permit, now.names["permit_client"])
    copied = {"permit": permit, "client": client, "permit_until": NINE}
    now.visit(**copied)
    with refused_by_foreign_key("visit_permit_is_its_own"):
        now.visit(**copied | {"permit_until": EIGHT})
    with refused_by_foreign_key("visit_permit_is_its_own"):
        now.visit(**copied | {"client": now.model("Client")._base_manager.create()})


def _assert_frozen(now, visit, permit):
    client = now.model("Client")._base_manager.create()
    with refused_by("permit_frozen"):
        now.update(permit, until=EIGHT)
    now.update(visit, client=client)
    with refused_by("visit_client_once"):
        now.update(visit, client=None)
    now.update(visit, status="cancelled")
    with refused_by("visit_over_stays_over"):
        now.update(visit, status="held")
    with refused_by("visit_over_stays_over"):
        run(f"DELETE FROM {visit._meta.db_table}")
    record = now.create("Record", text="read")
    with refused_by("record_frozen"):
        now.update(record, text="changed")
    with refused_by("record_frozen"):
        record.delete()


def _assert_utc_text(now):
    _assert_no_other_text(now, "Visit", "busy_until", "visit_in_utc")
    _assert_no_other_text(now, "Permit", "until", "permit_in_utc")


def _assert_no_other_text(now, model, field, guard):
    options = now.model(model)._meta
    column = options.get_field(now.names[field]).column
    with refused_by(guard), lifted(now.model(model)):
        run(f"UPDATE {options.db_table} SET {column} = '2026-12-01T23:00:00'")
