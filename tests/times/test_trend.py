"""Numbers as points of a drawing."""

from itertools import pairwise

from booking.times.trend import HIGHEST, LEFT, LOWEST, MOST_NAMES, RIGHT, trend


def test_the_least_is_lowest_and_the_dots_keep_their_distance():
    drawn = trend([0, 5, 10], ["a", "b", "c"])

    assert [dot.y for dot in drawn.dots] == [LOWEST, (LOWEST + HIGHEST) // 2, HIGHEST]
    assert [dot.x for dot in drawn.dots] == [LEFT, (LEFT + RIGHT) // 2, RIGHT]
    assert drawn.path == "M56 240L381 140L706 40"


def test_many_names_are_thinned_out_and_the_last_one_stays():
    drawn = trend([7] * 30, [str(n) for n in range(30)])

    named = [dot for dot in drawn.dots if dot.name]
    assert len(named) <= MOST_NAMES
    assert named[-1].name == "29"
    assert all(b.x - a.x > 60 for a, b in pairwise(named))


def test_one_number_alone_is_drawn_too():
    assert trend([3], ["a"]).path == "M56 180"
