from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.assessment import allowance
from airshed.assessment.percentile import percentile
from airshed.assessment.period import PERCENT, PeriodRounding
from airshed.assessment.reach import Reach
from airshed.standards import gbt8170
from airshed.standards.tables import POLLUTANTS

MEANS = st.sampled_from([code for code in POLLUTANTS if code not in PERCENT])
PERCENTILES = st.sampled_from(list(PERCENT))
ROUNDINGS = st.sampled_from(PeriodRounding)
SO_FAR = st.lists(st.integers(0, 300), max_size=40)


def published(values: list[Fraction], *, pollutant: str, rounding: PeriodRounding) -> Fraction:
    """The period value as it would be published."""
    exact = (
        percentile(values, percent=PERCENT[pollutant])
        if pollutant in PERCENT
        else sum(values, Fraction(0)) / len(values)
    )
    digits = (pollutant == "co") + (rounding is PeriodRounding.ONE_MORE)
    return Fraction(gbt8170.round_to(exact, digits=digits))


@settings(deadline=None)
@given(SO_FAR, MEANS, st.integers(1, 40), st.integers(0, 300), ROUNDINGS)
def test_the_sum_meets_the_target_and_one_more_does_not(
    values: list[int], pollutant: str, remaining: int, target: int, rounding: PeriodRounding
) -> None:
    found = allowance.allowance(
        values, pollutant=pollutant, remaining=remaining, target=target, rounding=rounding
    )

    def with_rest(total: int) -> Fraction:
        rest = [Fraction(total), *([Fraction(0)] * (remaining - 1))]
        return published([*map(Fraction, values), *rest], pollutant=pollutant, rounding=rounding)

    if found.total is None:
        assert found.reason is Reach.EVEN_WITH_ZERO
        assert with_rest(0) > target
    else:
        assert with_rest(int(found.total)) <= target < with_rest(int(found.total) + 1)
        assert found.level == Fraction(found.total) / remaining
        assert found.shown <= found.level < found.shown + Decimal("0.1")


@settings(deadline=None)
@given(SO_FAR, PERCENTILES, st.integers(1, 40), st.integers(0, 300), ROUNDINGS)
def test_the_common_level_meets_the_target_and_one_step_more_does_not(
    values: list[int], pollutant: str, remaining: int, target: int, rounding: PeriodRounding
) -> None:
    found = allowance.allowance(
        values, pollutant=pollutant, remaining=remaining, target=target, rounding=rounding
    )
    step = Fraction(1, 10) if pollutant == "co" else Fraction(1)

    def with_rest(level: Fraction) -> Fraction:
        return published(
            [*map(Fraction, values), *([level] * remaining)], pollutant=pollutant, rounding=rounding
        )

    if found.level is not None:
        assert with_rest(found.level) <= target < with_rest(found.level + step)
    elif found.reason is Reach.EVEN_WITH_ZERO:
        assert with_rest(Fraction(0)) > target
    else:
        assert found.reason is Reach.ANY_VALUE
        assert with_rest(Fraction(10**6)) <= target


@settings(deadline=None)
@given(SO_FAR, PERCENTILES, st.integers(1, 40), st.integers(0, 300), st.integers(0, 300), ROUNDINGS)
def test_so_many_days_may_be_above_and_no_more(
    values: list[int], pollutant: str, remaining: int, target: int, above: int, rounding: PeriodRounding
) -> None:
    found = allowance.days_above(
        values, pollutant=pollutant, remaining=remaining, target=target, above=above, rounding=rounding
    )

    def with_days(days: int, *, rest: int = above) -> Fraction:
        filled = [Fraction(10**7)] * days + [Fraction(rest)] * (remaining - days)
        return published([*map(Fraction, values), *filled], pollutant=pollutant, rounding=rounding)

    if found.days is not None:
        assert with_days(found.days) <= target
        assert found.days == remaining or with_days(found.days + 1) > target
    else:
        assert with_days(0) > target
        assert (with_days(0, rest=0) <= target) == (found.reason is Reach.REST_TOO_HIGH)


def test_a_year_of_fine_particles_to_the_target() -> None:
    found = allowance.allowance(
        [40, None, float("nan")] + [40] * 299, pollutant="pm25", remaining=65, target=35
    )
    assert (found.n_so_far, found.so_far, found.target) == (300, 40, Decimal(35))
    assert found.total == 957  # 365 × 35.5 = 12957.5, less 12000, not the half itself: 35 is odd
    assert found.level == Fraction(957, 65)
    assert found.against_so_far == Fraction(957, 65) - 40


