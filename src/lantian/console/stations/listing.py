"""The list and the map of all stations in the newest hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor
from lantian.assessment.queries import hours
from lantian.assessment.queries.hours import StationHour
from lantian.assessment.rules.figures import INDEX_POLLUTANTS
from lantian.console import air, maps, words
from lantian.registry.models import Source, Station
from lantian.ui import formats
from lantian.ui.figures import scene


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StationList:
    """The list and the map of the newest hour."""

    sentence: str
    facts: tuple[str, ...]
    rows: tuple[Row, ...]
    map: str
    columns: tuple[str, ...]


def compose(by: Actor, *, with_map: bool) -> StationList:
    """Every station this person may see, in the newest hour."""
    at = hours.latest_hour()
    found = hours.hour_of(at, by=by) if at else []
    stations = {one.code: one for one in air.visible_stations(by)}
    heard = sum(one.aqi is not None for one in found)
    sentence = _("No hour has been assessed yet.")
    if at:
        over = [one for one in found if one.is_statutory and (one.aqi or 0) > 100]
        said = {"hour": formats.hour_label(at), "heard": heard, "all": len(found)}
        sentence = _("%(hour)s: %(heard)d of %(all)d stations have an AQI") % said + (
            ngettext(
                ", %d official station is above 100.", ", %d official stations are above 100.", len(over)
            )
            % len(over)
            if over
            else _(", no official station is above 100.")
        )
    return StationList(
        sentence=sentence,
        facts=(formats.day(at), _("micro-stations and site monitors are clues, never official figures"))
        if at
        else (),
        rows=tuple(_row(one, stations) for one in found),
        map=_map(by, at) if with_map and at else "",
        columns=tuple(formats.substance(code) for code in INDEX_POLLUTANTS),
    )


def _row(one: StationHour, stations: Mapping[str, Station]) -> Row:
    return Row(
        name=words.name(one),
        url=reverse("console:station", args=[one.code]),
        kind=words.word(words.STATION_KINDS, one.kind),
        township=words.name(stations[one.code].region) if one.code in stations else "",
        aqi=one.aqi,
        missing=missing_words(one),
        primary=_(", ").join(formats.substance(code) for code in one.primary),
        values=tuple(
            (formats.substance(code), formats.number(one.values.get(code), code)) for code in INDEX_POLLUTANTS
        ),
        explain_url=air.explain_url(one.address) if one.address else "",
    )


def _map(by: Actor, at: datetime) -> str:
    region = maps.our_district()
    if region is None:
        return ""
    stations = air.of_district(air.visible_stations(by), region)
    rows = air.hours([one.code for one in stations], until=at, length=1)
    return maps.draw(
        scene.DistrictMap(
            label=_("Stations by AQI, %(hour)s") % {"hour": formats.hour_label(at)},
            words=maps.legend_words(),
            townships=maps.townships(region),
            stations=maps.stations(
                stations, {code: found[at] for code, found in rows.items() if at in found}
            ),
            sources=maps.sources(Source.objects.order_by("code"), candidates={}),
            no_spray=maps.no_spray(stations),
            key="stations",
            width=760,
            height=520,
        )
    )


def missing_words(one: StationHour) -> str:
    """Why there is no index, and since when nothing came."""
    if one.aqi is not None:
        return ""
    if one.offline_since:
        return _("silent since %(when)s") % {"when": formats.when_short(one.offline_since)}
    return words.missing(one.missing.get("aqi", "missing"))
