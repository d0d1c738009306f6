"""The story beside the straight way: told by the public, given more time, parked, objected to, seen again."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from lantian.accounts.rules import Role
from lantian.calendar import queries as calendar
from lantian.cases import actions as cases
from lantian.cases import rules as case_rules
from lantian.cases.models import Case, Objection
from lantian.cases.states import OPEN_STATES, State
from lantian.kernel import references
from lantian.simulate.playing import Cast, Thread, look, photo

logger = logging.getLogger(__name__)

MORE_TIME, REVIEW = timedelta(days=3), timedelta(days=30)
HOTLINE = "12345"
Turn = Callable[[Cast, Thread, datetime], None]


def _told(cast: Cast, thread: Thread, at: datetime) -> None:
    """Somebody rings the hotline; the desk writes it down with the photo that was sent."""
    scene = thread.scene
    problem = case_rules.Problem(
        category=scene.category,
        title=scene.source.name_zh,
        words=str(cast.words["told"]),
        lon=scene.source.lon,
        lat=scene.source.lat,
        source_code=scene.source.code,
        photo_keys=(photo(thread, by=cast.desk, at=at),),
        channel=HOTLINE,
    )
    thread.case = cases.report(key=references.new_key(at), problem=problem, by=cast.desk, now=at)


def _verify(cast: Cast, thread: Thread, at: datetime) -> None:
    """The officer of the grid is sent to look whether it is so."""
    officer = cast.officer(thread.scene, at)
    thread.order = cases.verify(number=thread.case, officer_id=officer.id, by=cast.desk, now=at)


def _merge(cast: Cast, thread: Thread, at: datetime) -> None:
    """It is the problem of a case that is open at the same place."""
    others = Case.objects.filter(source=thread.scene.source, state__in=OPEN_STATES)
    into = others.exclude(number=thread.case).order_by("pk").first()
    if into is not None:
        reason = str(cast.words["merged"])
        cases.merge(number=thread.case, into=into.number, reason=reason, by=cast.desk, now=at)


def _plan(cast: Cast, thread: Thread, at: datetime) -> None:
    head = cast.of_unit(thread.case, Role.UNIT_HEAD)[0]
    done, by_on = cast.said(thread.scene, "done"), calendar.local_day(at) + MORE_TIME
    measures = [case_rules.Measure(what=done, by_on=by_on)]
    cases.plan(number=thread.case, target=str(cast.words["target"]), measures=measures, by=head, now=at)


def _ask(cast: Cast, thread: Thread, at: datetime) -> None:
    case = Case.objects.get(number=thread.case)
    until = (case.due_at or at) + MORE_TIME
    handler = cast.of_unit(thread.case, Role.HANDLER)[0]
    letter = str(cast.words["letter"])
    cases.ask_extension(number=thread.case, letter=letter, until=until, by=handler, now=at)


def _grant(cast: Cast, thread: Thread, at: datetime) -> None:
    reason = str(cast.words["granted"])
    cases.grant_extension(number=thread.case, reason=reason, by=cast.supervisors[0], now=at)


def _park(cast: Cast, thread: Thread, at: datetime) -> None:
    pause = case_rules.Pause(**cast.words["parked"], review_at=at + REVIEW)
    cases.park(number=thread.case, pause=pause, by=cast.leader, now=at)


def _send_back(cast: Cast, thread: Thread, at: datetime) -> None:
    """The head of the unit does not sign for the mending."""
    head = cast.of_unit(thread.case, Role.UNIT_HEAD)[0]
    cases.fail_self_check(number=thread.case, reason=str(cast.words["sent_back"]), by=head, now=at)


def _publicise(cast: Cast, thread: Thread, at: datetime) -> None:
    cases.publicise(number=thread.case, by=cast.supervisors[0], now=at)


def _object(cast: Cast, thread: Thread, at: datetime) -> None:
    officer = cast.officer(thread.scene, at)
    cases.object_to(number=thread.case, words=str(cast.words["objection"]), by=officer, now=at)


def _dismiss(cast: Cast, thread: Thread, at: datetime) -> None:
    waiting = Objection.objects.get(case__number=thread.case, decided_at__isnull=True)
    cases.dismiss_objection(
        number=thread.case,
        objection=waiting.pk,
        decision=str(cast.words["no_objection"]),
        by=cast.supervisors[0],
        now=at,
    )


def _close_by_leader(cast: Cast, thread: Thread, at: datetime) -> None:
    """The leader signs a grave case off; over long holidays it is still in public, and waits."""
    try:
        cases.close(number=thread.case, by=cast.leader, now=at)
    except case_rules.PublicityRunning as running:
        logger.info("as told by the story: %s", running)


def _look_later(cast: Cast, thread: Thread, at: datetime) -> None:
    """Somebody looks whether a closed case still holds."""
    if Case.objects.get(number=thread.case).state == State.CLOSED:
        by = cast.supervisors[-1]
        seen = look(thread, by=by, at=at)
        cases.recheck_later_ok(number=thread.case, look=seen, by=by, now=at)


VERBS: dict[str, Turn] = {
    "told": _told,
    "verify": _verify,
    "merge": _merge,
    "plan": _plan,
    "ask": _ask,
    "grant": _grant,
    "park": _park,
    "send-back": _send_back,
    "publicise": _publicise,
    "object": _object,
    "dismiss": _dismiss,
    "close-by-leader": _close_by_leader,
    "look-later": _look_later,
}