def test_the_half_itself_is_allowed_where_it_goes_down() -> None:
    even = allowance.allowance([34], pollutant="pm25", remaining=1, target=34)
    odd = allowance.allowance([35], pollutant="pm25", remaining=1, target=35)
    assert (even.total, odd.total) == (35, 35)  # 34.5 rounds to 34, 35.5 would round to 36


def test_carbon_monoxide_goes_in_tenths() -> None:
    found = allowance.allowance([0.9] * 19, pollutant="co", remaining=1, target=0.9)
    assert (found.level, found.total) == (Fraction(9, 5), Decimal("1.8"))  # 0.9 + 5 % of 1.0 would rise


@pytest.mark.parametrize(
    ("values", "pollutant", "remaining", "target", "reason"),
    [
        ([100] * 30, "pm10", 1, 70, Reach.EVEN_WITH_ZERO),
        ([200] * 30, "o3", 1, 160, Reach.EVEN_WITH_ZERO),
        ([100] * 30, "o3", 1, 160, Reach.ANY_VALUE),
        ([], "pm10", 0, 70, Reach.NOTHING_REMAINS),
        ([50], "pm10", 0, 70, Reach.NOTHING_REMAINS),
    ],
)
def test_what_cannot_be_told_has_its_reason(
    values: list[int], pollutant: str, remaining: int, target: int, reason: Reach
) -> None:
    found = allowance.allowance(values, pollutant=pollutant, remaining=remaining, target=target)
    assert (found.reason, found.total, found.level, found.shown, found.against_so_far) == (
        reason,
        *[None] * 4,
    )


def test_nothing_measured_yet_leaves_the_whole_period() -> None:
    found = allowance.allowance([], pollutant="pm10", remaining=10, target=70)
    assert (found.so_far, found.total, found.against_so_far) == (None, 705, None)


def test_days_above_are_told_of_percentiles_only_and_of_days_that_exist() -> None:
    with pytest.raises(allowance.NotAPercentile, match="'pm10' is a mean"):
        allowance.days_above([1], pollutant="pm10", remaining=1, target=70, above=70)
    with pytest.raises(allowance.NegativeRemaining, match="-1 days"):
        allowance.allowance([1], pollutant="pm10", remaining=-1, target=70)
    assert (
        allowance.days_above([1], pollutant="o3", remaining=0, target=1, above=1).reason
        is Reach.NOTHING_REMAINS
    )


def test_days_above_so_far_are_counted() -> None:
    found = allowance.days_above([170] * 5 + [100] * 95, pollutant="o3", remaining=100, target=160, above=160)
    assert (found.n_above_so_far, found.n_so_far, found.above) == (5, 100, Decimal(160))
    assert found.days == 14  # 200 days: k = 180.1, so 19 of 200 may be above


@settings(deadline=None)
@given(st.integers(1, 366), st.decimals(0, 100, places=1))
def test_the_share_of_good_days_is_kept_with_the_bad_days_allowed(days: int, share: Decimal) -> None:
    bad = allowance.most_bad_days(days=days, share=share)

    def told(bad_days: int) -> Decimal:
        return gbt8170.round_to(Fraction(100 * (days - bad_days), days), digits=1)

    assert told(bad) >= share > told(bad + 1)


def test_caps_of_lower_levels_count_for_higher_ones() -> None:
    found = allowance.classes_allowed(
        [0, 50, 51, 100, 101, 150, 151, 201, 301, 500, None], remaining=20, most={3: 10, 5: 4}
    )
    assert found.so_far == {1: 2, 2: 2, 3: 2, 4: 1, 5: 1, 6: 2}
    assert found.allowed == {1: 20, 2: 20, 3: 4, 4: 4, 5: 1, 6: 1}


def test_a_cap_that_is_passed_allows_nothing_at_that_level_or_above() -> None:
    found = allowance.classes_allowed([120] * 3, remaining=5, most={3: 2})
    assert found.allowed == {1: 5, 2: 5, 3: None, 4: None, 5: None, 6: None}
    assert allowance.classes_allowed([], remaining=0, most={}).allowed[6] == 0
    assert allowance.most_bad_days(days=0, share=80) == 0
