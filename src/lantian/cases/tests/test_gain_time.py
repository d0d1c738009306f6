"""More time and standing clocks: extensions decided one level above, cases parked until a review."""

from datetime import timedelta

import pytest

import build
from build import NOON
from build.office import Cast
from lantian.accounts.rules import NotAllowed, Role
from lantian.calendar import queries as calendar
from lantian.cases import actions, models, rules
from lantian.cases.states import MoveRefused, State

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _mending(cast: Cast) -> models.Case:
    return models.Case.objects.get(number=build.a_case(cast, state=State.RECTIFYING))


def _ask(case: models.Case, cast: Cast, *, days: int = 3) -> None:
    until = case.due_at + timedelta(days=days)
    actions.ask_extension(
        number=case.number, letter="the net is sold out", until=until, by=cast.handler, now=NOON
    )


def test_asking_moves_nothing_until_it_is_granted(cast: Cast) -> None:
    case = _mending(cast)
    _ask(case, cast)
    assert models.Case.objects.get(pk=case.pk).due_at == case.due_at
    actions.grant_extension(number=case.number, reason="supplier's letter", by=cast.supervisor, now=NOON)
    row = models.Extension.objects.get()
    assert models.Case.objects.get(pk=case.pk).due_at == row.due_after == case.due_at + 3 * DAY
    assert (row.due_before, row.decided_by_id) == (case.due_at, cast.supervisor.id)
    [event] = build.events("cases.extension_granted")
    assert event.facts["reason"] == "supplier's letter"


def test_a_refusal_leaves_the_limit_and_one_may_ask_again(cast: Cast) -> None:
    case = _mending(cast)
    _ask(case, cast)
    with pytest.raises(rules.ExtensionOpen):
        _ask(models.Case.objects.get(pk=case.pk), cast)
    actions.refuse_extension(number=case.number, reason="there is enough net", by=cast.leader, now=NOON)
    assert models.Case.objects.get(pk=case.pk).due_at == case.due_at
    _ask(models.Case.objects.get(pk=case.pk), cast)
    assert models.Extension.objects.filter(decided_at__isnull=True).count() == 1


def test_too_late_or_not_later_is_refused(cast: Cast) -> None:
    case = _mending(cast)
    with pytest.raises(rules.ExtensionLate):
        actions.ask_extension(
            number=case.number, letter="x", until=case.due_at + DAY, by=cast.handler, now=case.due_at
        )
    with pytest.raises(rules.ExtensionTooShort):
        actions.ask_extension(number=case.number, letter="x", until=case.due_at, by=cast.handler, now=NOON)
    with pytest.raises(NotAllowed):
        actions.ask_extension(
            number=case.number, letter="x", until=case.due_at + DAY, by=cast.colleague, now=NOON
        )


def test_only_one_level_above_decides(cast: Cast) -> None:
    case = _mending(cast)
    _ask(case, cast)
    for by in (cast.unit_head, cast.outside_head):
        with pytest.raises((NotAllowed, models.Case.DoesNotExist)):
            actions.grant_extension(number=case.number, reason="x", by=by, now=NOON)
    above = build.an_actor("hq_head", role=Role.UNIT_HEAD, unit="hq", area="hq")
    actions.grant_extension(number=case.number, reason="x", by=above, now=NOON)
    with pytest.raises(rules.ExtensionNotOpen):
        actions.grant_extension(number=case.number, reason="x", by=above, now=NOON)


def _pause(**changes: object) -> rules.Pause:
    fields = {"reason": "frost", "interim": "netted", "minutes": "minutes 12", "review_at": NOON + 30 * DAY}
    return rules.Pause(**fields | changes)


def test_a_parked_case_keeps_what_was_left_of_its_clock(cast: Cast) -> None:
    case = _mending(cast)
    left = calendar.remaining(now=NOON, due=case.due_at, clock=case.clock)
    actions.park(number=case.number, pause=_pause(), by=cast.leader, now=NOON)
    assert actions.draft_overdue_rungs(now=NOON + 29 * DAY) == []  # the clock stands still
    assert actions.resume_due(now=NOON + 30 * DAY - HOUR) == []
    resumed_at = NOON + 30 * DAY
    assert actions.resume_due(now=resumed_at) == [case.number]
    assert actions.resume_due(now=resumed_at) == []
    fresh = models.Case.objects.get(pk=case.pk)
    assert (fresh.state, fresh.review_at) == (State.RECTIFYING, None)
    assert calendar.remaining(now=resumed_at, due=fresh.due_at, clock=fresh.clock) == left


def test_a_leader_may_let_it_go_on_before_its_review(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PARKED)
    actions.resume(number=number, by=cast.leader, now=NOON + DAY)
    assert models.Parking.objects.get().resumed_by_id == cast.leader.id
    with pytest.raises(MoveRefused):
        actions.resume(number=number, by=cast.leader, now=NOON + DAY)


def test_what_was_overdue_stays_overdue(cast: Cast) -> None:
    case = _mending(cast)
    late = case.due_at + DAY
    actions.park(number=case.number, pause=_pause(review_at=late + DAY), by=cast.leader, now=late)
    actions.resume(number=case.number, by=cast.leader, now=late + HOUR)
    assert models.Case.objects.get(pk=case.pk).due_at == case.due_at


@pytest.mark.parametrize(
    ("missing", "refusal"),
    [
        ({"reason": " "}, rules.ReasonMissing),
        ({"interim": ""}, rules.InterimMissing),
        ({"minutes": ""}, rules.MinutesMissing),
        ({"review_at": NOON}, rules.ReviewInPast),
    ],
)
def test_parking_needs_a_reason_an_interim_the_minutes_and_a_review(cast: Cast, missing, refusal) -> None:
    case = _mending(cast)
    with pytest.raises(refusal):
        actions.park(number=case.number, pause=_pause(**missing), by=cast.leader, now=NOON)
    with pytest.raises(NotAllowed):
        actions.park(number=case.number, pause=_pause(), by=cast.supervisor, now=NOON)
    assert models.Case.objects.get(pk=case.pk).state == State.RECTIFYING
