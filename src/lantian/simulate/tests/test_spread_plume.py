"""The forward plume behaves as plumes do."""

import math

import numpy as np
import pytest

from lantian.simulate.plume import FloatArray, Ground, Wind, disk, excess, stability, strip

POINT = Ground(east=np.array([0.0]), north=np.array([0.0]), spread_m=5.0)
WEST_WIND = Wind(3.0, 270.0, "D")


def downwind(
    *metres: float, wind: Wind = WEST_WIND, ground: Ground = POINT, strength: float = 1.0
) -> FloatArray:
    """What is added straight east of the source."""
    east = np.array(metres)
    return excess(ground, strength=strength, east=east, north=np.zeros_like(east), wind=wind)


def test_falls_with_distance_beyond_the_highest_point() -> None:
    along = downwind(*np.arange(200.0, 6000.0, 100.0))
    assert (np.diff(along) < 0).all()


def test_adds_nothing_upwind_in_a_steady_wind() -> None:
    assert downwind(-50.0, -500.0, -5000.0).tolist() == [0.0, 0.0, 0.0]


def test_is_linear_in_strength() -> None:
    weak, strong = downwind(300.0, 900.0), downwind(300.0, 900.0, strength=7.0)
    assert strong == pytest.approx(7 * weak)


def test_is_symmetric_about_the_wind() -> None:
    east, north = np.array([700.0, 700.0]), np.array([120.0, -120.0])
    left, right = excess(POINT, strength=1.0, east=east, north=north, wind=WEST_WIND)
    assert left == pytest.approx(right)
    assert left < downwind(700.0)[0]


def test_turns_with_the_wind() -> None:
    at = math.radians(60)  # wind from 240 degrees blows towards 60
    there = excess(
        POINT,
        strength=1.0,
        east=np.array([800 * math.sin(at)]),
        north=np.array([800 * math.cos(at)]),
        wind=Wind(3.0, 240.0, "D"),
    )
    assert there == pytest.approx(downwind(800.0))


def test_carries_the_whole_emission_through_a_wall_across_the_wind() -> None:
    """At inlet height the crosswind sum times wind equals strength times the vertical density there."""
    north = np.arange(-3000.0, 3000.0, 5.0)
    across = excess(POINT, strength=1.0, east=np.full_like(north, 1000.0), north=north, wind=WEST_WIND)
    depth = math.hypot(0.14 * 1000 * (1 + 0.0003 * 1000) ** -0.5, 8.0)
    upright = (1 + math.exp(-0.5 * (6 / depth) ** 2)) / (math.sqrt(2 * math.pi) * depth)
    assert across.sum() * 5.0 * 3.0 == pytest.approx(1e6 * upright, rel=1e-6)


def test_is_weaker_in_stronger_wind_and_stronger_at_night() -> None:
    assert downwind(800.0, wind=Wind(6.0, 270.0, "D"))[0] < downwind(800.0, wind=Wind(2.0, 270.0, "D"))[0]
    assert downwind(800.0, wind=Wind(2.0, 270.0, "E"))[0] > downwind(800.0, wind=Wind(2.0, 270.0, "A"))[0]


def test_goes_every_way_alike_in_a_calm() -> None:
    angles = np.linspace(0, 2 * math.pi, 9)[:-1]
    east, north = 500 * np.sin(angles), 500 * np.cos(angles)
    for calm in (Wind(0.0, 90.0, "E"), Wind(3.0, None, "D")):
        around = excess(POINT, strength=1.0, east=east, north=north, wind=calm)
        assert around.min() > 0
        assert around == pytest.approx(np.full(8, around[0]))


def test_stays_finite_on_top_of_the_source() -> None:
    for speed in (0.0, 0.7, 2.0):
        assert np.isfinite(downwind(0.0, 1.0, wind=Wind(speed, 270.0, "E"))).all()


def test_shares_the_strength_over_the_points_of_a_ground() -> None:
    wide = disk(east_m=0.0, north_m=0.0, radius_m=200.0)
    assert wide.east.size == 19
    assert wide.east.mean() == pytest.approx(0.0, abs=1e-9)
    road = strip([(0.0, -500.0), (0.0, 500.0)])
    assert road.north.min() == -500.0
    assert road.north.max() == 500.0
    far = 20_000.0
    assert downwind(far, ground=wide) == pytest.approx(downwind(far), rel=0.05)


def test_knows_day_from_night() -> None:
    assert stability(wind_speed=1.0, local_hour=12) == "A"
    assert stability(wind_speed=3.0, local_hour=12) == "C"
    assert stability(wind_speed=3.0, local_hour=7) == "D"
    assert stability(wind_speed=1.0, local_hour=2) == "E"
    assert stability(wind_speed=6.0, local_hour=2) == "D"
