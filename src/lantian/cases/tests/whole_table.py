"""Every verb of the table as somebody does it, and who is the right person for it; for tests of the whole."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import build
from build import Cast
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Role, Verb
from lantian.cases import actions, models, rules
from lantian.cases.states import GRAVE, Level, Move, State
from lantian.inspections.models import Finding
from lantian.registry.models import Duty, Grid

DAY = timedelta(days=1)
Act = Callable[[models.Case, Actor, datetime], None]


def right_people(cast: Cast) -> dict[tuple[Move, Role], Actor]:
    """Who does a verb in a role: of the unit that answers, above it, or outside it, as the verb asks."""
    everywhere = {"area": "hq"}
    above = build.an_actor("above", role=Role.UNIT_HEAD)
    town_head = build.an_actor("town_head", role=Role.UNIT_HEAD, unit="town", **everywhere)
    roads = build.an_actor("roads_handler", role=Role.HANDLER, unit="roads", **everywhere)
    Duty.objects.create(
        person=Person.objects.get(pk=town_head.id),
        grid=Grid.objects.get(),
        is_head=True,
        valid_from=build.SINCE,
    )
    plain = {
        Role.DUTY_ANALYST: cast.analyst,
        Role.GRID_OFFICER: cast.officer,
        Role.UNIT_HEAD: cast.unit_head,
        Role.HANDLER: cast.handler,
        Role.SUPERVISOR: cast.supervisor,
        Role.LEADER: cast.leader,
        Role.ADMINISTRATOR: build.an_actor("administrator", role=Role.ADMINISTRATOR),
        Role.SITE_DUST_OFFICER: cast.dust_officer,
        Role.PLANT_MANAGER: cast.manager,
    }
    people = {(move, role): actor for move in Move for role, actor in plain.items()}
    for move in (Move.RECHECK_PASS, Move.RECHECK_FAIL, Move.RECHECK_LATER_OK):
        people |= {(move, Role.HANDLER): roads, (move, Role.UNIT_HEAD): town_head}
    for move in (Move.GRANT_EXTENSION, Move.REFUSE_EXTENSION):
        people[move, Role.UNIT_HEAD] = above
    people |= {(Move.CLOSE, Role.UNIT_HEAD): town_head, (Move.CLOSE, Role.GRID_OFFICER): cast.grid_head}
    return people


def prepare(move: Move, case: models.Case, cast: Cast, *, now: datetime) -> None:
    """What must be there before a verb: a report from outside, a request, an objection, a photo."""
    if move is Move.VERIFY:
        models.Case.objects.filter(pk=case.pk).update(channel="12345")
    if move is Move.FILE and case.state == State.VERIFYING:
        photo = build.a_photo(cast.officer, now=now)
        models.CaseEvidence.objects.create(case=case, evidence=photo, added_at=now + DAY)
    if move in {Move.GRANT_EXTENSION, Move.REFUSE_EXTENSION}:
        _ask_extension(case, cast.handler, now)
    if move is Move.UPHOLD_OBJECTION:
        actions.object_to(number=case.number, words="still bare", by=cast.officer, now=now)


def suits(move: Move, role: Role, *, state: State, level: Level) -> bool:
    """Whether how grave a case is allows a role the verb that its state allows."""
    is_grave = level in GRAVE
    if move is Move.CLOSE and is_grave and role is not Role.LEADER:
        return False
    if move in {Move.PLAN, Move.PUBLICISE, Move.RECHECK_LATER_OK}:
        return is_grave  # the tests leave a minor case without a later look
    if move is Move.START or (move is Move.CLOSE and state is State.PASSED):
        return not is_grave
    return True


def _ask_extension(case: models.Case, by: Actor, now: datetime) -> None:
    until = (case.due_at or now) + 3 * DAY
    actions.ask_extension(number=case.number, letter="sold out", until=until, by=by, now=now)


def _look(case: models.Case, by: Actor, now: datetime, *, has_passed: bool) -> rules.Look:
    """A look with a photo where there is something to look at."""
    if by.may(Verb.RECHECK) and case.state in {State.SELF_CHECKED, State.CLOSED}:
        return build.a_look(by, has_passed=has_passed, now=now)
    return build.a_look(by, has_passed=has_passed, now=now, photo_keys=(str(uuid4()),))


def _submit(case: models.Case, by: Actor, now: datetime) -> None:
    if case.state == State.RECTIFYING and case.handler_id == by.id:
        work = build.a_mending(case.number, by, now=now)
    else:
        work = rules.Mending(what_was_done="net", before_key=str(uuid4()), after_key=str(uuid4()))
    actions.submit(number=case.number, work=work, by=by, now=now)


def _park(case: models.Case, by: Actor, now: datetime) -> None:
    pause = rules.Pause(reason="frost", interim="netted", minutes="minutes 12", review_at=now + 30 * DAY)
    actions.park(number=case.number, pause=pause, by=by, now=now)


def _plan(case: models.Case, by: Actor, now: datetime) -> None:
    measures = [rules.Measure(what="net", by_on=now.date() + 3 * DAY)]
    actions.plan(number=case.number, target="no bare soil", measures=measures, by=by, now=now)


def _merge(case: models.Case, by: Actor, now: datetime) -> None:
    others = models.Case.objects.exclude(pk=case.pk).filter(state=State.REPORTED)
    into = others.first()
    actions.merge(number=case.number, into=into.number if into else "QX-0", reason="one heap", by=by, now=now)


def _uphold(case: models.Case, by: Actor, now: datetime) -> None:
    waiting = case.objections.filter(decided_at__isnull=True).first()
    actions.uphold_objection(
        number=case.number, objection=waiting.pk if waiting else 0, decision="bare", by=by, now=now
    )


def _reopen(case: models.Case, by: Actor, now: datetime) -> None:
    found = Finding.objects.filter(case__isnull=True, rebound__isnull=True).first()
    key = found.visit.key if found else uuid4()
    actions.reopen(number=case.number, visit_key=key, by=by, now=now)


ACTS: dict[Move, Act] = {
    Move.VERIFY: lambda case, by, now: actions.verify(number=case.number, by=by, now=now),
    Move.FILE: lambda case, by, now: actions.file(
        number=case.number, level=case.level, standard_code="69", is_separate=True, by=by, now=now
    ),
    Move.VOID: lambda case, by, now: actions.void(number=case.number, reason="none", by=by, now=now),
    Move.MERGE: _merge,
    Move.ASSIGN: lambda case, by, now: actions.assign(number=case.number, by=by, now=now),
    Move.RETURN: lambda case, by, now: actions.return_(number=case.number, reason="not us", by=by, now=now),
    Move.HAND_DOWN: lambda case, by, now: actions.hand_down(
        number=case.number, unit_code="works_east", by=by, now=now
    ),
    Move.ACCEPT: lambda case, by, now: actions.accept(
        number=case.number, handler_id=Person.objects.get(username="handler").pk, by=by, now=now
    ),
    Move.START: lambda case, by, now: actions.start(number=case.number, by=by, now=now),
    Move.PLAN: _plan,
    Move.ASK_EXTENSION: _ask_extension,
    Move.GRANT_EXTENSION: lambda case, by, now: actions.grant_extension(
        number=case.number, reason="frost", by=by, now=now
    ),
    Move.REFUSE_EXTENSION: lambda case, by, now: actions.refuse_extension(
        number=case.number, reason="no", by=by, now=now
    ),
    Move.PARK: _park,
    Move.RESUME: lambda case, by, now: actions.resume(number=case.number, by=by, now=now),
    Move.SUBMIT: _submit,
    Move.PASS_SELF_CHECK: lambda case, by, now: actions.pass_self_check(number=case.number, by=by, now=now),
    Move.FAIL_SELF_CHECK: lambda case, by, now: actions.fail_self_check(
        number=case.number, reason="bare", by=by, now=now
    ),
    Move.RECHECK_PASS: lambda case, by, now: actions.recheck_pass(
        number=case.number, look=_look(case, by, now, has_passed=True), by=by, now=now
    ),
    Move.RECHECK_FAIL: lambda case, by, now: actions.recheck_fail(
        number=case.number, look=_look(case, by, now, has_passed=False), by=by, now=now
    ),
    Move.PUBLICISE: lambda case, by, now: actions.publicise(number=case.number, by=by, now=now),
    Move.UPHOLD_OBJECTION: _uphold,
    Move.CLOSE: lambda case, by, now: actions.close(number=case.number, by=by, now=now),
    Move.RECHECK_LATER_OK: lambda case, by, now: actions.recheck_later_ok(
        number=case.number, look=_look(case, by, now, has_passed=True), by=by, now=now
    ),
    Move.REOPEN: _reopen,
}

EVENTS: dict[Move, str] = {
    Move.VERIFY: "cases.verification_asked",
    Move.FILE: "cases.filed",
    Move.VOID: "cases.voided",
    Move.MERGE: "cases.merged",
    Move.ASSIGN: "cases.assigned",
    Move.RETURN: "cases.returned",
    Move.HAND_DOWN: "cases.handed_down",
    Move.ACCEPT: "cases.accepted",
    Move.START: "cases.started",
    Move.PLAN: "cases.planned",
    Move.ASK_EXTENSION: "cases.extension_asked",
    Move.GRANT_EXTENSION: "cases.extension_granted",
    Move.REFUSE_EXTENSION: "cases.extension_refused",
    Move.PARK: "cases.parked",
    Move.RESUME: "cases.resumed",
    Move.SUBMIT: "cases.submitted",
    Move.PASS_SELF_CHECK: "cases.self_check_passed",
    Move.FAIL_SELF_CHECK: "cases.self_check_failed",
    Move.RECHECK_PASS: "cases.recheck_passed",
    Move.RECHECK_FAIL: "cases.recheck_failed",
    Move.PUBLICISE: "cases.publicised",
    Move.UPHOLD_OBJECTION: "cases.objection_upheld",
    Move.CLOSE: "cases.closed",
    Move.RECHECK_LATER_OK: "cases.later_look_held",
    Move.REOPEN: "cases.reopened",
}
