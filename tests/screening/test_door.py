"""Two results put together at the door: rule 9."""

from booking.screening.outcome import Result, worse


def test_at_the_door_the_worse_of_two_results_stands():
    booking = Result("adapt", avoid=("heat",), valid_for_days=90, scent="lavender")
    door = Result("clearance", avoid=("scalp",), valid_for_days=1, doctor=True)

    for result in (worse(booking, door), worse(door, booking)):
        assert (result.outcome, result.avoid) == ("clearance", ("scalp", "heat"))
        assert (result.valid_for_days, result.doctor) == (1, True)
        assert result.scent == "lavender"


def test_nothing_new_at_the_door_leaves_what_was_found_before():
    booking = Result("clearance", avoid=("heat",), valid_for_days=90)

    result = worse(booking, Result("clear", valid_for_days=1))

    assert (result.outcome, result.avoid) == ("clearance", ("heat",))
    assert result.valid_for_days == 1


def test_what_the_door_finds_takes_the_scent_away():
    booking = Result("clear", valid_for_days=90, scent="lavender")

    result = worse(booking, Result("adapt", avoid=("aromatherapy",), valid_for_days=1))

    assert result.scent is None


def test_a_not_now_at_the_door_ends_the_pass():
    booking = Result("clear", valid_for_days=90)

    result = worse(booking, Result("not_now", recheck_after_days=1))

    assert (result.outcome, result.valid_for_days) == ("not_now", None)
    assert result.recheck_after_days == 1
