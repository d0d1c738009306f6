"""Targets: with their paper, one at a time for a stretch."""

from datetime import date
from decimal import Decimal

import pytest

from lantian.accounts.rules import NotAllowed, Role
from lantian.assessment import actions, models
from lantian.assessment.rules import targets
from lantian.assessment.tests.build import NOW, an_actor
from lantian.kernel.models import Event

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
pytestmark = pytest.mark.django_db


def a_target(**more):
    given = {
        "subject_kind": "region", "subject": "D1", "figure": "pm25", "value": Decimal(45),
        "source": "年度目标任务书", "by": None, "now": NOW, **YEAR,
    }  # fmt: skip
    return actions.set_target(**given | more)


def test_a_target_says_in_which_sense_it_is_met() -> None:
    assert a_target().sense == models.Target.Sense.AT_MOST
    assert a_target(figure="good_days", value=Decimal(230)).sense == models.Target.Sense.AT_LEAST
    assert Event.objects.filter(name="assessment.target_set").count() == 2


def test_setting_it_again_sets_the_earlier_one_aside() -> None:
    a_target()
    a_target(value=Decimal(44))
    current = models.Target.objects.get(withdrawn_at__isnull=True)
    assert current.value == 44
    assert models.Target.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"figure": "noise"}, targets.UnknownFigure),
        ({"last": date(2025, 12, 31)}, targets.StretchBackward),
        ({"source": " "}, targets.NoSource),
        ({"value": Decimal(-1)}, targets.BelowNothing),
        ({"figure": "good_days", "value": Decimal(366)}, targets.MoreThanThereAre),
        ({"figure": "place", "value": Decimal("1.5")}, targets.NotWhole),
        ({"first": date(26, 1, 1)}, targets.OutOfTime),
        ({"last": date(2126, 12, 31)}, targets.OutOfTime),
        ({"value": Decimal(1001)}, targets.TooLarge),
        ({"figure": "co", "value": Decimal(101)}, targets.TooLarge),
    ],
)
def test_refuses_what_nobody_could_meet_and_leaves_no_trace(more, refusal) -> None:
    with pytest.raises(refusal):
        a_target(**more)
    assert not models.Target.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "is_refused"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), False),
        (date(2025, 1, 1), date(2027, 12, 31), False),
        (date(2027, 1, 1), date(2027, 12, 31), False),
        (date(2026, 12, 31), date(2027, 1, 1), True),
        (date(2025, 7, 1), date(2026, 6, 30), True),
    ],
)
def test_two_targets_lie_within_one_another_or_apart(first, last, is_refused) -> None:
    a_target()
    if is_refused:
        with pytest.raises(targets.Overlaps):
            a_target(first=first, last=last)
    else:
        a_target(first=first, last=last)
    a_target(first=first, last=last, figure="pm10")
    assert models.Target.objects.count() == (2 if is_refused else 3)


def test_a_stranger_sets_none() -> None:
    with pytest.raises(NotAllowed):
        a_target(by=an_actor(Role.LEADER))
    assert not models.Target.objects.exists()
