"""More time and standing clocks: extensions decided one level above, cases parked until a review."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

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


def test_a_request_for_more_time_ends_with_the_mending_it_was_for(cast: Cast) -> None:
    case = _mending(cast)
    _ask(case, cast, days=1)
    work = build.a_mending(case.number, cast.handler)
    actions.submit(number=case.number, work=work, by=cast.handler, now=NOON)
    actions.pass_self_check(number=case.number, by=cast.unit_head, now=NOON)
    later = case.due_at + 9 * DAY
    look = build.a_look(cast.supervisor, has_passed=False)
    actions.recheck_fail(number=case.number, look=look, by=cast.supervisor, now=NOON, due_at=later)
    with pytest.raises(rules.ExtensionNotOpen):
        actions.grant_extension(number=case.number, reason="x", by=cast.leader, now=NOON, due_at=later + DAY)
    assert models.Case.objects.get(pk=case.pk).due_at == later
    case.refresh_from_db()
    _ask(case, cast, days=1)
    actions.grant_extension(number=case.number, reason="x", by=cast.leader, now=NOON, due_at=later + DAY)
    assert models.Case.objects.get(pk=case.pk).due_at == later + DAY


HOLIDAY_EVE = datetime(2026, 9, 30, 9, 0, tzinfo=UTC)  # Wednesday, 17:00 local time; 1–7 October are free


def test_the_units_own_check_has_its_hours_of_work_across_midnight_and_holidays(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING, now=HOLIDAY_EVE)
    work = build.a_mending(number, cast.handler, now=HOLIDAY_EVE)
    actions.submit(number=number, work=work, by=cast.handler, now=HOLIDAY_EVE)
    case = models.Case.objects.get(number=number)
    worked = calendar.elapsed(start=HOLIDAY_EVE, end=case.self_check_due_at, clock="working")
    limit = models.Limit.objects.filter(step="self_check", level="", category="", channel="").get()
    assert worked == timedelta(hours=float(limit.hours))
    assert calendar.local_day(case.self_check_due_at) >= date(2026, 10, 8)


def test_a_parked_clock_goes_on_with_what_was_left_on_a_make_up_sunday(cast: Cast) -> None:
    friday = datetime(2026, 9, 18, 9, 0, tzinfo=UTC)  # 17:00 local time; Saturday is free, Sunday is worked
    number = build.a_case(cast, state=State.RECTIFYING, now=friday)
    due_at = calendar.due_at(start=friday, hours=Decimal(1), clock="working")
    models.Case.objects.filter(number=number).update(due_at=due_at, clock="working")
    assert calendar.local_day(due_at) == date(2026, 9, 20)
    review_at = datetime(2026, 9, 20, 1, 0, tzinfo=UTC)  # Sunday 09:00 local time
    actions.park(number=number, pause=_pause(review_at=review_at), by=cast.leader, now=friday)
    assert models.Parking.objects.get().left == HOUR
    assert actions.resume_due(now=review_at) == [number]
    assert models.Case.objects.get(number=number).due_at == review_at + HOUR


def test_asking_for_time_is_in_time_until_the_very_moment_of_the_limit_at_midnight(cast: Cast) -> None:
    case = _mending(cast)
    midnight = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # 00:00 local time of the 25th
    models.Case.objects.filter(pk=case.pk).update(due_at=midnight)
    ask = {"number": case.number, "letter": "frost", "until": midnight + DAY, "by": cast.handler}
    with pytest.raises(rules.ExtensionLate):
        actions.ask_extension(**ask, now=midnight)
    actions.ask_extension(**ask, now=midnight - timedelta(seconds=1))
    assert models.Extension.objects.get().due_before == midnight
