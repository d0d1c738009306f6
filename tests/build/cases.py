"""Cases, brought to a state by the people who do that."""

from datetime import datetime, timedelta
from uuid import uuid4

from build.moments import NOON
from build.office import Cast
from build.places import HERE
from build.visits import a_photo, a_problem
from lantian.accounts.rules import Actor
from lantian.cases import actions as cases
from lantian.cases import models as case_models
from lantian.cases import rules
from lantian.cases.states import Level, State

YES = dict.fromkeys(rules.ACCEPTANCE, rules.YES)


def a_look(by: Actor, *, has_passed: bool = True, now: datetime = NOON, **changes) -> rules.Look:
    """A recheck on site with a photo and all five answers."""
    fields = {
        "answers": YES if has_passed else YES | {"effect_meets_norm": rules.NO},
        "is_on_site": True,
        "reasons": "" if has_passed else "north corner is bare again",
        "photo_keys": (str(a_photo(by, now=now).key),),
    }
    return rules.Look(**fields | changes)


def a_mending(case: str, by: Actor, *, now: datetime = NOON, **changes) -> rules.Mending:
    """The report of a mending, with the case's first photo as the view before."""
    before = case_models.CaseEvidence.objects.filter(case__number=case).select_related("evidence").first()
    fields = {
        "what_was_done": "net laid over 20 m²",
        "before_key": str((before.evidence if before else a_photo(by, now=now)).key),
        "after_key": str(a_photo(by, now=now).key),
        "cost_fen": 120_000,
    }
    return rules.Mending(**fields | changes)


def a_case(
    cast: Cast, *, state: State = State.REPORTED, level: Level = Level.MINOR, now: datetime = NOON, **problem
) -> str:
    """A case of bare soil at the site, brought to a state by the people who do that."""
    fields = {
        "category": "bare_land",
        "title": "bare soil",
        "lon": HERE[0],
        "lat": HERE[1],
        "source_code": "site",
        "photo_keys": (str(a_photo(cast.officer, now=now).key),),
    }
    number = cases.report(key=uuid4(), problem=rules.Problem(**fields | problem), by=cast.officer, now=now)
    walk(number, cast, state=state, level=level, now=now)
    return number


def walk(
    number: str,
    cast: Cast,
    *,
    state: State,
    level: Level = Level.MINOR,
    since: State = State.REPORTED,
    now: datetime = NOON,
) -> None:
    """Bring a case that was reported or reopened to a state; `since` says how far it is already."""
    for step in _route(state, level=level)[len(_route(since, level=level)) :]:
        step(number, cast, level, now)


def _route(state: State, *, level: Level):
    """The steps that lead to a state, by the table."""
    is_grave = level in {Level.MAJOR, Level.SUPERIOR}
    line = [
        (State.FILED, _file),
        (State.ASSIGNED, _assign),
        (State.ACCEPTED, _accept),
        (State.RECTIFYING, _plan if is_grave else _start),
        (State.SUBMITTED, _submit),
        (State.SELF_CHECKED, _self_check),
        (State.PASSED, _pass),
        *([(State.IN_PUBLICITY, _publicise)] if is_grave else []),
        (State.CLOSED, _close),
    ]
    if state is State.REPORTED:
        return []
    if state is State.VOID:
        return [_void]
    if state is State.RETURNED:
        return [step for _, step in line[:2]] + [_return]
    if state is State.VERIFYING:
        return [_verify]
    if state is State.MERGED:
        return [_merge]
    if state is State.PARKED:
        return [step for _, step in line[:4]] + [_park]
    if state is State.REOPENED:
        return [step for _, step in line] + [_reopen]
    names = [name for name, _ in line]
    return [step for _, step in line[: names.index(state) + 1]]


def _file(number, cast, level, now):
    cases.file(
        number=number, level=level, standard_code="大气法69", is_separate=True, by=cast.analyst, now=now
    )


def _void(number, cast, level, now):
    cases.void(number=number, reason="not ours", by=cast.analyst, now=now)


def _assign(number, cast, level, now):
    cases.assign(number=number, by=cast.analyst, now=now)


def _return(number, cast, level, now):
    cases.return_(number=number, reason="not our site", by=cast.unit_head, now=now)


def _accept(number, cast, level, now):
    cases.accept(number=number, handler_id=cast.handler.id, by=cast.unit_head, now=now)


def _start(number, cast, level, now):
    cases.start(number=number, by=cast.handler, now=now)


def _plan(number, cast, level, now):
    measures = [rules.Measure(what="net over all bare soil", by_on=now.date() + timedelta(days=3))]
    cases.plan(number=number, target="no bare soil", measures=measures, by=cast.unit_head, now=now)


def _submit(number, cast, level, now):
    cases.submit(number=number, work=a_mending(number, cast.handler, now=now), by=cast.handler, now=now)


def _self_check(number, cast, level, now):
    cases.pass_self_check(number=number, by=cast.unit_head, now=now)


def _verify(number, cast, level, now):
    cases.verify(number=number, by=cast.analyst, now=now)


def _merge(number, cast, level, now):
    other = a_case(cast, lat=HERE[1] + 0.002, now=now)
    cases.merge(number=number, into=other, reason="the same heap", by=cast.analyst, now=now)


def _park(number, cast, level, now):
    pause = rules.Pause(
        reason="frost", interim="netted", minutes="minutes 12", review_at=now + timedelta(days=30)
    )
    cases.park(number=number, pause=pause, by=cast.leader, now=now)


def _pass(number, cast, level, now):
    cases.recheck_pass(number=number, look=a_look(cast.supervisor, now=now), by=cast.supervisor, now=now)


def _publicise(number, cast, level, now):
    cases.publicise(number=number, by=cast.supervisor, now=now)


def _close(number, cast, level, now):
    until = case_models.Case.objects.get(number=number).publicity_until
    cases.close(number=number, by=cast.leader, now=until or now)


def _reopen(number, cast, level, now):
    closed_at = case_models.Case.objects.get(number=number).closed_at
    visit = a_problem(cast, now=closed_at + timedelta(days=1))
    cases.reopen(number=number, visit_key=visit.key, by=cast.analyst, now=closed_at + timedelta(days=1))
