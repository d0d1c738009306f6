"""Plays the last three weeks of the demo's office with the real actions, each at its time in the past.

The story knows the truth only of plumes that are over, as an officer who went there would; the plume of now
is left to whoever opens the page.
"""

import heapq
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from lantian.accounts.rules import Actor, Role
from lantian.calendar import queries as calendar
from lantian.cases import actions as cases
from lantian.cases import rules as case_rules
from lantian.cases.actions import warning
from lantian.diagnosis import actions as diagnosis
from lantian.diagnosis.models import Suspicion
from lantian.dispatch import actions as dispatch
from lantian.dispatch import queries as dispatch_queries
from lantian.dispatch.rules import KindOfGoing
from lantian.inspections import actions as inspections
from lantian.inspections.models import Visit
from lantian.kernel import references
from lantian.simulate import (
    answer_story,
    evidence_story,
    goings_story,
    resident_story,
    scenes,
    side_story,
    watch,
)
from lantian.simulate.playing import Cast, Thread, look, one_after_another, photo

logger = logging.getLogger(__name__)

OVERDUE_HOURS = timedelta(hours=24)
ARRIVES_BEFORE = timedelta(minutes=15)  # of the finding
DECIDES_AFTER = timedelta(hours=1, minutes=30)  # of the hour that alarmed
PLANNED = "planned"
CLOCK, CLOCK_EVERY = "clock", timedelta(hours=6)  # the ladder climbs in the past too, not all at once today

React = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What the story left behind."""

    orders: int
    visits: int
    cases: int
    dismissed: int


def play(*, now: datetime, react: React = lambda: None) -> Played:
    """Play every scene up to now, all scenes side by side in order of time.

    `react` is called after what others react to; without it a case still follows from its finding.
    """
    watch.watch_past(since=now - scenes.BEHIND, until=now - scenes.FRESH)
    answer_story.settle(now=now - scenes.BEHIND)
    threads = [Thread(scene=scene) for scene in scenes.scenes(now=now)]
    turns: list[tuple[datetime, int, str]] = []
    for number, thread in enumerate(threads):
        heapq.heappush(turns, (thread.scene.begins_at, number, thread.scene.opens))
        for step in thread.scene.steps:
            heapq.heappush(turns, (step.at, number, step.verb))
    for back in range(1, scenes.BEHIND // CLOCK_EVERY):
        heapq.heappush(turns, (now - back * CLOCK_EVERY, len(threads), CLOCK))
    cast = Cast()
    planned = goings_story.Goings(cast.desk).turns(now=now)
    for place, turn in enumerate(planned):
        heapq.heappush(turns, (turn.at, len(threads) + 1 + place, PLANNED))
    while turns:
        at, number, verb = heapq.heappop(turns)
        if verb == CLOCK:
            warning.warn_cases(now=at)
            cases.draft_overdue_rungs(now=at)
            continue
        if verb == PLANNED:
            planned[number - len(threads) - 1].act(at)
            continue
        VERBS[verb](cast, threads[number], at)
        if verb in REACTED_TO:
            react()
    answer_story.play(cast, now=now)
    evidence_story.play(cast, now=now)
    dismissed = _dismiss_stale(cast, now=now)
    watch.judge_past(by=cast.desk, now=now)
    react()
    return Played(
        orders=sum(bool(thread.order) for thread in threads),
        visits=sum(thread.visit is not None for thread in threads),
        cases=len({thread.case for thread in threads if thread.case}),
        dismissed=dismissed,
    )


def _order(cast: Cast, thread: Thread, at: datetime) -> None:
    scene = thread.scene
    kind = KindOfGoing.PUBLIC_PATROL
    fitting = dispatch_queries.purposes_for(kind=kind, source=scene.source, on=calendar.local_day(at))
    thread.order = dispatch.issue(
        kind=kind,
        grid_code=scene.source.grid.code,
        officer_id=cast.officer(scene, at).id,
        what=next(purpose.code for purpose in fitting if not purpose.wets_ground),
        hours=Decimal(cast.words["order_hours"]),
        clock="natural",
        by=cast.desk,
        now=at,
        suspicion_number=scene.suspicion or None,
        source_code=scene.source.code,
    )


def _check_in(cast: Cast, thread: Thread, at: datetime) -> Visit:
    """Somebody stands a few steps from the place, as far as a phone knows."""
    scene, chance = thread.scene, random.Random(thread.scene.id)
    thread.visit = references.new_key(at)
    return inspections.check_in(
        order_number=thread.order,
        key=thread.visit,
        lon=round(scene.source.lon + chance.uniform(-2e-4, 2e-4), 6),
        lat=round(scene.source.lat + chance.uniform(-2e-4, 2e-4), 6),
        accuracy_m=float(chance.randint(6, 25)),
        place_note="",
        by=cast.officer(scene, at),
        now=at - ARRIVES_BEFORE,
    )


def _visit(cast: Cast, thread: Thread, at: datetime) -> None:
    """The officer finds what the scene is about, and it becomes a case."""
    scene, officer = thread.scene, cast.officer(thread.scene, at)
    visit = _check_in(cast, thread, at)
    items = list(visit.template.items.all())
    bad = next((item for item in items if item.category == scene.category), None)
    thread.before = photo(thread, by=officer, at=at, visit=visit, item_id=bad.pk if bad else None)
    for item, moment in one_after_another(items, until=at, about=scene.id):
        value = "no" if item is bad else "ok"
        inspections.answer(visit_key=visit.key, item_id=item.pk, value=value, note="", by=officer, now=moment)
    _file(thread, cast.said(scene, "seen"), result="problem", by=officer, at=at)
    thread.case = cases.report_finding(visit_key=visit.key, now=at) or ""


def _nothing(cast: Cast, thread: Thread, at: datetime) -> None:
    """The officer looks and finds nothing."""
    officer = cast.officer(thread.scene, at)
    visit = _check_in(cast, thread, at)
    for item, moment in one_after_another(visit.template.items.all(), until=at, about=thread.scene.id):
        inspections.answer(visit_key=visit.key, item_id=item.pk, value="ok", note="", by=officer, now=moment)
    _file(thread, cast.words["nothing_seen"], result="nothing", by=officer, at=at)


def _file(thread: Thread, words: str, *, result: str, by: Actor, at: datetime) -> None:
    """File the finding; the order is done with it."""
    if thread.visit is None:
        raise Visit.DoesNotExist(f"scene {thread.scene.id} has no visit")
    inspections.file_finding(
        visit_key=thread.visit,
        result=result,
        category=thread.scene.category if result == "problem" else "",
        words=words,
        source_code=thread.scene.source.code,
        by=by,
        now=at,
    )
    dispatch.finish(number=thread.order, by_id=by.id, now=at)
    if thread.scene.suspicion:
        diagnosis.record_verdict(
            number=thread.scene.suspicion,
            source_code=thread.scene.source.code,
            is_confirmed=result == "problem",
            visit_ref=f"inspections.visit:{thread.visit}",
            now=at,
            by_id=by.id,
        )


def _take_up(cast: Cast, thread: Thread, at: datetime) -> None:
    """Taken up as a problem of its own: no two scenes but the merged one play at one place."""
    cases.file(
        number=thread.case,
        level=thread.scene.level,
        standard_code=cast.said(thread.scene, "standard"),
        is_separate=True,
        by=cast.desk,
        now=at,
    )


def _void(cast: Cast, thread: Thread, at: datetime) -> None:
    cases.void(number=thread.case, reason=cast.words["voided"], by=cast.desk, now=at)


def _assign(cast: Cast, thread: Thread, at: datetime) -> None:
    cases.assign(number=thread.case, by=cast.desk, now=at)


def _assign_natural(cast: Cast, thread: Thread, at: datetime) -> None:
    """A deadline that will be missed."""
    cases.assign(number=thread.case, by=cast.desk, now=at, due_at=at + OVERDUE_HOURS, clock="natural")


def _return(cast: Cast, thread: Thread, at: datetime) -> None:
    head = cast.of_unit(thread.case, Role.UNIT_HEAD)[0]
    cases.return_(number=thread.case, reason=cast.words["returned"], by=head, now=at)


def _accept(cast: Cast, thread: Thread, at: datetime) -> None:
    head, handler = cast.of_unit(thread.case, Role.UNIT_HEAD)[0], cast.of_unit(thread.case, Role.HANDLER)[0]
    cases.accept(number=thread.case, handler_id=handler.id, by=head, now=at)


def _start(cast: Cast, thread: Thread, at: datetime) -> None:
    cases.start(number=thread.case, by=cast.of_unit(thread.case, Role.HANDLER)[0], now=at)


def _submit(cast: Cast, thread: Thread, at: datetime) -> None:
    handler = cast.of_unit(thread.case, Role.HANDLER)[0]
    after = photo(thread, by=handler, at=at, is_mended=True)
    work = case_rules.Mending(
        what_was_done=cast.said(thread.scene, "done"),
        before_key=thread.before,
        after_key=after,
        cost_fen=random.Random(f"{thread.scene.id}/cost").randint(8, 90) * 100_00,
    )
    cases.submit(number=thread.case, work=work, by=handler, now=at)


def _sign(cast: Cast, thread: Thread, at: datetime) -> None:
    """The head of the unit signs for the mending."""
    cases.pass_self_check(number=thread.case, by=cast.of_unit(thread.case, Role.UNIT_HEAD)[0], now=at)


def _colleague(cast: Cast, thread: Thread, at: datetime) -> None:
    """A colleague of the handler tries to recheck; the refusal stays in the history."""
    colleague = cast.of_unit(thread.case, Role.HANDLER)[-1]
    try:
        cases.recheck_pass(number=thread.case, look=look(thread, by=colleague, at=at), by=colleague, now=at)
    except case_rules.NotIndependent as refused:
        logger.info("as told by the story: %s", refused)


def _pass(cast: Cast, thread: Thread, at: datetime) -> None:
    supervisor = cast.supervisors[0]
    cases.recheck_pass(number=thread.case, look=look(thread, by=supervisor, at=at), by=supervisor, now=at)


def _fail(cast: Cast, thread: Thread, at: datetime) -> None:
    supervisor = cast.supervisors[0]
    seen = look(thread, by=supervisor, at=at, reasons=cast.words["recheck_failed"])
    cases.recheck_fail(number=thread.case, look=seen, by=supervisor, now=at)


def _close(cast: Cast, thread: Thread, at: datetime) -> None:
    cases.close(number=thread.case, by=cast.supervisors[-1], now=at)


def _dismiss_stale(cast: Cast, *, now: datetime) -> int:
    """The desk decided on every old suspicion that no scene took up."""
    old = scenes.stale(by=cast.desk, now=now)
    for suspicion in old:
        at = min(now, suspicion.begins_at + DECIDES_AFTER)
        diagnosis.dismiss(number=suspicion.number, reason=_why_nobody(cast, suspicion), by=cast.desk, now=at)
    return len(old)


def _why_nobody(cast: Cast, suspicion: Suspicion) -> str:
    """Why nobody is sent, saying no more than what the suspicion knows: no direction in a calm."""
    ground = "candidates" if suspicion.candidates.exists() else suspicion.note
    return str(cast.words["dismissed"][ground])


VERBS: dict[str, Callable[[Cast, Thread, datetime], None]] = {
    "order": _order,
    "visit": _visit,
    "nothing": _nothing,
    "file": _take_up,
    "void": _void,
    "assign": _assign,
    "assign-natural": _assign_natural,
    "return": _return,
    "accept": _accept,
    "start": _start,
    "submit": _submit,
    "sign": _sign,
    "colleague": _colleague,
    "pass": _pass,
    "fail": _fail,
    "close": _close,
    **side_story.VERBS,
    **resident_story.VERBS,
}
REACTED_TO = frozenset({"visit", "nothing", "close"})
