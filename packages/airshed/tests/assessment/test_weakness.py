from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.assessment import weakness
from airshed.assessment.composition import Composition
from airshed.assessment.gap import UnknownUnit
from airshed.indices import composite
from airshed.standards.tables import POLLUTANTS

PLAIN = Composition(denominators=composite.denominators_2012())
CLEAN = {"so2": 6.0, "no2": 20.0, "co": 0.4, "o3": 80.0, "pm10": 35.0, "pm25": 14.0}
PEERS = {
    name: CLEAN | {"pm10": 60.0 + 10 * k, "pm25": 30.0 + 5 * k, "no2": 20.0 + k}
    for k, name in enumerate("abc")
}


def indicator(found: weakness.Weakness, code: str) -> weakness.Indicator:
    """One pollutant's comparisons."""
    return next(one for one in found.indicators if one.pollutant == code)


def test_the_two_worst_are_named_in_standard_deviations_of_the_peers() -> None:
    own = CLEAN | {"pm10": 90.0, "pm25": 45.0, "no2": 20.0}
    found = weakness.weakness(
        "d", PEERS | {"d": own}, composition=PLAIN,
        targets={"pm10": 70.0, "pm25": 45.0}, last_year={"pm10": 100.0, "pm25": 35.0},
    )  # fmt: skip
    assert found.worst == ("pm25", "pm10")
    pm10 = indicator(found, "pm10")
    assert (pm10.peers_mean, pm10.peers_deviation, pm10.n_peers) == (Decimal("70.00"), Decimal("10.00"), 3)
    assert [str(one) for one in (pm10.by_peers, pm10.by_target, pm10.by_last_year, pm10.score)] == [
        "2.00", "2.00", "-1.00", "1.00",
    ]  # fmt: skip
    assert [str(one) for one in (indicator(found, "pm25").by_peers, indicator(found, "pm25").score)] == [
        "2.00", "1.33",
    ]  # fmt: skip
    assert indicator(found, "no2").score == Decimal("-1.00")


def test_what_has_nothing_to_rest_on_is_not_compared() -> None:
    alike = weakness.weakness("d", PEERS | {"d": CLEAN}, composition=PLAIN, targets=CLEAN)
    assert indicator(alike, "so2").by_target is None  # all peers alike: no yardstick
    two = weakness.weakness("c", {name: PEERS[name] for name in "abc"}, composition=PLAIN)
    assert (two.worst, indicator(two, "pm10").by_peers, indicator(two, "pm10").n_peers) == ((), None, 2)
    missing = weakness.weakness("d", PEERS | {"d": {"pm10": float("nan"), "co": None}}, composition=PLAIN)
    assert missing.indicators == ()
    with pytest.raises(UnknownUnit):
        weakness.weakness("z", PEERS, composition=PLAIN)


def test_a_clean_unit_has_no_weak_pollutant() -> None:
    assert weakness.weakness("d", PEERS | {"d": CLEAN}, composition=PLAIN).worst == ()


def test_shares_follow_weights_and_need_all_six() -> None:
    plain = weakness.index_shares(CLEAN, composition=PLAIN)
    heavy = Composition(denominators=composite.denominators_2012(), weights={"pm25": 3})
    assert (plain["pm25"], plain["so2"]) == (Decimal("19.0"), Decimal("4.8"))
    assert weakness.index_shares(CLEAN, composition=heavy)["pm25"] == Decimal("41.4")
    assert weakness.index_shares(CLEAN | {"co": None}, composition=PLAIN) == {}
    assert weakness.index_shares(dict.fromkeys(POLLUTANTS, 0), composition=PLAIN) == {}


def test_the_gap_is_shared_out_with_its_signs() -> None:
    own = CLEAN | {"pm10": 49.0, "no2": 16.0}
    assert weakness.gap_shares(own, CLEAN, composition=PLAIN)["no2"] == Decimal("-100.0")
    assert weakness.gap_shares(CLEAN, CLEAN, composition=PLAIN) == {}
    assert weakness.gap_shares(own, CLEAN | {"co": None}, composition=PLAIN) == {}


@given(st.fixed_dictionaries({code: st.integers(0, 300) for code in POLLUTANTS}))
def test_shares_add_up_to_all(values: dict[str, int]) -> None:
    found = weakness.index_shares(values, composition=PLAIN)
    assert not found or abs(sum(found.values()) - 100) <= Decimal("0.3")
