"""The history of a case in words: from the alarm to where it stands, and what comes after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor, Verb
from lantian.assessment import queries as assessment
from lantian.assessment.models import Episode
from lantian.calendar import queries as calendar
from lantian.cases.queries import CaseView, Line
from lantian.cases.states import State
from lantian.console import history, words
from lantian.console.cases import sentences
from lantian.ui import formats
from lantian.ui.parts import TimelineRow

SAID_ELSEWHERE = {
    "dispatch.order_arrived",
    "dispatch.order_finished",
    "diagnosis.verdict_recorded",
    "assessment.alarm_raised",
    "inspections.answered",
    "inspections.photo_kept",
    "scoring.scored",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A line of the case's history as the timeline takes it."""

    name: str
    at: datetime
    by_id: int | None
    facts: dict[str, Any]  # Any: each event has its own facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The rows of the history, and from when to when they reach."""

    rows: tuple[TimelineRow, ...]
    period: str


def story(view: CaseView, lines: Sequence[Line], by: Actor) -> Story:
    """What happened, where it stands, what comes after."""
    shown = [line for line in lines if line.event in history.TITLES and _is_for(line, by)]
    told = [
        Told(name=line.event, at=line.at, by_id=line.by.id if line.by else None, facts=line.facts)
        for line in shown
    ]
    written = history.rows(told)
    happened = [_fuller(row, line, view, by) for row, line in zip(written, shown, strict=True)]
    ahead = _ahead(view)
    return Story(rows=(*happened, *ahead), period=_period([line.at for line in shown], is_open=bool(ahead)))


def _period(moments: Sequence[datetime], *, is_open: bool) -> str:
    """From the first row to the last: to now while the case is open, to its last event once it has ended."""
    if not moments:
        return ""
    said = {"first": formats.when_short(moments[0]), "last": formats.when_short(moments[-1])}
    if is_open:
        return _("%(first)s to now · one line, one trace") % said
    return _("%(first)s to %(last)s · one line, one trace") % said


def _is_for(line: Line, by: Actor) -> bool:
    """Candidates are nobody's but theirs who look into them."""
    if line.event in SAID_ELSEWHERE:
        return False
    return by.may(Verb.SEE_SUSPICIONS) or not line.event.startswith("diagnosis.")


def _fuller(row: TimelineRow, line: Line, view: CaseView, by: Actor) -> TimelineRow:
    """What the case knows beyond the bare event."""
    add = _FULLER.get(line.event)
    text = add(line, view, by) if add else ""
    return replace(row, text=text) if text else row


def _alarm(line: Line, view: CaseView, by: Actor) -> str:
    try:
        found = assessment.episode(line.about.partition(":")[2], by)
    except Episode.DoesNotExist:
        return ""
    kept = [alarm for alarm in found.alarms if alarm.withdrawn_at is None]
    first = kept[-1] if kept else None
    name = found.station_name_zh if words.is_chinese() else found.station_name_en
    if first is None:
        return name
    said = _("%(station)s %(substance)s %(observed)s %(unit)s (%(rule)s)") % {
        "station": name,
        "substance": formats.substance(first.parameter),
        "observed": first.observed,
        "unit": formats.unit(first.parameter),
        "rule": first.rule.partition("_")[0],
    }
    if len(kept) < 2:
        return said
    return said + ngettext(", %d alarm in one episode", ", %d alarms in one episode", len(kept)) % len(kept)


def _submitted(line: Line, view: CaseView, by: Actor) -> str:
    found = next((one for one in view.rounds if one.round == line.facts.get("round")), None)
    if found is None:
        return ""
    parts = [words.name(found.by), found.what_was_done]
    begun = view.assigned_at
    if begun is not None and begun <= found.submitted_at and found.round == len(view.rounds):
        used = calendar.elapsed(start=begun, end=found.submitted_at, clock=view.clock)
        took = {"span": formats.span(used), "clock": words.word(words.CLOCKS, view.clock)}
        parts.append(_("took %(span)s (%(clock)s)") % took)
    parts.append(_("in time") if found.is_on_time else _("late"))
    return _(", ").join(part for part in parts if part)


def _planned(line: Line, view: CaseView, by: Actor) -> str:
    return _("%(who)s: %(target)s") % {"who": words.name(line.by), "target": line.facts.get("target", "")}


def _ahead(view: CaseView) -> tuple[TimelineRow, ...]:
    """Where it stands and what may come; nothing once it has ended."""
    if view.state in {State.CLOSED, State.VOID, State.MERGED}:
        return ()
    now = TimelineRow(
        when=_("now"), title=words.word(words.CASE_STATES, view.state), text=_waits(view), kind="now"
    )
    after = TimelineRow(when=_("then"), text=str(sentences.AFTERWARDS[view.state]), kind="no")
    return now, after


def _waits(view: CaseView) -> str:
    """For whom it waits."""
    if view.state in {State.REPORTED, State.VERIFYING, State.FILED, State.RETURNED, State.REOPENED}:
        return _("waits for the duty desk")
    if view.state is State.ASSIGNED:
        return _("waits for %(who)s") % {"who": words.name(view.unit)}
    if view.state in {State.ACCEPTED, State.RECTIFYING}:
        return _("waits for %(who)s") % {"who": words.name(view.handler)}
    if view.state is State.SUBMITTED:
        return _("waits for the head of %(who)s") % {"who": words.name(view.unit)}
    if view.state is State.PARKED:
        return _("waits for its review")
    if view.state is State.SELF_CHECKED:
        return _("waits for somebody of another unit")
    return _("waits for %(who)s") % {"who": str(sentences.SIGNERS[view.level])}


_FULLER: dict[str, Callable[[Line, CaseView, Actor], str]] = {
    "assessment.episode_opened": _alarm,
    "cases.submitted": _submitted,
    "cases.planned": _planned,
}
