"""A warning comes before the limit runs out; a person takes the rung the clock drafted, or says why not."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts.models import Head, Leave, Means, Organisation
from lantian.accounts.rules import Actor, NotAllowed
from lantian.calendar import queries as calendar
from lantian.cases import actions, models, rules
from lantian.cases.actions import ladder, warning
from lantian.cases.queries import ladder as rungs
from lantian.cases.queries import reach
from lantian.cases.rules import answering
from lantian.cases.states import OPEN_STATES, State


def _drafted(cast: Cast, *, times: int = 1, **problem: object) -> tuple[str, models.Rung]:
    number = build.a_case(cast, state=State.RECTIFYING, **problem)
    due_at = models.Case.objects.get(number=number).due_at
    actions.draft_overdue_rungs(now=due_at + timedelta(days=times - 1, minutes=1))
    return number, models.Rung.objects.filter(case__number=number).order_by("pk").last()


@pytest.mark.parametrize(("category", "clock"), [("bare_land", "working"), ("open_burning", "natural")])
def test_warns_once_when_a_quarter_is_left_on_either_clock(cast: Cast, category: str, clock: str) -> None:
    number = build.a_case(cast, state=State.ASSIGNED, category=category)
    case = models.Case.objects.get(number=number)
    assert case.clock == clock
    left = calendar.remaining(now=case.warn_at, due=case.due_at, clock=clock)
    assert left * 4 == calendar.remaining(now=NOON, due=case.due_at, clock=clock)
    assert warning.warn_cases(now=case.warn_at - timedelta(seconds=1)) == []
    assert warning.warn_cases(now=case.warn_at) == [number]
    assert warning.warn_cases(now=case.warn_at + timedelta(minutes=1)) == []
    [event] = build.events("cases.warned")
    assert event.facts["holes"] > 0  # nobody here has a way to be reached yet
    assert actions.draft_overdue_rungs(now=case.warn_at) == []


def test_more_time_moves_the_warning_and_a_parked_case_is_not_warned_of(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    before = models.Case.objects.get()
    actions.ask_extension(
        number=number, letter="rain", until=before.due_at + timedelta(days=7), by=cast.handler, now=NOON
    )
    actions.grant_extension(number=number, reason="so it is", by=cast.leader, now=NOON)
    case = models.Case.objects.get()
    assert case.warn_at > before.warn_at
    pause = rules.Pause(reason="frost", interim="net", minutes="12", review_at=NOON + timedelta(days=30))
    actions.park(number=number, pause=pause, by=cast.leader, now=NOON)
    assert warning.warn_cases(now=case.warn_at) == []
    actions.resume(number=number, by=cast.leader, now=NOON + timedelta(days=10))
    assert models.Case.objects.get().warn_at > NOON + timedelta(days=10)


def test_the_letter_goes_out_as_its_taker_wrote_it(cast: Cast) -> None:
    number, rung = _drafted(cast)
    [waits] = rungs.waiting(cast.analyst, now=NOON)
    assert number in waits.draft and waits.is_mine
    assert [one.username for one in waits.to] == ["unit_head"]
    letter = ladder.take_rung(
        number=number, rung_id=rung.pk, words="mend it today", by=cast.analyst, now=NOON
    )
    rung.refresh_from_db()
    assert (rung.number, rung.words, rung.taken_by_id) == (letter, "mend it today", cast.analyst.id)
    assert rungs.waiting(cast.analyst, now=NOON) == ()
    [event] = build.events("cases.rung_taken")
    assert event.facts["to"] == [cast.unit_head.id]
    with pytest.raises(answering.RungOver):
        ladder.take_rung(number=number, rung_id=rung.pk, words="again", by=cast.leader, now=NOON)


def test_the_stand_in_of_the_head_gets_the_letter_and_the_head_of_record_too(cast: Cast) -> None:
    number, rung = _drafted(cast)
    Leave.objects.create(
        person_id=cast.unit_head.id,
        stand_in_id=cast.colleague.id,
        begins_at=NOON - timedelta(days=1),
        ends_at=NOON + timedelta(days=1),
        reason="leave",
        set_by_id=cast.leader.id,
        set_at=NOON,
    )
    works = Organisation.objects.get(code="works")
    Head.objects.create(organisation=works, person_id=cast.handler.id, seat="party", valid_from=build.SINCE)
    case = models.Case.objects.select_related("unit").get()
    assert [one.username for one in rungs.addressed(case, rung.kind, now=NOON)] == ["colleague", "handler"]


@pytest.mark.parametrize(
    ("times", "who", "is_taken"),
    [
        (1, "analyst", True),
        (2, "analyst", False),
        (2, "supervisor", True),
        (3, "supervisor", False),
        (3, "leader", True),
        (5, "leader", True),
    ],
)
def test_the_graver_the_rung_the_higher_whoever_takes_it(
    cast: Cast, times: int, who: str, is_taken: bool
) -> None:
    number, rung = _drafted(cast, times=times)
    by: Actor = getattr(cast, who)
    if is_taken:
        assert ladder.take_rung(number=number, rung_id=rung.pk, words="now", by=by, now=NOON)
    else:
        with pytest.raises(answering.RungTooHigh):
            ladder.take_rung(number=number, rung_id=rung.pk, words="now", by=by, now=NOON)


@pytest.mark.parametrize("who", ["unit_head", "handler", "officer", "outside_head"])
def test_nobody_else_takes_a_rung(cast: Cast, who: str) -> None:
    number, rung = _drafted(cast)
    with pytest.raises(NotAllowed):
        ladder.take_rung(number=number, rung_id=rung.pk, words="now", by=getattr(cast, who), now=NOON)


def test_a_taker_of_the_unit_itself_and_one_of_another_area_are_refused(cast: Cast) -> None:
    number, rung = _drafted(cast)
    own = build.an_actor("own", role="supervisor", unit="works")
    with pytest.raises(answering.OwnRung):
        ladder.take_rung(number=number, rung_id=rung.pk, words="now", by=own, now=NOON)
    far = build.an_actor("far", role="supervisor", unit="roads", area="roads")
    with pytest.raises(models.Case.DoesNotExist):
        ladder.take_rung(number=number, rung_id=rung.pk, words="now", by=far, now=NOON)


def test_declined_with_a_reason_the_next_one_comes_in_its_time(cast: Cast) -> None:
    number, rung = _drafted(cast)
    with pytest.raises(rules.ReasonMissing):
        ladder.decline_rung(number=number, rung_id=rung.pk, reason=" ", by=cast.analyst, now=NOON)
    ladder.decline_rung(number=number, rung_id=rung.pk, reason="frost", by=cast.analyst, now=NOON)
    assert rungs.waiting(cast.analyst, now=NOON) == ()
    due_at = models.Case.objects.get().due_at
    assert actions.draft_overdue_rungs(now=due_at + timedelta(days=1, minutes=1)) == [number]
    assert models.Rung.objects.order_by("pk").last().kind == "supervise"


def test_a_finished_case_is_neither_warned_of_nor_drafted_for_nor_taken(cast: Cast) -> None:
    number, rung = _drafted(cast)
    later = models.Case.objects.get().due_at + timedelta(hours=2)
    build.walk(number, cast, state=State.CLOSED, since=State.RECTIFYING, now=later)
    assert models.Case.objects.get().state not in OPEN_STATES
    assert rungs.waiting(cast.leader, now=later) == ()
    with pytest.raises(answering.RungOver):
        ladder.take_rung(number=number, rung_id=rung.pk, words="now", by=cast.leader, now=later)
    assert actions.draft_overdue_rungs(now=later + timedelta(days=9)) == []
    assert warning.warn_cases(now=later + timedelta(days=9)) == []


def test_the_way_of_a_case_shows_its_holes_and_the_stand_in_who_closes_one(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    for who in (cast.handler, cast.colleague, cast.analyst, cast.supervisor):
        Means.objects.create(
            person_id=who.id, kind="phone", address=str(who.id) * 6, added_at=NOON, confirmed_at=NOON
        )
    Means.objects.filter(person_id=cast.supervisor.id).update(confirmed_at=NOON - timedelta(days=91))
    Means.objects.create(person_id=cast.leader.id, kind="mail", address="a@b.cn", added_at=NOON)
    links = {link.part: link.hole for link in reach.of_case(number, cast.analyst, now=NOON)}
    assert links == {
        "handler": "",
        "head": "no_means",
        "party": "nobody",
        "government": "nobody",
        "desk": "",
        "supervisor": "stale",
        "leader": "never_confirmed",
    }
    Leave.objects.create(
        person_id=cast.unit_head.id,
        stand_in_id=cast.colleague.id,
        begins_at=NOON,
        ends_at=NOON + timedelta(days=1),
        reason="leave",
        set_by_id=cast.leader.id,
        set_at=NOON,
    )
    assert {link.part: link.hole for link in reach.of_case(number, cast.analyst, now=NOON)}["head"] == ""
    [chain] = reach.chains(cast.leader, now=NOON)
    assert (chain.unit.code, chain.cases, len(chain.holes)) == ("works", 1, 4)


@pytest.mark.parametrize("who", ["officer", "unit_head", "handler"])
def test_the_way_is_shown_to_those_who_take_rungs_only(cast: Cast, who: str) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    with pytest.raises(NotAllowed):
        reach.chains(getattr(cast, who), now=NOON)
    far = build.an_actor("far", role="supervisor", unit="roads", area="roads")
    assert reach.chains(far, now=NOON) == ()
    with pytest.raises(models.Case.DoesNotExist):
        reach.of_case(number, far, now=NOON)
