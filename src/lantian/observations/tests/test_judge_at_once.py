"""Of two people who judge one flag at once one decides, and the other is told; on real connections."""

from pathlib import Path

import pytest

from build import second_while_first
from lantian.accounts.models import Organisation, Person
from lantian.accounts.queries import actor_of
from lantian.accounts.rules import Actor
from lantian.observations import actions, models
from lantian.observations.states import FlagMoved
from lantian.observations.tests import build
from lantian.observations.tests.test_judge_flag import NOW, found, propose, the_flag

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two() -> list[Actor]:
    unit = Organisation.objects.create(code="hq", name_zh="办", name_en="Office", kind="office", path="/hq/")
    return [
        actor_of(
            Person.objects.create(
                username=name, name_zh=name, name_en=name, role="duty_analyst", organisation=unit, area=unit
            )
        )
        for name in ("first", "second")
    ]


def test_two_people_judge_one_flag(home: Path, two: list[Actor]) -> None:
    build.a_device()
    first, second = two
    propose(found())
    number = the_flag().pk
    outcomes = second_while_first(
        lambda: actions.accept_flag(flag_id=number, by=first, reason="stuck", now=NOW),
        lambda: actions.reject_flag(flag_id=number, by=second, reason="calm", now=NOW),
    )
    assert outcomes[0] == "done" and isinstance(outcomes[1], FlagMoved), outcomes
    row = the_flag()
    assert (row.state, row.judged_by_id, row.judged_reason) == ("accepted", first.id, "stuck")
    assert models.Flag.objects.count() == 1
