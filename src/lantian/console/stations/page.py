"""The values of the station pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal  # Any: a row of a frame

import polars as pl
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from airshed.standards.tables import POLLUTANTS
from lantian.accounts.rules import Actor, Verb
from lantian.assessment import permissions
from lantian.assessment.queries import hours
from lantian.assessment.queries.hours import HOUR, Series, StationHour
from lantian.calendar import queries as calendar
from lantian.console import air, files, words
from lantian.console.explain import wording
from lantian.console.quality import wording as quality
from lantian.console.stations import listing, why
from lantian.console.stations.why import Why
from lantian.console.suspicions import alarms
from lantian.console.suspicions.course import Course
from lantian.observations import queries as observations
from lantian.observations import rules as observing
from lantian.observations.models import Flag
from lantian.registry.models import Station
from lantian.ui import formats
from lantian.ui.figures import line
from lantian.ui.parts import Caption, Download

LENGTHS = (24, 72)
PACKETS = 24
FLAGS = 30
GAP_FROM = 3
DESK, PHONE = (640, 180), (326, 170)
Screen = Literal["", "wide", "narrow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One parameter in the newest hour."""

    code: str
    name: str
    value: str
    unit: str
    sub_index: int | None
    missing: str
    is_primary: bool
    explain_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """An hour as it came in: when, in which packet."""

    hour: str
    received: str
    position: int
    marks: str
    is_rev: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRow:
    """A flag on readings of the station."""

    stretch: str
    parameter: str
    kind: str
    reason: str
    author: str
    is_lifted: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StationPage:
    """One station."""

    code: str
    name: str
    sentence: str
    facts: tuple[str, ...]
    aqi: int | None
    aqi_url: str
    values: tuple[Value, ...]
    figure: str
    caption: Caption
    downloads: tuple[Download, ...]
    parameter: str
    length: int
    packets: tuple[Packet, ...]
    colour: str
    why: Why | None
    courses: tuple[Course, ...]
    may_trace: bool
    flags: tuple[FlagRow, ...]
    known: tuple[tuple[str, str], ...]


def detail(
    code: str, by: Actor, *, now: datetime, parameter: str, length: int, episode: str = ""
) -> StationPage:
    """One station, with one of its episodes told in full; Station.DoesNotExist when absent or hidden."""
    station = permissions.visible_stations(by).select_related("region").get(code=code)
    at = hours.latest_hour() or now
    hour = next((one for one in hours.hour_of(at, by=by) if one.code == code), None)
    found = hours.series(station, figure=parameter, last=at, hours=length)
    hours_in = _hours_in(code, at=at)
    courses = why.courses(code, by, now=now, asked=episode)
    return StationPage(
        code=code,
        name=words.name(station),
        sentence=_sentence(station, hour, found, at=at, background=_background(courses, at, parameter)),
        facts=(words.word(words.STATION_KINDS, station.kind), words.name(station.region), code),
        aqi=hour.aqi if hour else None,
        aqi_url=air.explain_url(hour.address) if hour and hour.address else "",
        values=_values(hour, station=station),
        figure=figures(station, found),
        caption=_caption(station, found),
        downloads=_downloads(code, parameter, length),
        parameter=parameter,
        length=length,
        packets=_packets(hours_in),
        colour=why.colour(hour),
        why=why.of_courses(courses, by, asked=episode),
        courses=tuple(courses),
        may_trace=by.may(Verb.SEE_SUSPICIONS),
        flags=_flags(station),
        known=_known(station, hours_in),
    )


def _background(courses: Sequence[Course], at: datetime, parameter: str) -> Decimal | None:
    """What an alarm that stands in this hour compared the shown parameter with."""
    standing = [alarm for one in courses for alarm in one.standing]
    return alarms.background_of(standing, at=at, parameter=parameter)


