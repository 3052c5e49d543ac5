"""How guards are written down, compared and checked before they reach a database."""

import pytest
from django.apps.registry import Apps
from django.db import models
from django.db.models import Q

from booking.constraints import Frozen, NoOverlap, SameAs, UtcText

GUARDS = [
    NoOverlap(name="g", equal=["a"], start="s", end="e", condition=Q(x=1)),
    SameAs(name="g", fields=["a", "b"], to_fields=["id", "b"]),
    Frozen(name="g", fields=["a"]),
    Frozen(name="g", fields=["a"], condition=Q(x=1), delete=True),
    UtcText(name="g", fields=["a"]),
]
ALTERED = [
    NoOverlap(name="g", equal=["b"], start="s", end="e", condition=Q(x=1)),
    NoOverlap(name="g", equal=["a"], start="t", end="e", condition=Q(x=1)),
    NoOverlap(name="g", equal=["a"], start="s", end="t", condition=Q(x=1)),
    NoOverlap(name="g", equal=["a"], start="s", end="e", condition=Q(x=2)),
    NoOverlap(name="h", equal=["a"], start="s", end="e", condition=Q(x=1)),
    SameAs(name="g", fields=["a", "c"], to_fields=["id", "b"]),
    SameAs(name="g", fields=["a", "b"], to_fields=["id", "c"]),
    Frozen(name="g", fields=["b"]),
    Frozen(name="g", fields=["a"], condition=Q(x=1)),
    Frozen(name="g", fields=["a"], delete=True),
    UtcText(name="g", fields=["a", "b"]),
    UtcText(name="g", fields=["a"], violation_error_message="Another."),
]


@pytest.mark.parametrize("guard", GUARDS, ids=repr)
def test_a_guard_equals_its_copies_and_nothing_else(guard):
    path, args, kwargs = guard.deconstruct()

    assert path == f"booking.constraints.{type(guard).__name__}"
    assert guard == type(guard)(*args, **kwargs) == guard.clone()
    assert hash(guard) == hash(guard.clone())
    assert [other for other in GUARDS + ALTERED if other == guard] == [guard]
    assert guard != models.CheckConstraint(condition=Q(x=1), name="g")


def test_the_words_for_people_are_kept():
    guard = Frozen(
        name="g",
        fields=["a"],
        violation_error_code="late",
        violation_error_message="Too late for %(name)s.",
    )

    assert guard.clone().get_violation_error_message() == "Too late for g."
    assert guard.clone().violation_error_code == "late"


def model_with(*constraints, **fields):
    body = {"a": models.IntegerField(), "b": models.IntegerField(), **fields}
    meta = {"app_label": "checked", "apps": Apps(), "constraints": list(constraints)}
    body |= {"__module__": __name__, "Meta": type("Meta", (), meta)}
    return type("Checked", (models.Model,), body)


@pytest.mark.parametrize(
    ("guard", "code"),
    [
        (Frozen(name="g", fields=["a"]), None),
        (Frozen(name="g", fields=["a", "nothing"]), "models.E012"),
        (Frozen(name="g", fields=["a"], condition=Q(nothing=1)), "models.E012"),
        (Frozen(name="g", fields=["a"], condition=Q(parent__a=1)), "models.E041"),
        (Frozen(name="g" * 51, fields=["a"]), "booking.E004"),
        (Frozen(name="g" * 50, fields=["a"]), None),
        (UtcText(name="g", fields=["nothing"]), "models.E012"),
        (SameAs(name="g", fields=["parent", "a"], to_fields=["id", "a"]), None),
        (
            SameAs(name="g", fields=["parent", "b"], to_fields=["id", "b"]),
            "booking.E005",
        ),
        (
            NoOverlap(
                name="g", equal=["a"], start="b", end="nothing", condition=Q(a=1)
            ),
            "models.E012",
        ),
    ],
)
def test_the_check_finds_a_guard_that_cannot_work(db, guard, code):
    model = model_with(
        guard,
        models.UniqueConstraint(fields=["id", "a"], name="whole"),
        parent=models.ForeignKey("self", models.PROTECT),
    )

    found = model._check_constraints(["default"])

    assert [error.id for error in found] == ([code] if code else [])
