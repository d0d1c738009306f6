"""The list and the map of all stations in the newest hour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from airshed.standards.tables import POLLUTANTS
from lantian.accounts.rules import Actor
from lantian.assessment.queries import hours
from lantian.assessment.queries.hours import StationHour
from lantian.console import air, maps, words
from lantian.console.suspicions import alarming
from lantian.console.suspicions.course import Course
from lantian.registry.models import Region, Source, Station
from lantian.ui import formats
from lantian.ui.figures import scene

ABOVE = 100  # the highest AQI of a day that counts as good


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A station in the list."""

    name: str
    url: str
    kind: str
    township: str
    aqi: int | None
    missing: str
    primary: str
    values: tuple[tuple[str, str], ...]
    explain_url: str
    course: Course | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationList:
    """The list and the map of the newest hour."""

    sentence: str
    facts: tuple[str, ...]
    rows: tuple[Row, ...]
    neighbours: tuple[Row, ...]
    map: str
    columns: tuple[str, ...]


def compose(by: Actor, *, with_map: bool) -> StationList:
    """Every station this person may see, in the newest hour: ours are counted, others stand apart."""
    at = hours.latest_hour()
    if at is None:
        return StationList(
            sentence=_("No hour has been assessed yet."),
            facts=(), rows=(), neighbours=(), map="", columns=(),
        )  # fmt: skip
    stations = {one.code: one for one in air.visible_stations(by)}
    region = maps.our_district()
    ours = air.of_district(stations.values(), region)
    found = {one.code: one for one in hours.hour_of(at, by=by)}
    rows = {code: found[code] for code in stations if code in found}
    own = [rows[one.code] for one in ours if one.code in rows]
    neighbours = [row for code, row in rows.items() if code not in {one.code for one in ours}]
    courses = {one.station: one for one in alarming.courses(by, ours)}
    return StationList(
        sentence=_sentence(own, at),
        facts=tuple(_facts(neighbours, at)),
        rows=tuple(_row(one, at, stations, courses) for one in own),
        neighbours=tuple(_row(one, at, stations, courses) for one in neighbours),
        map=_map(ours, region, at, courses) if with_map and region else "",
        columns=tuple(formats.substance(code) for code in POLLUTANTS),
    )


def _sentence(own: Sequence[StationHour], at: datetime) -> str:
    official = [one for one in own if one.kind in air.STATUTORY]
    return _(
        "%(hour)s: %(heard)d of our %(all)d stations have an AQI; "
        "of %(official)d official stations %(over)d are above 100."
    ) % {
        "hour": formats.hour_label(at),
        "heard": sum(one.aqi is not None for one in own),
        "all": len(own),
        "official": len(official),
        "over": _above(official),
    }


def _facts(neighbours: Sequence[StationHour], at: datetime) -> Iterator[str]:
    yield formats.day(at)
    official = [one for one in neighbours if one.kind in air.STATUTORY]
    if official:
        yield _("neighbour districts apart: %(over)d of %(official)d official stations above 100") % {
            "official": len(official),
            "over": _above(official),
        }
    yield _("micro-stations and site monitors are clues, never official figures")


def _above(found: Sequence[StationHour]) -> int:
    return sum((one.aqi or 0) > ABOVE for one in found)


def _row(
    one: StationHour, at: datetime, stations: Mapping[str, Station], courses: Mapping[str, Course]
) -> Row:
    return Row(
        name=words.name(one),
        url=reverse("console:station", args=[one.code]),
        kind=words.word(words.STATION_KINDS, one.kind),
        township=words.name(stations[one.code].region) if one.code in stations else "",
        aqi=one.aqi,
        missing=missing_words(one, at),
        primary=_(", ").join(formats.substance(code) for code in one.primary),
        values=tuple(
            (formats.substance(code), formats.number(one.values.get(code), code)) for code in POLLUTANTS
        ),
        explain_url=air.explain_url(one.address) if one.address else "",
        course=courses.get(one.code),
    )


def _map(stations: Sequence[Station], region: Region, at: datetime, courses: Mapping[str, Course]) -> str:
    rows = air.hours([one.code for one in stations], until=at, length=1)
    return maps.draw(
        scene.DistrictMap(
            label=_("Stations by AQI, %(hour)s") % {"hour": formats.hour_label(at)},
            words=maps.legend_words(),
            townships=maps.townships(region),
            stations=maps.stations(
                stations,
                {code: found[at] for code, found in rows.items() if at in found},
                alarms={code: one.rules for code, one in courses.items()},
            ),
            sources=maps.sources(Source.objects.order_by("code"), candidates={}),
            no_spray=maps.no_spray(stations),
            key="stations",
            width=760,
            height=520,
        )
    )


def missing_words(one: StationHour, at: datetime) -> str:
    """Why there is no index in an hour, and since when nothing came; an hour may be only late."""
    if one.aqi is not None:
        return ""
    if one.offline_since == at:
        return _("this hour has not come in")
    if one.offline_since:
        return _("silent since %(when)s") % {"when": formats.when_short(one.offline_since)}
    return words.missing(one.missing.get("aqi", "missing"))
