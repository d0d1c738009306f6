from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.assessment import gap
from airshed.assessment.composition import Composition
from airshed.assessment.period import PeriodRounding
from airshed.assessment.reach import Reach
from airshed.indices import composite
from airshed.indices.composite import CompositeRounding
from airshed.standards.tables import POLLUTANTS

PLAIN = Composition(denominators=composite.denominators_2012())
CLEAN = {"so2": 6, "no2": 20, "co": 0.4, "o3": 80, "pm10": 35, "pm25": 14}
COMPOSITIONS = st.builds(
    Composition,
    denominators=st.just(composite.denominators_2012()),
    rounding=st.sampled_from(CompositeRounding),
    weights=st.sampled_from([None, {"pm25": 3, "no2": 2, "o3": 2}]),
    values=st.sampled_from(PeriodRounding),
)
ROWS = st.fixed_dictionaries(
    {
        code: st.integers(0, 60).map(lambda n: n / 10) if code == "co" else st.integers(0, 250)
        for code in POLLUTANTS
    }
)


def with_change(row: dict[str, float], step: gap.Step, *, more: Fraction = Fraction(0)) -> dict[str, object]:
    """A row after a step, or after a step less of it."""
    return row | {step.pollutant: Fraction(step.value) + more}


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, min_size=2, max_size=4), COMPOSITIONS)
def test_each_step_is_the_smallest_that_does_it(
    rows: list[dict[str, float]], composition: Composition
) -> None:
    values = dict(zip("abcd", rows, strict=False))
    found = gap.gap("a", values, composition=composition)
    for rival, sign in ((found.above, 1), (found.below, -1)):
        if rival is None:
            continue
        for code in POLLUTANTS:
            for step, is_strict in ((rival.tie[code], False), (rival.strict[code], True)):
                if step.reason is Reach.EVEN_WITH_ZERO:
                    lowest = composition.total(rows[0] | {code: 0})
                    assert lowest > rival.total or (is_strict and lowest == rival.total)
                    continue
                done = composition.total(with_change(rows[0], step))
                less = composition.total(with_change(rows[0], step, more=sign * composition.step(code)))
                ahead, short = ((rival.total - total) * sign for total in (done, less))
                assert (ahead > 0 if is_strict else ahead >= 0) and done == step.total
                assert short <= 0 if is_strict else short < 0
                assert step.change == Decimal(str(step.value)) - Decimal(str(rows[0][code]))
                assert step.change * sign < 0


def test_the_next_place_up_and_the_one_below() -> None:
    values = {
        "a": CLEAN,
        "b": CLEAN | {"pm10": 42},
        "c": CLEAN | {"pm10": 42},
        "d": CLEAN | {"pm10": 49},
        "e": CLEAN | {"pm10": 50},
        "x": CLEAN | {"so2": None},
    }
    found = gap.gap("d", values, composition=PLAIN)
    assert (found.place, found.total, found.level) == (4, Decimal("2.30"), ())
    above, below = found.above, found.below
    assert (above.units, above.place, above.difference) == (("b", "c"), 2, Decimal("-0.10"))
    assert (above.tie["pm10"].change, above.tie["pm10"].place, above.tie["pm10"].gained) == (-7, 2, 2)
    assert (above.strict["pm10"].change, above.strict["pm10"].gained) == (-8, 2)
    # without any CO the index is 0.10 less: level, never past
    assert (above.tie["co"].change, above.strict["co"].reason) == (Decimal("-0.4"), Reach.EVEN_WITH_ZERO)
    assert (below.units, below.difference) == (("e",), Decimal("0.01"))
    assert (below.tie["pm10"].change, below.tie["pm10"].gained) == (1, 0)
    assert (below.strict["pm10"].change, below.strict["pm10"].gained) == (2, -1)


def test_who_shares_the_place_is_named_and_is_neither_above_nor_below() -> None:
    found = gap.gap("b", {"a": CLEAN, "b": CLEAN, "c": CLEAN}, composition=PLAIN)
    assert (found.place, found.level, found.above, found.below) == (1, ("a", "c"), None, None)


def test_without_an_index_there_is_a_reason_and_without_values_a_refusal() -> None:
    found = gap.gap("a", {"a": CLEAN | {"co": None}, "b": CLEAN}, composition=PLAIN)
    assert (found.place, found.total, found.reason) == (None, None, Reach.NO_INDEX)
    with pytest.raises(gap.UnknownUnit, match="'z' is not among"):
        gap.gap("z", {"a": CLEAN}, composition=PLAIN)


def test_a_pollutant_without_weight_moves_nothing() -> None:
    unweighted = Composition(denominators=composite.denominators_2012(), weights={"so2": 0})
    found = gap.gap(
        "b", {"a": CLEAN, "b": CLEAN | {"pm10": 40}, "c": CLEAN | {"pm10": 50}}, composition=unweighted
    )
    assert found.above.tie["so2"].reason is Reach.EVEN_WITH_ZERO
    assert found.below.tie["so2"].reason is Reach.NO_EFFECT


def test_a_step_becomes_what_the_rest_of_the_year_may_be() -> None:
    found = gap.gap("b", {"a": CLEAN, "b": CLEAN | {"pm10": 40}}, composition=PLAIN)
    needed = gap.needed_in_rest(found.above.strict["pm10"], [40] * 300, remaining=65, composition=PLAIN)
    assert (needed.target, needed.total) == (34, 592)  # 365 × 34.5 = 12592.5, less 12000
    assert needed.against_so_far == Fraction(592, 65) - 40
    ozone = gap.needed_in_rest(found.above.tie["o3"], [60] * 300, remaining=65, composition=PLAIN)
    assert (ozone.target, ozone.level) == (69, 69)
    with pytest.raises(gap.NoStep, match="no step of co: even_with_zero"):
        gap.needed_in_rest(
            gap.Step(
                pollutant="co", change=None, value=None, total=None, place=None, gained=None,
                reason=Reach.EVEN_WITH_ZERO,
            ),
            [], remaining=1, composition=PLAIN,
        )  # fmt: skip
