"""The quality desk and one flag, ready to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor, Verb
from lantian.console import air, words
from lantian.console.quality import absent, asking, completeness, figures, moves, wording
from lantian.console.quality.absent import Absent
from lantian.console.quality.asking import Asked
from lantian.console.quality.completeness import Completeness
from lantian.console.quality.moves import Moves
from lantian.observations.models import Flag
from lantian.observations.queries import address_of
from lantian.observations.states import State
from lantian.registry.models import Station
from lantian.ui import formats
from lantian.ui.parts import Caption, KeyValue, PageLinks

HOUR = timedelta(hours=1)
SHOWN_AT_ONCE = 12
JUDGED_AT_ONCE = 40
Choice = tuple[str, str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLine:
    """A flag as a line of the desk."""

    url: str
    stretch: str
    hours: str
    parameter: str
    check: str
    severity: str
    is_impossible: bool
    seen: str
    state: str
    by: str
    figure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is proposed about one station."""

    name: str
    url: str
    kind: str
    is_clue: bool
    lines: tuple[FlagLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """Flags in one state, and how many there are."""

    label: str
    url: str
    count: int
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The whole page."""

    sentence: str
    facts: tuple[str, ...]
    state: str
    tabs: tuple[Tab, ...]
    checks: tuple[Choice, ...]
    stations: tuple[Choice, ...]
    is_waiting: bool
    is_narrowed: bool
    groups: tuple[Group, ...]
    judged: tuple[FlagLine, ...]
    links: PageLinks
    absent: Absent
    completeness: Completeness
    may_judge: bool
    may_declare: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagPage:
    """One flag: what was seen, the hours around it, what would move."""

    pk: int
    sentence: str
    facts: tuple[str, ...]
    figure: str
    caption: Caption
    known: tuple[KeyValue, ...]
    judged: str
    is_clue: bool
    moves: Moves | None
    first: str
    last: str
    may_judge: bool
    may_restore: bool


def desk(asked: Asked, by: Actor, *, now: datetime) -> Desk:
    """What waits or what was decided, as it was asked for; what is missing; how complete the last week is."""
    visible = air.visible_stations(by)
    flags = Flag.objects.filter(station__in=visible).select_related("station", "judged_by", "author")
    asked_for = asked.of(flags)
    is_waiting = asked.state == State.PROPOSED
    size = SHOWN_AT_ONCE if is_waiting else JUDGED_AT_ONCE
    first = (asked.page - 1) * size
    shown, number = list(asked_for[first : first + size]), asked_for.count()
    around = figures.around(shown if is_waiting else (), visible=[one.code for one in visible])
    complete = completeness.of_week(visible, now=now)
    return Desk(
        sentence=_sentence(list(flags.filter(state=State.PROPOSED))),
        facts=(
            _("checks of hours look every hour through 72 hours, checks of weeks daily through 60 days"),
            _("no number moves before you say so"),
        ),
        state=asked.state.value if not is_waiting else "",
        tabs=_tabs(asked, flags),
        checks=_checks(asked),
        stations=_stations(asked, flags),
        is_waiting=is_waiting,
        is_narrowed=asked.is_narrowed,
        groups=_groups(shown, around) if is_waiting else (),
        judged=() if is_waiting else tuple(_line(row) for row in shown),
        links=_links(asked, first=first, shown=len(shown), number=number),
        absent=absent.of_week(visible, measured=complete.measured, now=now),
        completeness=complete,
        may_judge=by.may(Verb.JUDGE_FLAG),
        may_declare=by.may(Verb.DECLARE_LEVEL),
    )


def _tabs(asked: Asked, flags: QuerySet[Flag]) -> tuple[Tab, ...]:
    counts = dict(flags.order_by().values_list("state").annotate(number=Count("id")))
    return tuple(
        Tab(
            label=words.word(wording.FLAG_STATES, state),
            url=replace(asked, state=state).query(),
            count=counts.get(state.value, 0),
            is_on=state is asked.state,
        )
        for state in State
    )


def _checks(asked: Asked) -> tuple[Choice, ...]:
    options = [("", _("every check")), *((code, wording.check(code)) for code in asking.CHECKS)]
    return tuple((code, label, code == asked.check) for code, label in options)


def _stations(asked: Asked, flags: QuerySet[Flag]) -> tuple[Choice, ...]:
    """The stations that have a flag, official ones first."""
    held = Station.objects.filter(pk__in=flags.values("station"))
    options = [("", _("every station")), *((one.code, words.name(one)) for one in _in_order(held))]
    return tuple((code, label, code == asked.station) for code, label in options)


def _links(asked: Asked, *, first: int, shown: int, number: int) -> PageLinks:
    said = {"first": first + 1, "last": first + shown, "number": number}
    return PageLinks(
        shown=_("%(first)d–%(last)d of %(number)d") % said if shown else "",
        previous_url=asked.query(page=asked.page - 1) if asked.page > 1 else "",
        next_url=asked.query(page=asked.page + 1) if first + shown < number else "",
    )


def one(pk: int, by: Actor, *, now: datetime) -> FlagPage:
    """One flag at a station the person may see; Flag.DoesNotExist otherwise."""
    visible = air.visible_stations(by)
    row = Flag.objects.select_related("station__region", "judged_by", "author").get(
        pk=pk, station__in=visible
    )
    around = figures.around([row], visible=[one.code for one in visible])
    may = by.may(Verb.JUDGE_FLAG)
    return FlagPage(
        pk=row.pk,
        sentence=_("%(station)s: %(seen)s.")
        % {"station": words.name(row.station), "seen": wording.seen(row).rstrip("。.")},
        facts=(
            words.word(words.STATION_KINDS, row.station.kind),
            _stretch(row),
            words.word(wording.FLAG_STATES, row.state),
        ),
        figure=figures.figures(row, around),
        caption=_caption(row, len(around.neighbours(row.station.code))),
        known=_known(row),
        judged=_judged(row),
        is_clue=row.station.kind not in air.STATUTORY,
        moves=moves.of(row, now=now),
        first=row.first_begins_at.isoformat(),
        last=row.last_begins_at.isoformat(),
        may_judge=may and row.state == State.PROPOSED,
        may_restore=may and row.state == State.ACCEPTED,
    )


def _sentence(waiting: Sequence[Flag]) -> str:
    if not waiting:
        return _("No reading waits for a decision: every check is content, or was answered.")
    stations = len({row.station_id for row in waiting})
    longest = max(waiting, key=lambda row: row.last_begins_at - row.first_begins_at)
    return ngettext(
        "%(number)d stretch of readings at %(stations)d station waits for a decision; the longest is "
        "%(substance)s at %(station)s, %(hours)d h.",
        "%(number)d stretches of readings at %(stations)d stations wait for a decision; the longest is "
        "%(substance)s at %(station)s, %(hours)d h.",
        len(waiting),
    ) % {
        "number": len(waiting),
        "stations": stations,
        "substance": formats.substance(longest.parameter),
        "station": words.name(longest.station),
        "hours": _hours(longest),
    }


def _groups(shown: Sequence[Flag], around: figures.Around) -> tuple[Group, ...]:
    """By station, official ones first, the newest within."""
    stations = {row.station.code: row.station for row in shown}
    return tuple(
        Group(
            name=words.name(station),
            url=reverse("console:station", args=[station.code]),
            kind=words.word(words.STATION_KINDS, station.kind),
            is_clue=station.kind not in air.STATUTORY,
            lines=tuple(
                _line(row, figure=figures.figure(row, around)) for row in shown if row.station == station
            ),
        )
        for station in _in_order(stations.values())
    )


def _in_order(stations: Iterable[Station]) -> list[Station]:
    """Official stations first, then by code."""
    order = {kind: place for place, kind in enumerate(Station.Kind.values)}
    return sorted(stations, key=lambda one: (order[one.kind], one.code))


def _line(row: Flag, *, figure: str = "") -> FlagLine:
    person = row.judged_by or row.author
    return FlagLine(
        url=reverse("console:flag", args=[row.pk]),
        stretch=_stretch(row),
        hours=_("%(hours)d h") % {"hours": _hours(row)},
        parameter=f"{words.name(row.station)} {formats.substance(row.parameter)}"
        if not figure
        else formats.substance(row.parameter),
        check=wording.check(row.check_name),
        severity=words.word(wording.SEVERITIES, row.severity) if row.severity else "",
        is_impossible=row.severity == Flag.Severity.IMPOSSIBLE,
        seen=wording.seen(row) if figure else row.judged_reason or row.reason,
        state=words.word(wording.FLAG_STATES, row.state),
        by=words.name(person) if person else "",
        figure=figure,
    )


def _caption(row: Flag, neighbours: int) -> Caption:
    since, until = figures.window(row)
    return Caption(
        place=words.name(row.station),
        period=f"{formats.when_short(since)} – {formats.when_short(until)}",
        averaging=_("hourly means as they came, %(unit)s") % {"unit": formats.unit(row.parameter)},
        n=_("grey: %(number)d neighbours of the same kind; shaded: the proposal") % {"number": neighbours},
        source=words.provenance(row.station) or _("devices through the HJ 212 door"),
    )


def _known(row: Flag) -> tuple[KeyValue, ...]:
    """The check, its version and parameters, and the numbers that decided."""
    address = address_of(station=row.station.code, parameter=row.parameter, begins_at=row.first_begins_at)
    known = [
        KeyValue(key=_("Hours"), value=_stretch(row), note=_("%(hours)d h") % {"hours": _hours(row)}),
        KeyValue(
            key=_("Readings"),
            value=_("the first of them, with its packet"),
            url=air.explain_url(str(address)),
        ),
    ]
    if row.check_name:
        version = _("version %(version)s") % {"version": row.check_version or "—"}
        known += [
            KeyValue(
                key=_("Check"), value=wording.check(row.check_name), note=f"{row.check_name} · {version}"
            ),
            KeyValue(key=_("Parameters of the check"), value=wording.parameters(row) or "—"),
        ]
    if row.severity:
        known.append(KeyValue(key=_("How sure"), value=words.word(wording.SEVERITIES, row.severity)))
    for name, label in (
        ("observed", _("Observed")),
        ("reference", _("Compared with")),
        ("threshold", _("Threshold")),
    ):
        value = row.evidence.get(name)
        if isinstance(value, int | float):
            known.append(KeyValue(key=label, value=f"{value:.4g}"))
    return tuple(known)


def _judged(row: Flag) -> str:
    """Who decided when and why; empty while nobody has."""
    if row.state == State.PROPOSED:
        return ""
    person = row.judged_by or row.author
    said = {
        "state": words.word(wording.FLAG_STATES, row.state),
        "who": words.name(person) if person else wording.check(row.check_name),
        "when": formats.when(row.judged_at or row.created_at),
        "why": row.judged_reason or row.reason,
    }
    return _("%(state)s — %(who)s, %(when)s: %(why)s") % said


def _hours(row: Flag) -> int:
    return int((row.last_begins_at - row.first_begins_at) / HOUR) + 1


def _stretch(row: Flag) -> str:
    """From the beginning of the first hour to the end of the last."""
    return f"{formats.when_short(row.first_begins_at)} – {formats.when_short(row.last_begins_at + HOUR)}"