def _sentence(
    station: Station, hour: StationHour | None, found: Series, *, at: datetime, background: Decimal | None
) -> str:
    said = {
        "hour": formats.hour_label(at),
        "station": words.name(station),
        "why": listing.missing_words(hour, at) if hour else "",
    }
    if hour is None or hour.aqi is None:
        return _("%(hour)s, %(station)s has no AQI: %(why)s.") % said
    said |= {"aqi": hour.aqi, "word": formats.aqi_word(hour.aqi)}
    last = found.points[-1]
    if last.value is None or last.peers_mean is None:
        return _("%(hour)s, %(station)s: AQI %(aqi)d, %(word)s.") % said
    said |= {
        "substance": formats.substance(found.figure),
        "value": formats.number(last.value, found.figure),
        "unit": formats.unit(found.figure),
        "difference": _difference(float(last.value), float(last.peers_mean), background=background),
    }
    return (
        _("%(hour)s, %(station)s: AQI %(aqi)d, %(word)s; %(substance)s %(value)s %(unit)s, %(difference)s.")
        % said
    )


def _difference(value: float, peers: float, *, background: Decimal | None) -> str:
    """Above or below the peers; for a site that alarms, what the alarm says."""
    if background is None:
        return air.difference_words(value, peers)
    above = formats.number(value - float(background), "pm10")
    return _("%(difference)s above the background") % {"difference": above}


def _values(hour: StationHour | None, *, station: Station) -> tuple[Value, ...]:
    if hour is None:
        return ()
    return tuple(_value(hour, code) for code in POLLUTANTS)


def _value(hour: StationHour, code: str) -> Value:
    value = hour.values.get(code)
    return Value(
        code=code,
        name=formats.substance(code),
        value=formats.number(value, code),
        unit=formats.unit(code),
        sub_index=hour.sub_indices.get(code),
        missing="" if value is not None else words.missing(hour.missing.get(code, "missing")),
        is_primary=code in hour.primary,
        explain_url=air.explain_url(_figure_address(hour.address, code))
        if hour.address and value is not None
        else "",
    )


def _figure_address(address: str, figure: str) -> str:
    """The address of one value of the hour whose index has this address."""
    key, _at, position = address.partition("@")
    return f"{key}/{figure}@{position}"


def figures(station: Station, found: Series) -> str:
    """The figure for wide screens, and for a phone, where names would leave the lines no room."""
    return figure(station, found, screen="wide") + figure(station, found, screen="narrow")


def figure(station: Station, found: Series, *, screen: Screen = "") -> str:
    """The station's hours against its peers' mean."""
    until = found.points[-1].begins_at
    width, height = PHONE if screen == "narrow" else DESK
    drawn = line.LineFigure(
        label=_("%(station)s, %(substance)s of %(hours)d hours")
        % {"station": words.name(station), "substance": formats.substance(found.figure), "hours": found.of},
        lines=(
            line.Line(
                values=[_float(point.peers_mean) for point in found.points], weight="peers", name=_("others")
            ),
            line.Line(
                values=[_float(point.value) for point in found.points],
                weight="ours",
                name=_("this station") if screen == "narrow" else words.name(station),
            ),
        ),
        ticks=air.ticks(until, found.of),
        gaps=_gaps(found),
        width=width,
        height=height,
        screen=screen,
    )
    return line.line_figure(drawn)


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))


def _gaps(found: Series) -> tuple[line.Gap, ...]:
    """Stretches of three hours or more without a value, and why."""
    gaps: list[line.Gap] = []
    first: int | None = None
    for index, point in enumerate([*found.points, None]):
        if point is not None and point.value is None:
            first = index if first is None else first
            continue
        if first is not None and index - first >= GAP_FROM:
            why = words.missing(found.points[first].reason)
            text = _("%(hours)d h missing, %(why)s") % {"hours": index - first, "why": why}
            gaps.append(line.Gap(first=first, last=index - 1, text=text))
        first = None
    return tuple(gaps)


def _caption(station: Station, found: Series) -> Caption:
    last = found.points[-1]
    return Caption(
        place=words.name(station),
        period=_("to %(hour)s")
        % {"hour": f"{formats.day(last.begins_at)} {formats.hour_label(last.begins_at)}"},
        averaging=_("hourly means, %(unit)s") % {"unit": formats.unit(found.figure)},
        n=_("others: %(number)d stations of the same kind") % {"number": len(found.peers)},
        completeness=f"{found.n}/{found.of} h",
        source=words.provenance(station) or _("devices through the HJ 212 door"),
    )


