import json

import pytest

from airshed.quality import flags, registry, rules
from airshed.quality.decoupled import Decoupled
from airshed.quality.negative import Negative
from airshed.quality.ranges import Range
from airshed.quality.registry import CHECKS, Row
from airshed.quality.rules import UnknownParameter, WrongValue
from airshed.quality.spike import Spike


@pytest.mark.parametrize("row", CHECKS, ids=lambda row: row.check.code)
def test_every_rule_comes_back_from_its_own_json(row: Row) -> None:
    held = json.loads(flags.written_rule(row.rule))
    assert flags.written_rule(registry.rule_of(row.check.code, held)) == flags.written_rule(row.rule)


def test_naming_one_pollutant_leaves_the_others_alone() -> None:
    rule = rules.changed(Spike(), {"least": {"co": 2}}, check="spike")
    assert rule.least["co"] == 2.0 and rule.least["o3"] == Spike().least["o3"]
    assert rule.hours == Spike().hours


def test_an_empty_table_takes_any_names() -> None:
    rule = rules.changed(Range(), {"instruments": {"a:pm10": "beta_1000"}}, check="range")
    assert dict(rule.instruments) == {"a:pm10": "beta_1000"}


def test_lists_and_pairs_are_taken_as_such() -> None:
    assert rules.changed(Negative(), {"fillers": [-1, -2.5]}, check="negative").fillers == (-1.0, -2.5)
    assert rules.changed(Decoupled(), {"usual": [0.1, 0.5]}, check="decoupled").usual == (0.1, 0.5)


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        (
            {"size": 1},
            UnknownParameter,
            "the check spike has no parameter 'size'; its parameters are hours, ratio",
        ),
        (
            {"least": {"radon": 1}},
            UnknownParameter,
            "no parameter 'least.radon'; its parameters are least.pm25",
        ),
        ({"least": 3}, WrongValue, "least of the check spike is 3; a table by parameter is needed"),
        (
            {"least": {"co": -1}},
            WrongValue,
            "least.co of the check spike is -1; a number from 0 on is needed",
        ),
        ({"ratio": True}, WrongValue, "ratio of the check spike is True; a finite number is needed"),
        ({"ratio": float("nan")}, WrongValue, "ratio of the check spike is nan; a finite number is needed"),
        ({"hours": 0}, WrongValue, "hours of the check spike is 0; a whole number from 1 on is needed"),
        ({"hours": 2.0}, WrongValue, "hours of the check spike is 2.0; a whole number from 1 on is needed"),
    ],
)
def test_what_does_not_fit_is_named(values: dict[str, object], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as refused:
        rules.changed(Spike(), values, check="spike")
    assert sentence in str(refused.value)


@pytest.mark.parametrize("usual", [[0.5], [0.6, 0.2], "wide", [0.1, None]])
def test_a_pair_is_two_numbers_in_order(usual: object) -> None:
    with pytest.raises(WrongValue, match="usual of the check decoupled"):
        rules.changed(Decoupled(), {"usual": usual}, check="decoupled")
