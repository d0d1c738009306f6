"""What waits for a person beside the moves of cases: places of sweeps, rungs to decide about."""

from datetime import datetime

from lantian.accounts.rules import Actor, Verb
from lantian.calendar.rules import ClockKind
from lantian.cases.queries import ladder, sweeps
from lantian.cases.queries.needs import Need


def tasks(by: Actor, now: datetime) -> list[Need]:
    """Parts of sweeps this person answers for, and rungs that are theirs to take or leave."""
    return [*_sweeps(by, now), *_rungs(by, now)]


def _sweeps(by: Actor, now: datetime) -> list[Need]:
    return [
        Need(
            kind="sweep",
            number=task.sweep.number,
            title=task.sweep.words,
            detail=task.grid.name_zh,
            due_at=task.sweep.due_at,
            clock=ClockKind.WORKING,
            is_overdue=task.sweep.due_at < now,
            act="answer",
        )
        for task in sweeps.waiting(by, now=now)
    ]


def _rungs(by: Actor, now: datetime) -> list[Need]:
    if not by.may(Verb.TAKE_RUNG):
        return []
    return [
        Need(
            kind="rung",
            number=one.case.number,
            title=one.case.title,
            detail=one.case.unit.name_zh if one.case.unit else "",
            due_at=None,
            clock="",
            is_overdue=False,
            act="decide",
        )
        for one in ladder.waiting(by, now=now)
        if one.is_mine
    ]