def _downloads(code: str, parameter: str, length: int) -> tuple[Download, ...]:
    asked = f"?p={parameter}&h={length}"
    return (
        Download(label="SVG", url=reverse("console:station-figure", args=[code]) + asked),
        *files.shown("station", code, query=asked),
    )


def _hours_in(code: str, *, at: datetime) -> pl.DataFrame:
    """The newest hours as they hold now, the newest last; what may not be counted is null."""
    return observations.hourly(stations=[code], since=at - PACKETS * HOUR, until=at + HOUR)


def _packets(hours_in: pl.DataFrame) -> tuple[Packet, ...]:
    """The newest hours with the packet each came in, the newest first."""
    return tuple(
        Packet(
            hour=_hour(row["begins_at"]),
            received=formats.when_short(row["received_at"]),
            position=row["position"],
            marks=row["marks"] or "",
            is_rev=row["is_rev"],
            url=air.explain_url(f"observations.packet:{row['position']}"),
        )
        for row in hours_in.reverse().iter_rows(named=True)
    )


def _hour(begins_at: datetime) -> str:
    """11月22日 9–10 时."""
    return f"{formats.when_short(begins_at).rpartition(' ')[0]} {formats.hour_label(begins_at)}"


def _stretch(first: datetime, last: datetime) -> str:
    """From the beginning of the first hour to the end of the last."""
    return f"{formats.when_short(first)} – {formats.when_short(last + HOUR)}"


def _flags(station: Station) -> tuple[FlagRow, ...]:
    rows = Flag.objects.filter(station=station).select_related("author", "judged_by").order_by("-created_at")
    return tuple(
        FlagRow(
            stretch=_stretch(row.first_begins_at, row.last_begins_at),
            parameter=formats.substance(row.parameter),
            kind=words.word(words.FLAG_KINDS, row.kind),
            reason=row.judged_reason or quality.seen(row),
            author=words.name(row.judged_by or row.author) or quality.check(row.check_name),
            is_lifted=row.lifted_at is not None,
            url=reverse("console:flag", args=[row.pk]),
        )
        for row in rows[:FLAGS]
    )


def _known(station: Station, hours_in: pl.DataFrame) -> tuple[tuple[str, str], ...]:
    facts: list[tuple[str, str]] = [
        (_("Kind"), words.word(words.STATION_KINDS, station.kind)),
        (_("Place"), f"{station.lon:.4f}, {station.lat:.4f} (WGS-84)"),
        (_("Where its readings come from"), words.provenance(station) or "—"),
    ]
    also = _also_measured(station.code, hours_in)
    if also:
        facts.insert(0, (_("Also measured"), also))
    if station.no_spray_radius_m:
        facts.append((_("No spraying within"), f"{station.no_spray_radius_m} m"))
    return tuple(facts)


def _also_measured(code: str, hours_in: pl.DataFrame) -> SafeString:
    """What counts of the newest hour beside the pollutants of the index, each value leading to its packet."""
    row = next(hours_in.tail(1).iter_rows(named=True), {})
    others = [
        (
            wording.parameter(name),
            _reading_url(code, name, row),
            formats.number(row[name], name),
            formats.unit(name),
        )
        for name in observing.PARAMETERS
        if name not in POLLUTANTS and row.get(name) is not None
    ]
    return format_html_join(_(", "), '{} <a href="{}">{}</a> <span class="u">{}</span>', others)


def _reading_url(code: str, parameter: str, row: Mapping[str, Any]) -> str:
    address = observations.address_of(
        station=code, parameter=parameter, begins_at=row["begins_at"], as_of=row["position"]
    )
    return air.explain_url(str(address))


def table(found: Series) -> list[Sequence[str]]:
    """The figure's numbers, a line an hour."""
    zone = calendar.local_zone()
    rows: list[Sequence[str]] = [("begins_at", found.figure, "peers_mean", "peers", "why_missing", "address")]
    for point in found.points:
        rows.append(
            (
                point.begins_at.astimezone(zone).isoformat(),
                "" if point.value is None else str(point.value),
                "" if point.peers_mean is None else str(point.peers_mean),
                str(point.peers),
                point.reason,
                point.address,
            )
        )
    return rows
