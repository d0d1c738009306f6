"""Whoever told us says what they think of the mending; it opens the right look and moves nothing itself."""

from datetime import datetime

from django.db import IntegrityError, transaction

from lantian.calendar import queries as calendar
from lantian.cases import actions as cases
from lantian.cases import queries as case_queries
from lantian.cases.states import State
from lantian.kernel import outbox
from lantian.residents import events, models, queries, rules
from lantian.residents.actions.window import window

LOOK, OBJECTION = "look", "objection"


def say(*, token: str, kind: str, words: str, now: datetime) -> str:
    """Keep what somebody says by their private link; returns what it led to.

    "Not mended" is an objection while the mending is shown in public, and another look once it is closed:
    somebody independent decides either way. Report.DoesNotExist for a link that is not known.
    """
    report = queries.report_of(token)
    case = queries.goes_on_as(report)
    is_said = report.sayings.filter(kind=kind, closing=case.reopened).exists()
    if kind == rules.NOT_FIXED:
        days = int(case_queries.figure("not_fixed_days", on=calendar.local_day(now)))
        state = State(case.state)
        rules.check_not_fixed(
            state=state, closed_at=case.closed_at, days=days, words=words, is_said=is_said, now=now
        )
    elif is_said:
        return ""
    try:
        with transaction.atomic():
            led_to = _act(case.number, State(case.state), words, now=now) if kind == rules.NOT_FIXED else ""
            models.Saying.objects.create(
                report=report, kind=kind, closing=case.reopened, words=words, led_to=led_to, at=now
            )
            about = f"cases.case:{case.number}"
            outbox.emit(events.Said(about=about, by=None, at=now, kind=kind, words=words, led_to=led_to))
    except IntegrityError as twice:
        raise rules.SaidAlready() from twice
    return led_to


def note_change(*, number: str, at: datetime) -> None:
    """A case moved: whoever asks for reports that changed since a moment finds it."""
    models.Report.objects.filter(case__number=number, changed_at__lt=at).update(changed_at=at)


def _act(number: str, state: State, words: str, *, now: datetime) -> str:
    by = window()
    if state is State.IN_PUBLICITY:
        cases.object_to(number=number, words=words, by=by, now=now)
        return OBJECTION
    cases.ask_look(number=number, words=words, by=by, now=now)
    return LOOK
