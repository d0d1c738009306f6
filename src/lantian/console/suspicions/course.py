"""The course of an episode: its alarms, where they point, who was sent, what they found, the case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.assessment.queries import AlarmView, EpisodeView
from lantian.console import air, words
from lantian.console.orders import went
from lantian.console.orders.went import CaseLink, Went
from lantian.console.suspicions import alarms, pointing
from lantian.console.suspicions.alarms import Alarm
from lantian.diagnosis import queries as diagnosis
from lantian.diagnosis.models import Suspicion
from lantian.diagnosis.queries import SuspicionLine
from lantian.ui import formats
from lantian.ui.parts import TimelineRow

RUNNING = "open"
NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A suspicion as others lead to it."""

    number: str
    url: str
    state: str
    is_open: bool
    said: str
    candidates: str
    line: SuspicionLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """An episode and what came of it, as far as a person may see."""

    number: str
    station: str
    station_name: str
    url: str
    begins_at: datetime
    last_at: datetime
    hours: str
    parameter: str
    substance: str
    peak: str
    rules: str
    state: str
    is_running: bool
    standing: tuple[AlarmView, ...]
    points_to_source: bool
    pointer: Pointer | None
    orders: tuple[Went, ...]

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """Its alarms as a table shows them, the newest first."""
        return tuple(alarms.row(alarm) for alarm in self.standing)


def of_episodes(found: Sequence[EpisodeView], by: Actor) -> list[Course]:
    """The courses of some episodes, in their order; three statements however many there are."""
    may_see = by.may(Verb.SEE_SUSPICIONS)
    lines = diagnosis.lines_of_episodes([one.number for one in found], by) if may_see and found else {}
    sent = went.of_suspicions([line.number for line in lines.values()], by) if lines else {}
    return [_course(one, lines.get(one.number), sent) for one in found]


def _course(one: EpisodeView, line: SuspicionLine | None, sent: Mapping[str, tuple[Went, ...]]) -> Course:
    standing = [alarm for alarm in one.alarms if alarm.withdrawn_at is None]
    substance = formats.substance(one.parameter)
    return Course(
        number=one.number,
        station=one.station,
        station_name=one.station_name_zh if words.is_chinese() else one.station_name_en,
        url=air.episode_url(one.station, one.number),
        begins_at=one.begins_at,
        last_at=one.last_at,
        hours=air.stretch(one.begins_at, one.last_at),
        parameter=one.parameter,
        substance=substance,
        peak=f"{substance} {one.peak} {formats.unit(one.parameter)}".strip() if one.peak else "",
        rules=rule_names(standing),
        state=words.word(words.EPISODE_STATES, one.state),
        is_running=one.state == RUNNING,
        standing=tuple(standing),
        points_to_source=any(alarm.points_to_source for alarm in standing),
        pointer=_pointer(line) if line else None,
        orders=sent.get(line.number, ()) if line else (),
    )


def rule_names(found: Sequence[AlarmView]) -> str:
    """The names of the rules that were met, each once."""
    return _(", ").join(dict.fromkeys(words.name(alarm) for alarm in found))


def _pointer(line: SuspicionLine) -> Pointer:
    first = [f"{words.name(one)} {one.score:.2f}" for one in line.candidates[:NAMED]]
    return Pointer(
        number=line.number,
        url=reverse("console:suspicion", args=[line.number]),
        state=words.word(words.SUSPICION_STATES, line.state),
        is_open=line.state == Suspicion.State.OPEN,
        said=pointing.pointed(line),
        candidates=_("; ").join(first),
        line=line,
    )


def steps(one: Course, by: Actor) -> tuple[TimelineRow, ...]:
    """What came of an episode, a line a step: traced, sent, found, case."""
    if one.pointer is None:
        return ()
    return (_traced(one.pointer), *_sent(one.orders, by), *_unsent(one))


def steps_of_suspicion(number: str, by: Actor) -> tuple[TimelineRow, ...]:
    """Who was sent for a suspicion, what they found, and the case that came of it."""
    return tuple(_sent(went.of_suspicions([number], by).get(number, ()), by))


def _traced(pointer: Pointer) -> TimelineRow:
    standing = _("%(candidates)s (to be checked)") % {"candidates": pointer.candidates}
    said = [pointer.said, standing if len(pointer.line.candidates) > 1 else ""]
    return TimelineRow(
        when=formats.when_short(pointer.line.made_at),
        title=_("Traced: %(number)s") % {"number": pointer.number},
        text=_("; ").join(part for part in said if part),
        url=pointer.url,
    )


def _sent(orders: Sequence[Went], by: Actor) -> Iterator[TimelineRow]:
    cases = went.cases_of([one.number for one in orders], by) if orders else {}
    for one in orders:
        yield TimelineRow(
            when=formats.when_short(one.issued_at),
            title=_("Sent: %(number)s") % {"number": one.number},
            text=_("%(officer)s to %(place)s; %(state)s")
            % {"officer": one.officer, "place": one.place, "state": one.state},
            url=one.url,
        )
        if one.found_at:
            yield TimelineRow(
                when=formats.when_short(one.found_at), title=_("Found"), text=one.finding, url=one.url
            )
        if one.number in cases:
            yield _case(cases[one.number])


def _case(case: CaseLink) -> TimelineRow:
    return TimelineRow(
        when=formats.when_short(case.reported_at),
        title=_("Case: %(number)s") % {"number": case.number},
        text=case.state,
        url=case.url,
    )


def _unsent(one: Course) -> Iterator[TimelineRow]:
    """Nobody has been sent: not yet, or for a reason."""
    if one.pointer is None or one.orders:
        return
    if one.pointer.is_open:
        yield TimelineRow(when="—", text=_("Nobody has been sent yet."), kind="no")
    elif one.pointer.line.dismissed_reason:
        yield TimelineRow(
            when="—", title=_("Nobody goes"), text=one.pointer.line.dismissed_reason, url=one.pointer.url
        )
