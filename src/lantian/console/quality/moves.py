"""What would move if a flag were judged otherwise, ready to print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.assessment.events import Changed
from lantian.assessment.queries import moving
from lantian.assessment.queries.grounds import AlarmMove
from lantian.assessment.queries.moving import PeriodMove
from lantian.assessment.queries.places import COMPOSITE
from lantian.assessment.queries.preview import preview
from lantian.assessment.rules import keys
from lantian.console import air, words
from lantian.console.explain import wording as explain
from lantian.console.quality import wording
from lantian.observations.models import Flag
from lantian.observations.states import State
from lantian.registry.models import Region, Station
from lantian.ui import formats

HOURS_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One number that would move."""

    subject: str
    when: str
    figure: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmLine:
    """One alarm that would be withdrawn or raised."""

    station: str
    when: str
    rule: str
    parameter: str
    episode: str
    url: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Everything that would move, the furthest-reaching first."""

    sentence: str
    waiting: str
    periods: tuple[Move, ...]
    places: tuple[Move, ...]
    days: tuple[Move, ...]
    hours: tuple[Move, ...]
    fresh: tuple[Move, ...]
    fresh_periods: tuple[Move, ...]
    clues: tuple[Move, ...]
    alarms: tuple[AlarmLine, ...]

    @property
    def fresh_number(self) -> int:
        """How many official numbers move that are not published yet."""
        return len(self.fresh) + len(self.fresh_periods)


def of(flag: Flag, *, now: datetime) -> Moves | None:
    """What accepting a proposal would move, or restoring what was accepted; None for a settled flag."""
    if flag.state not in (State.PROPOSED, State.ACCEPTED):
        return None
    found = preview(flag, now=now)
    names = _names()
    return Moves(
        sentence=_sentence(found.published, fresh=found.waiting, clues=len(found.clues), state=flag.state),
        waiting=_waiting(found.waiting) if found.published else "",
        periods=tuple(_of_period(one, names) for one in found.periods if not one.group),
        places=tuple(_of_period(one, names) for one in found.periods if one.group),
        days=_of_rows(found.days, names),
        hours=_of_rows(found.hours, names),
        fresh=_of_rows(found.fresh, names),
        fresh_periods=tuple(_of_period(one, names) for one in found.fresh_periods),
        clues=_of_rows(found.clues[:HOURS_SHOWN], names),
        alarms=tuple(_of_alarm(one, names) for one in found.alarms[:HOURS_SHOWN]),
    )


def _sentence(published: int, *, fresh: int, clues: int, state: str) -> str:
    if not published and fresh:
        return ngettext(
            "No published number would move; %(number)d official one would that does not count as published "
            "yet.",
            "No published number would move; %(number)d official ones would that do not count as published "
            "yet.",
            fresh,
        ) % {"number": fresh}
    if not published and not clues:
        return _("No number would move.")
    if not published:
        return _("No published number would move: this station is a clue and enters no official figure.")
    if state == State.ACCEPTED:
        return ngettext(
            "%(number)d published number moves back if the readings count again.",
            "%(number)d published numbers move back if the readings count again.",
            published,
        ) % {"number": published}
    return (
        ngettext(
            "%(number)d published number moves if these readings do not count.",
            "%(number)d published numbers move if these readings do not count.",
            published,
        )
        % {"number": published}
    )  # fmt: skip


def _waiting(number: int) -> str:
    """What moves beside the published numbers, and is not published yet."""
    if not number:
        return ""
    return ngettext(
        "One more official number would move; it is not published yet.",
        "%(number)d more official numbers would move; they are not published yet.",
        number,
    ) % {"number": number}


def _names() -> dict[tuple[str, str], str]:
    """Names of stations and regions by kind and code."""
    stations = {("station", row.code): words.name(row) for row in Station.objects.all()}
    return stations | {("region", row.code): words.name(row) for row in Region.objects.all()}


def _of_rows(rows: Iterable[Changed], names: dict[tuple[str, str], str]) -> tuple[Move, ...]:
    return tuple(_of_row(row, names) for row in rows)


def _of_row(row: Changed, names: dict[tuple[str, str], str]) -> Move:
    kind, _slash, code = row["subject"].partition("/")
    return Move(
        subject=names.get((kind, code), code),
        when=when(row["at"]),
        figure=explain.parameter(row["figure"]),
        old=_shown(row["old"]),
        new=_shown(row["new"]),
    )


def when(at: str) -> str:
    """An hour, a day or a stretch of days of a change in words."""
    if ".." in at:
        first, last = keys.read_span(at)
        return f"{formats.day(first)} – {formats.day(last)}"
    if "T" not in at:
        return formats.day(date.fromisoformat(at))
    moment = keys.moment(at)
    return f"{formats.when_short(moment).rpartition(' ')[0]} {formats.hour_label(moment)}"


def _of_period(one: PeriodMove, names: dict[tuple[str, str], str]) -> Move:
    return Move(
        subject=names.get((one.kind, one.subject), one.subject),
        when=f"{formats.day(one.first)} – {formats.day(one.last)}",
        figure=figure(one.figure, one.group),
        old=_shown(one.old),
        new=_shown(one.new),
    )


def _of_alarm(one: AlarmMove, names: dict[tuple[str, str], str]) -> AlarmLine:
    return AlarmLine(
        station=names.get(("station", one.station), one.station),
        when=when(keys.written(one.begins_at)),
        rule=words.name(one),
        parameter=explain.parameter(one.parameter),
        episode=one.number,
        url=air.explain_url(f"assessment.episode:{one.number}") if one.number else "",
        what=_("withdrawn") if one.is_withdrawn else _("raised"),
    )


def figure(code: str, group: str) -> str:
    """What moved, in words: a parameter, the index, or a place in a group."""
    if group:
        among, measure = words.word(wording.GROUPS, group), moving.measure_of(code)
        if measure == COMPOSITE:
            return _("place %(group)s") % {"group": among}
        return _("place %(group)s by %(measure)s") % {
            "group": among,
            "measure": explain.parameter(measure),
        }
    return _("composite index") if code == COMPOSITE else explain.parameter(code)


def _shown(value: object) -> str:
    return "—" if value is None else str(value)
