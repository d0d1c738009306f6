"""Five levels of responsibility are written down when a case is filed, and stay as they were."""

from datetime import date, timedelta

import pytest

import build
from build import NOON, SINCE, Cast
from lantian.accounts.models import Head, Organisation, Person
from lantian.accounts.rules import NotAllowed
from lantian.cases import models
from lantian.cases.actions import answering
from lantian.cases.queries import responsibility
from lantian.cases.states import State


def _head(unit: str, who: int, seat: str, domains: tuple[str, ...] = ()) -> Head:
    return Head.objects.create(
        organisation=Organisation.objects.get(code=unit),
        person_id=who,
        seat=seat,
        domains=list(domains),
        valid_from=SINCE,
    )


@pytest.fixture
def staffed(cast: Cast) -> Cast:
    _head("hq", cast.leader.id, "government")
    _head("hq", cast.supervisor.id, "deputy", ("bare_land",))
    _head("hq", cast.analyst.id, "deputy", ("catering",))
    _head("town", cast.grid_head.id, "party")
    admin = build.an_actor("admin", role="administrator")
    answering.set_industry_duty(category="bare_land", unit="works", valid_from=SINCE, by=admin, now=NOON)
    return cast


def _chain(cast: Cast, number: str) -> list[tuple[str, str, str]]:
    lines = responsibility.responsibilities(number, cast.analyst, now=NOON)
    return [(line.tier, line.seat, line.name_zh) for line in lines]


def test_every_level_is_written_down_with_both_heads_and_the_deputy_in_charge(staffed: Cast) -> None:
    number = build.a_case(staffed, state=State.FILED)
    assert _chain(staffed, number) == [
        ("leader", "unit", "hq"),
        ("leader", "government", "leader"),
        ("leader", "deputy", "supervisor"),
        ("task_force", "unit", "desk"),
        ("department", "unit", "works"),
        ("locality", "unit", "town"),
        ("locality", "party", "grid_head"),
        ("locality", "grid", "grid_head"),
        ("firm", "unit", "site"),
    ]
    [event] = build.events("cases.responsibility_fixed")
    assert (event.facts["lines"], event.facts["without"]) == (9, 0)


def test_a_level_without_anybody_is_an_empty_line_and_counted(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED, source_code="")
    assert ("department", "unit", "") in _chain(cast, number)
    assert ("firm", "unit", "") in _chain(cast, number)
    assert build.events("cases.responsibility_fixed")[0].facts["without"] == 2


def test_later_holders_stand_beside_and_the_chain_stays(staffed: Cast) -> None:
    number = build.a_case(staffed, state=State.FILED)
    before = list(models.Responsibility.objects.values())
    Head.objects.filter(person_id=staffed.leader.id).update(valid_to=NOON.date() - timedelta(days=1))
    _head("hq", staffed.colleague.id, "government")
    Person.objects.filter(pk=staffed.supervisor.id).update(name_zh="renamed")
    lines = responsibility.responsibilities(number, staffed.analyst, now=NOON)
    [changed] = [line for line in lines if line.since]
    assert (changed.seat, changed.name_zh, changed.since.name_zh) == ("government", "leader", "colleague")
    assert "supervisor" in [line.name_zh for line in lines]
    build.walk(number, staffed, state=State.REOPENED, since=State.FILED)
    assert list(models.Responsibility.objects.values()) == before


def test_the_department_changes_from_a_day_on(staffed: Cast) -> None:
    admin = build.an_actor("other_admin", role="administrator")
    answering.set_industry_duty(
        category="bare_land", unit="roads", valid_from=date(2026, 12, 1), by=admin, now=NOON
    )
    named = {
        day: responsibility.industry_department("bare_land", on=day).code
        for day in (date(2026, 11, 30), date(2026, 12, 1))
    }
    assert named == {date(2026, 11, 30): "works", date(2026, 12, 1): "roads"}


def test_only_the_administrator_of_the_area_names_departments(staffed: Cast) -> None:
    given = {"category": "coal", "unit": "works", "valid_from": SINCE, "now": NOON}
    for by in (staffed.leader, staffed.analyst, staffed.unit_head):
        with pytest.raises(NotAllowed):
            answering.set_industry_duty(by=by, **given)
    far = build.an_actor("far", role="administrator", unit="roads", area="roads")
    with pytest.raises(Organisation.DoesNotExist):
        answering.set_industry_duty(by=far, **given)


def test_a_stranger_does_not_see_the_chain(staffed: Cast) -> None:
    number = build.a_case(staffed, state=State.FILED)
    with pytest.raises(models.Case.DoesNotExist):
        responsibility.responsibilities(number, staffed.outsider, now=NOON)
