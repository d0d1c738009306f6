from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.assessment import reach
from airshed.standards import gbt8170


@given(st.integers(-2000, 2000), st.integers(-1, 2), st.fractions(Fraction(1, 999), 50))
def test_the_bounds_are_where_the_rounded_value_turns(target: int, digits: int, scale: Fraction) -> None:
    wanted = Fraction(target) / 10**digits
    upper, lower = reach.at_most(wanted, digits=digits), reach.at_least(wanted, digits=digits)

    def rounded(steps: int) -> Fraction:
        return Fraction(gbt8170.round_to(steps * scale, digits=digits))

    most, least = upper.most_steps(scale=scale), lower.least_steps(scale=scale)
    assert rounded(most) <= wanted < rounded(most + 1)
    assert rounded(least) >= wanted > rounded(least - 1)


def test_a_target_between_two_published_values_counts_as_the_one_that_keeps_it() -> None:
    assert reach.at_most(35.4, digits=0) == reach.at_most(35, digits=0)
    assert reach.at_least(79.96, digits=1) == reach.at_least(80, digits=1)


@pytest.mark.parametrize("why", list(reach.Reach))
def test_every_reason_has_two_sentences(why: reach.Reach) -> None:
    assert reach.sentence(why) != reach.sentence(why, language="en")
