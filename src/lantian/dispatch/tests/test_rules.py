"""Papers, purposes, deadlines and dry ground, pure."""

from datetime import timedelta
from math import cos, radians

import pytest

from build import HERE, METRE, NOON
from lantian.dispatch import rules, states
from lantian.dispatch.rules import DryCircle
from lantian.dispatch.states import MOVES, MoveRefused, State

CIRCLE = DryCircle(station="station", lon=HERE[0], lat=HERE[1], radius_m=100)
EAST = METRE / cos(radians(HERE[1]))


def _at(*, north: float = 0.0, east: float = 0.0) -> tuple[float, float]:
    return HERE[0] + east * EAST, HERE[1] + north * METRE


@pytest.mark.parametrize(
    ("place", "metres"),
    [
        ([_at(north=150)], 150),
        ([_at(east=150)], 150),
        ([_at(north=80, east=60)], 100),
        ([_at(north=50, east=-500), _at(north=50, east=500)], 50),  # a road that passes by
        ([_at(north=50, east=300), _at(north=50, east=500)], 304),  # a road that ends before
        ([_at(north=-9, east=-9), _at(north=-9, east=9), _at(north=9), _at(north=-9, east=-9)], 0),  # inside
        (
            [
                _at(north=50, east=-9),
                _at(north=50, east=9),
                _at(north=90, east=9),
                _at(north=90, east=-9),
                _at(north=50, east=-9),
            ],
            50,
        ),
    ],
)
def test_clearance_is_measured_to_the_nearest_part_of_a_place(
    place: list[tuple[float, float]], metres: float
) -> None:
    assert rules.clearance_m(HERE, place=place) == pytest.approx(metres, abs=1.0)


@pytest.mark.parametrize(("north", "is_refused"), [(0, True), (99, True), (101, False), (5000, False)])
def test_nothing_is_wetted_inside_the_circle(north: float, is_refused: bool) -> None:
    def ask() -> None:
        rules.check_dry("喷淋", place=[_at(north=north)], circles=[CIRCLE])

    if is_refused:
        with pytest.raises(rules.SprayingNearStation, match="No spraying or washing can be ordered there"):
            ask()
    else:
        ask()


def test_a_deadline_is_after_now() -> None:
    rules.check_due(due_at=NOON + timedelta(seconds=1), now=NOON)
    with pytest.raises(rules.DueInPast, match="is not after"):
        rules.check_due(due_at=NOON, now=NOON)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", ["arrive", "finish", "withdraw"])
def test_an_order_moves_by_the_table_or_is_refused(verb: str, state: State) -> None:
    if (verb, state) in MOVES:
        assert states.target(verb, state) is MOVES[verb, state]
    else:
        with pytest.raises(MoveRefused, match=f"An order that is {state}"):
            states.target(verb, state)
