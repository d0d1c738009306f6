"""Checks propose, people decide: a proposal changes no number, an accepted one does, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lantian.accounts.models import Organisation, Person
from lantian.accounts.queries import actor_of
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.kernel.models import Event
from lantian.observations import actions, models, queries, rules, states
from lantian.observations.states import State
from lantian.observations.tests import build
from lantian.observations.tests.build import NOON
from lantian.registry.models import Device

HOUR = timedelta(hours=1)
NOW = NOON + 9 * HOUR


@pytest.fixture
def analyst(db: None) -> Actor:
    unit = Organisation.objects.create(code="hq", name_zh="办", name_en="Office", kind="office", path="/hq/")
    made = Person.objects.create(
        username="analyst", name_zh="值班", name_en="Duty", role="duty_analyst", organisation=unit, area=unit
    )
    return actor_of(made)


@pytest.fixture
def recorded(home: Path, device: Device) -> list[int]:
    frames = [build.a_frame({"pm10": str(n), "so2": "5"}, at=NOON + n * HOUR) for n in range(3)]
    return build.record(home, *frames)


def found(first: int = 1, last: int = 1, **other: object) -> rules.Proposal:
    made = rules.Proposal(
        station="ST01", parameter="pm10", first=NOON + first * HOUR, last=NOON + last * HOUR,
        check_name="flatline", check_version="1", severity="doubtful", seen_zh="连续相同", seen_en="flat",
        numbers={"measure": "equal hours", "observed": 9.0, "reference": 5.0, "threshold": 6.0},
        parameters={"hours": 5},
    )  # fmt: skip
    return replace(made, **other)


def propose(*proposals: rules.Proposal) -> tuple[int, int]:
    return tuple(actions.propose_flags(proposals=proposals, now=NOW))


def the_flag() -> models.Flag:
    return models.Flag.objects.get()


def pm10(**options: object) -> list[float | None]:
    return queries.hourly(since=NOON, until=NOON + 3 * HOUR, **options)["pm10"].to_list()


def stretches() -> list[tuple[str, float, float]]:
    return [
        (row.state, (row.first_begins_at - NOON) / HOUR, (row.last_begins_at - NOON) / HOUR)
        for row in models.Flag.objects.order_by("id")
    ]


def test_a_proposal_is_shown_with_its_numbers_and_changes_none(recorded: list[int]) -> None:
    before = queries.lake_position()
    assert propose(found()) == (1, 0)
    row = the_flag()
    assert (row.kind, row.state, row.check_version, row.severity) == ("suspect", "proposed", "1", "doubtful")
    assert row.evidence["observed"] == 9.0 and row.check_parameters == {"hours": 5}
    assert pm10() == [0.0, 1.0, 2.0] and queries.lake_position() == before
    reading = queries.reading(station="ST01", parameter="pm10", begins_at=NOON + HOUR)
    assert reading.counts and [note.reason for note in reading.flags] == ["连续相同"]
    facts = Event.objects.get(name="observations.flags_proposed").facts
    assert (facts["made"], facts["stations"], facts["checks"]) == (1, ["ST01"], ["flatline"])


def test_the_same_finding_leaves_no_trace_and_a_longer_one_extends_it(recorded: list[int]) -> None:
    propose(found())
    assert propose(found()) == (0, 0)
    assert Event.objects.filter(name="observations.flags_proposed").count() == 1
    assert propose(found(1, 4)) == (0, 1)
    assert propose(found(3, 5), found(7, 8)) == (0, 1), "stretches so near are one"
    assert stretches() == [("proposed", 1, 8)]
    assert propose(found(20, 21), found(20, 21, check_name="spike")) == (2, 0)


def test_two_findings_of_one_run_that_touch_are_one_proposal(recorded: list[int]) -> None:
    assert propose(found(1, 2), found(4, 6)) == (1, 0)
    assert stretches() == [("proposed", 1, 6)]


def test_an_accepted_proposal_takes_the_readings_out_from_then_on(
    recorded: list[int], analyst: Actor
) -> None:
    propose(found())
    before = queries.lake_position()
    actions.accept_flag(flag_id=the_flag().pk, by=analyst, reason=" inlet blocked ", now=NOW)
    row = the_flag()
    assert (row.state, row.kind, row.judged_by_id, row.judged_reason) == (
        "accepted", "invalid", analyst.id, "inlet blocked",
    )  # fmt: skip
    assert pm10() == [0.0, None, 2.0] and pm10(keep_rejected=True) == [0.0, 1.0, 2.0]
    assert pm10(as_of=before) == [0.0, 1.0, 2.0], "what was computed before can be repeated"
    (then,) = queries.reading(station="ST01", parameter="pm10", begins_at=NOON + HOUR, as_of=before).flags
    (today,) = queries.reading(station="ST01", parameter="pm10", begins_at=NOON + HOUR).flags
    assert (then.kind, then.author, today.kind, today.reason) == (
        "suspect", "flatline", "invalid", "inlet blocked",
    )  # fmt: skip
    event = Event.objects.get(name="observations.flag_accepted")
    assert (event.by_id, event.facts["kind"], event.facts["position"]) == (analyst.id, "invalid", before + 1)


def test_a_rejected_proposal_goes_and_does_not_come_back(recorded: list[int], analyst: Actor) -> None:
    propose(found(1, 4))
    actions.reject_flag(flag_id=the_flag().pk, by=analyst, reason="road works", now=NOW)
    assert (the_flag().state, the_flag().kind, pm10()) == ("rejected", "suspect", [0.0, 1.0, 2.0])
    assert not queries.reading(station="ST01", parameter="pm10", begins_at=NOON + HOUR).flags
    assert propose(found(1, 4)) == (0, 0)
    assert propose(found(1, 9)) == (0, 0), "an hour more is the same finding"
    assert propose(found(1, 10)) == (1, 0), "six hours more are worth another look"
    assert stretches() == [("rejected", 1, 4), ("proposed", 5, 10)]


def test_what_goes_on_behind_an_accepted_stretch_is_proposed_at_once(
    recorded: list[int], analyst: Actor
) -> None:
    propose(found(1, 4))
    actions.accept_flag(flag_id=the_flag().pk, by=analyst, reason="stuck", now=NOW)
    assert propose(found(1, 4)) == (0, 0)
    assert propose(found(1, 5)) == (1, 0)
    assert stretches() == [("accepted", 1, 4), ("proposed", 5, 5)]


def test_a_restored_flag_lets_the_readings_count_again(recorded: list[int], analyst: Actor) -> None:
    propose(found())
    actions.accept_flag(flag_id=the_flag().pk, by=analyst, reason="stuck", now=NOW)
    between = queries.lake_position()
    actions.restore(flag_id=the_flag().pk, by=analyst, reason="it was still air", now=NOW)
    assert (the_flag().state, pm10()) == ("lifted", [0.0, 1.0, 2.0])
    assert pm10(as_of=between) == [0.0, None, 2.0]
    assert Event.objects.get(name="observations.flag_lifted").facts["reason"] == "it was still air"
    assert propose(found()) == (0, 0)


def test_the_second_of_two_people_is_told_and_writes_nothing(recorded: list[int], analyst: Actor) -> None:
    propose(found())
    flag = the_flag().pk
    with pytest.raises(states.FlagMoved, match="proposed now"):
        actions.restore(flag_id=flag, by=analyst, reason="too early", now=NOW)
    actions.reject_flag(flag_id=flag, by=analyst, reason="fine", now=NOW)
    for act in (actions.accept_flag, actions.reject_flag, actions.restore):
        with pytest.raises(states.FlagMoved, match="rejected now"):
            act(flag_id=flag, by=analyst, reason="again", now=NOW)
    assert (the_flag().state, the_flag().judged_reason) == ("rejected", "fine")


def test_consequences_read_for_other_hours_are_not_confirmed(recorded: list[int], analyst: Actor) -> None:
    propose(found(1, 2))
    seen = (NOON + HOUR, NOON + 2 * HOUR)
    propose(found(1, 3))
    with pytest.raises(actions.FlagGrew):
        actions.accept_flag(flag_id=the_flag().pk, by=analyst, reason="stuck", now=NOW, seen=seen)
    assert the_flag().state == State.PROPOSED
    actions.accept_flag(
        flag_id=the_flag().pk, by=analyst, reason="stuck", now=NOW, seen=(seen[0], NOON + 3 * HOUR)
    )


@pytest.mark.parametrize("act", [actions.accept_flag, actions.reject_flag, actions.restore])
def test_a_reason_and_the_right_role_are_needed(recorded: list[int], analyst: Actor, act: object) -> None:
    propose(found())
    flag = the_flag().pk
    with pytest.raises(actions.ReasonMissing):
        act(flag_id=flag, by=analyst, reason="  ", now=NOW)
    with pytest.raises(NotAllowed):
        act(flag_id=flag, by=replace(analyst, role=Role.LEADER), reason="so it is", now=NOW)
    assert the_flag().state == "proposed"


def test_other_flags_may_be_supposed_and_nothing_is_written(recorded: list[int], analyst: Actor) -> None:
    propose(found())
    stretch = queries.FlagStretch(
        station="ST01", parameter="pm10", first=NOON, last=NOON, kind="invalid", reason=""
    )
    assert pm10(supposed=queries.Supposed(invalid=(stretch,))) == [None, 1.0, 2.0]
    actions.accept_flag(flag_id=the_flag().pk, by=analyst, reason="stuck", now=NOW)
    assert pm10(supposed=queries.Supposed(lifted=frozenset({the_flag().pk}))) == [0.0, 1.0, 2.0]
    assert pm10() == [0.0, None, 2.0]
