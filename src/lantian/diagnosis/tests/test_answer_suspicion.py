"""What people make of a suspicion, and who never sees it."""

import pytest

from lantian.accounts.queries import actor_of
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.assessment.tests import build as air
from lantian.assessment.tests.build import Lake
from lantian.diagnosis import actions, models, permissions, queries, states
from lantian.diagnosis.tests import build
from lantian.diagnosis.tests.build import NOW
from lantian.kernel.models import Event

ANALYST = air.an_actor(Role.DUTY_ANALYST)


@pytest.fixture
def number(lake: Lake) -> str:
    """An open suspicion with one candidate."""
    episode = build.an_episode(lake)
    build.a_source("NEAR", north_km=1.0)
    made = actions.suspect(episode_number=episode, now=NOW)
    assert made is not None
    return made


def state(number: str) -> str:
    return models.Suspicion.objects.get(number=number).state


def last_event() -> Event:
    return Event.objects.filter(name__startswith="diagnosis.").latest("id")


def test_dismissing_keeps_the_reason_and_tells(number: str) -> None:
    actions.dismiss(number=number, reason=" 已知的道路施工 ", by=ANALYST, now=NOW)
    assert (state(number), queries.suspicion(number, ANALYST).dismissed_reason) == (
        "dismissed",
        "已知的道路施工",
    )
    assert (last_event().name, last_event().by_id) == ("diagnosis.suspicion_dismissed", ANALYST.id)
    assert queries.open_suspicions(ANALYST) == []


def test_dismissing_without_a_reason_is_refused_and_leaves_no_trace(number: str) -> None:
    before = Event.objects.count()
    with pytest.raises(actions.ReasonMissing):
        actions.dismiss(number=number, reason="  ", by=ANALYST, now=NOW)
    assert state(number) == "open" and Event.objects.count() == before


def test_dismissing_twice_is_refused(number: str) -> None:
    actions.dismiss(number=number, reason="known", by=ANALYST, now=NOW)
    with pytest.raises(states.MoveRefused):
        actions.dismiss(number=number, reason="known", by=ANALYST, now=NOW)


@pytest.mark.parametrize("role", [Role.LEADER, Role.GRID_OFFICER, Role.UNIT_HEAD, Role.HANDLER])
def test_nobody_but_the_duty_analyst_dismisses(number: str, role: Role) -> None:
    with pytest.raises(NotAllowed):
        actions.dismiss(number=number, reason="x", by=air.an_actor(role), now=NOW)
    assert state(number) == "open"


def test_an_analyst_of_another_district_finds_nothing(number: str) -> None:
    stranger = air.an_actor(Role.DUTY_ANALYST, area="/d2/")
    with pytest.raises(models.Suspicion.DoesNotExist):
        queries.suspicion(number, stranger)
    with pytest.raises(models.Suspicion.DoesNotExist):
        actions.dismiss(number=number, reason="x", by=stranger, now=NOW)


@pytest.mark.parametrize("role", [Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER])
def test_the_desk_of_the_area_sees_it(number: str, role: Role) -> None:
    assert [one.number for one in queries.open_suspicions(air.an_actor(role))] == [number]


@pytest.mark.parametrize("unit", ["/d1/town-g1/firm-near/", "/d1/", "/d1/town-g1/"])
@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.HANDLER, Role.ADMINISTRATOR])
def test_units_and_their_handlers_never_see_a_candidate(number: str, role: Role, unit: str) -> None:
    by = air.an_actor(role, area="/d1/", unit=unit)
    assert not permissions.visible_suspicions(by).exists()
    with pytest.raises(models.Suspicion.DoesNotExist):
        queries.suspicion(number, by)


def test_an_officer_sees_it_only_once_sent(number: str) -> None:
    unit = air.an_organisation("town-g1")
    sent: Actor = actor_of(build.a_person("a", Role.GRID_OFFICER, unit))
    other: Actor = actor_of(build.a_person("b", Role.GRID_OFFICER, unit))
    assert not permissions.visible_suspicions(sent).exists()
    actions.mark_ordered(number=number, officer_ids=[sent.id], now=NOW, by_id=ANALYST.id)
    assert queries.suspicion(number, sent).state == "ordered"
    assert not permissions.visible_suspicions(other).exists()
    before = Event.objects.count()
    actions.mark_ordered(number=number, officer_ids=[sent.id], now=NOW, by_id=ANALYST.id)
    assert Event.objects.count() == before


def test_a_verdict_is_kept_once_per_visit_and_answers_the_suspicion(number: str) -> None:
    given = {
        "number": number,
        "source_code": "NEAR",
        "is_confirmed": True,
        "visit_ref": "inspections.visit:7",
    }
    actions.record_verdict(**given, now=NOW)
    actions.record_verdict(**given, now=NOW)
    assert state(number) == "answered" and models.Verdict.objects.count() == 1
    assert queries.suspicion(number, ANALYST).confirmed == ("NEAR",)
    assert Event.objects.filter(name="diagnosis.verdict_recorded").count() == 1
    assert queries.past_hits() == {"NEAR": 1}


def test_a_visit_that_found_nothing_confirms_nobody(number: str) -> None:
    actions.record_verdict(
        number=number, source_code="NEAR", is_confirmed=False, visit_ref="inspections.visit:8", now=NOW
    )
    assert queries.past_hits() == {} and queries.suspicion(number, ANALYST).confirmed == ()


def test_an_answered_suspicion_cannot_be_dismissed(number: str) -> None:
    actions.mark_answered(number=number, now=NOW)
    actions.mark_answered(number=number, now=NOW)
    with pytest.raises(states.MoveRefused):
        actions.dismiss(number=number, reason="x", by=ANALYST, now=NOW)
