"""Today's situation: one sentence, the picture that proves it, and what can be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor, Verb
from lantian.assessment.models import HourlyIndex
from lantian.assessment.queries import hours
from lantian.cases import queries as cases
from lantian.console import air, maps, words
from lantian.console.air import Standing
from lantian.console.situation import glance, happenings, needs
from lantian.console.stations import ranking
from lantian.console.stations.ranking import RankPage
from lantian.console.suspicions import alarming, alarms
from lantian.console.suspicions import page as suspicions
from lantian.console.suspicions.alarming import Alarming
from lantian.console.suspicions.course import Course
from lantian.diagnosis.queries import SuspicionLine
from lantian.observations import queries as observations
from lantian.registry.models import Region, Source, Station
from lantian.ui import formats
from lantian.ui.figures import scene
from lantian.ui.parts import BarRow, Caption, Panel, TimelineRow

PARAMETER = "pm10"
LENGTH = 24
PANELS = 4
ALARMING_SHOWN, ALARMING_LISTED = 6, 3
RISING = "R2_rising"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The sentence and the line under it."""

    sentence: str
    facts: tuple[str, ...] = ()
    aqi: int | None = None
    place: str = ""
    explain_url: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRow:
    """A station in the table behind the map."""

    name: str
    url: str
    kind: str
    aqi: int | None
    value: str
    difference: str
    explain_url: str
    course: Course | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything the page prints."""

    lead: Lead
    map: str
    map_caption: str
    stations: tuple[StationRow, ...]
    alarming: tuple[Alarming, ...]
    alarms: int
    needs: needs.Waiting
    panels: tuple[Panel, ...]
    panels_title: str
    caption: Caption
    happenings: tuple[TimelineRow, ...]
    happened: int
    rank: RankPage | None
    glance: glance.Glance | None
    deadlines: tuple[BarRow, ...]
    open_cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    """What is read once and used by several pieces."""

    by: Actor
    now: datetime
    hour: datetime
    parameter: str
    stations: Sequence[Station]
    hours: air.Hours
    region: Region | None
    district: HourlyIndex | None
    courses: Sequence[Course]
    main: Standing | None

    @property
    def leading(self) -> Course | None:
        """What the page opens with."""
        return self.courses[0] if self.courses else None

    @property
    def background(self) -> Decimal | None:
        """What the leading alarm compared this hour with, where that is a site's background."""
        standing = self.leading.standing if self.leading else ()
        return alarms.background_of(standing, at=self.hour, parameter=self.parameter)

    @property
    def drawn_for_alarm(self) -> frozenset[str]:
        """The clue stations that are drawn because they alarm."""
        return frozenset(one.station for one in self.courses[:ALARMING_SHOWN])


def compose(by: Actor, *, now: datetime) -> Situation:
    """The situation as this person may see it."""
    waits = needs.waiting(by, now=now)
    rows, happened = happenings.today(by, now=now)
    deadlines = cases.counts_by_deadline(by, now)
    seen = _look(by, now=now)
    return Situation(
        lead=_lead(seen, waits),
        map=_map(seen) if seen else "",
        map_caption=_("the number in the disc is the AQI, %(hour)s") % {"hour": formats.hour_label(seen.hour)}
        if seen
        else "",
        stations=_table(seen) if seen else (),
        alarming=alarming.rows(seen.courses[:ALARMING_LISTED], seen.hours, at=seen.hour) if seen else (),
        alarms=len(seen.courses) if seen else 0,
        needs=waits,
        panels=_panels(seen) if seen else (),
        panels_title=_("%(substance)s, the last 24 hours")
        % {"substance": formats.substance(seen.parameter if seen else PARAMETER)},
        caption=_caption(seen) if seen else Caption(),
        happenings=rows,
        happened=happened,
        rank=ranking.kept(now=now) if seen and seen.region else None,
        glance=glance.kept(seen.region, now=now) if seen and seen.region else None,
        deadlines=_deadlines(deadlines),
        open_cases=deadlines.open,
    )


def _look(by: Actor, *, now: datetime) -> _Now | None:
    """The newest hour and what stands out in it; None in a home without data."""
    hour = hours.latest_hour()
    if hour is None:
        return None
    region = maps.our_district()
    stations = air.of_district(air.visible_stations(by), region)
    found = air.hours([one.code for one in stations], until=hour, length=LENGTH)
    whole = air.hours([region.code], until=hour, length=1, kind="region") if region else {}
    courses = alarming.courses(by, stations)
    parameter = (courses[0].parameter if courses else "") or PARAMETER
    main = None
    if courses:
        station = next(one for one in stations if one.code == courses[0].station)
        main = air.standing(station, air.peers_among(station, stations), found, parameter=parameter, at=hour)
    return _Now(
        by=by,
        now=now,
        hour=hour,
        parameter=parameter,
        stations=stations,
        hours=found,
        region=region,
        district=whole.get(region.code, {}).get(hour) if region else None,
        courses=courses,
        main=main,
    )


def _lead(seen: _Now | None, waits: needs.Waiting) -> Lead:
    if seen is None:
        return Lead(sentence=_("No hour has been assessed yet: the first one appears here by itself."))
    parts = [_headline(seen), *_wait_words(waits)]
    main = seen.main.hour if seen.main else seen.district
    place = words.name(seen.main.station) if seen.main else words.name(seen.region)
    figure = seen.parameter if seen.main else "aqi"
    return Lead(
        sentence=_("%(said)s.") % {"said": _(", ").join(parts)},
        facts=_facts(seen, main),
        aqi=main.aqi if main else None,
        place=place,
        explain_url=air.explain_url(air.hour_address(main, figure)) if main else "",
        links=_ways_on(seen.leading) if seen.leading else (),
    )


def _ways_on(leading: Course) -> tuple[tuple[str, str], ...]:
    """From the sentence to why it alarms, to where it points, to who was sent."""
    found = [(_("Why it alarms"), leading.url)]
    if leading.pointer:
        found.append((_("Traced: %(number)s") % {"number": leading.pointer.number}, leading.pointer.url))
    found += [(_("Sent: %(number)s") % {"number": one.number}, one.url) for one in leading.orders]
    return tuple(found)


def _headline(seen: _Now) -> str:
    """The newest hour in a clause: the station that stands out, or the district as a whole."""
    hour = formats.hour_label(seen.hour)
    if seen.main is None or seen.main.value is None:
        if seen.district is None or seen.district.aqi is None:
            return _("%(hour)s, the district has no AQI yet") % {"hour": hour}
        primary = _(" and ").join(formats.substance(code) for code in seen.district.primary)
        said = _("%(hour)s, the district's AQI is %(aqi)d, %(word)s") % {
            "hour": hour,
            "aqi": seen.district.aqi,
            "word": formats.aqi_word(seen.district.aqi),
        }
        quiet = "" if seen.courses else _(", no alarm")
        return said + (_(", primary pollutant %(primary)s") % {"primary": primary} if primary else "") + quiet
    said = _("%(hour)s, %(station)s: %(substance)s %(value)s %(unit)s") % {
        "hour": hour,
        "station": words.name(seen.main.station),
        "substance": formats.substance(seen.parameter),
        "value": formats.number(seen.main.value, seen.parameter),
        "unit": formats.unit(seen.parameter),
    }
    return _(", ").join([said, *_clues(seen)])


def _clues(seen: _Now) -> list[str]:
    """Why it stands out: above the others, rising; and whether a source nearby is suspected."""
    clues = []
    difference = seen.main.difference if seen.main else None
    background = seen.background
    if background is not None and seen.main and seen.main.value is not None:
        above = float(seen.main.value) - float(background)
        said = {"difference": formats.number(above, seen.parameter)}
        clues.append(_("%(difference)s above the background") % said)
    elif difference is not None and difference > 0:
        clues.append(
            _("%(difference)s above the others") % {"difference": formats.number(difference, seen.parameter)}
        )
    now = [one for one in (seen.leading.standing if seen.leading else ()) if one.begins_at == seen.hour]
    if any(one.rule == RISING for one in now):
        clues.append(_("rising for 3 hours"))
    if any(one.points_to_source for one in now) and seen.by.may(Verb.SEE_SUSPICIONS):
        clues.append(_("a source nearby is suspected"))
    return clues


def _wait_words(waits: needs.Waiting) -> list[str]:
    if waits.to_decide:
        return [
            ngettext("%d order waits for your word", "%d orders wait for your word", waits.to_decide)
            % waits.to_decide
        ]
    if waits.total:
        return [ngettext("%d thing waits for you", "%d things wait for you", waits.total) % waits.total]
    return [_("nothing waits for you")]


def _facts(seen: _Now, main: HourlyIndex | None) -> tuple[str, ...]:
    facts = []
    if seen.background is not None:
        mean = formats.number(seen.background, seen.parameter)
        facts.append(_("the background: mean %(mean)s of the official stations") % {"mean": mean})
    elif seen.main and seen.main.peers is not None:
        facts.append(
            _("the others: mean %(mean)s of %(number)d stations of the same kind in the district")
            % {"mean": formats.number(seen.main.peers, seen.parameter), "number": seen.main.peer_count}
        )
    official = [one for one in seen.stations if one.kind in air.STATUTORY]
    heard = sum(_at(seen, one) is not None for one in official)
    facts.append(
        _("%(heard)d of %(all)d official stations reported") % {"heard": heard, "all": len(official)}
    )
    facts.append(
        _("hourly means, %(edition)s") % {"edition": words.edition(main.edition) if main else "HJ 633"}
    )
    return tuple(facts)


def _at(seen: _Now, station: Station) -> HourlyIndex | None:
    return seen.hours.get(station.code, {}).get(seen.hour)


def _map(seen: _Now) -> str:
    if seen.region is None:
        return ""
    pointer = seen.leading.pointer if seen.leading else None
    lines = [pointer.line] if pointer else []
    drawn = [one for one in seen.stations if one.kind in air.STATUTORY or one.code in seen.drawn_for_alarm]
    at = {one.code: row for one in drawn if (row := _at(seen, one))}
    candidates = {one.code: _("to check") for line in lines for one in line.candidates[:3]}
    wind = _wind(seen, lines)
    return maps.draw(
        scene.DistrictMap(
            label=_("Stations by AQI and suspected sources, %(hour)s")
            % {"hour": formats.hour_label(seen.hour)},
            words=maps.legend_words(),
            townships=maps.townships(seen.region),
            stations=maps.stations(
                drawn,
                at,
                main=seen.main.station.code if seen.main else "",
                parameter=seen.parameter,
                alarms={one.station: one.rules for one in seen.courses},
            ),
            sources=maps.sources(Source.objects.order_by("code"), candidates=candidates),
            sectors=suspicions.sectors(lines),
            no_spray=maps.no_spray(drawn),
            wind=wind,
            key="situation",
        )
    )


def _wind(seen: _Now, lines: Sequence[SuspicionLine]) -> scene.Wind | None:
    """The wind of the suspicion on the map, or the newest one measured."""
    if lines:
        return maps.wind(lines[0].wedge.wind_from if lines[0].wedge else None, lines[0].wind_speed)
    heard = observations.latest(stations=[one.code for one in seen.stations])
    main = seen.main.station.code if seen.main else ""
    for station in sorted(seen.stations, key=lambda one: one.code != main):
        row = heard.get(station.code)
        if row and {"wd", "ws"} <= row.values.keys() and row.begins_at == seen.hour:
            return maps.wind(row.values["wd"], row.values["ws"])
    return None


def _table(seen: _Now) -> tuple[StationRow, ...]:
    return tuple(_row(seen, one) for one in seen.stations)


def _row(seen: _Now, station: Station) -> StationRow:
    found = air.standing(
        station, air.peers_among(station, seen.stations), seen.hours, parameter=seen.parameter, at=seen.hour
    )
    return StationRow(
        name=words.name(station),
        url=reverse("console:station", args=[station.code]),
        kind=words.word(words.STATION_KINDS, station.kind),
        aqi=found.hour.aqi if found.hour else None,
        value=formats.number(found.value, seen.parameter),
        difference=air.difference_words(found.value, found.peers),
        explain_url=air.explain_url(air.hour_address(found.hour)) if found.hour else "",
        course=next((one for one in seen.courses if one.station == station.code), None),
    )


def _panels(seen: _Now) -> tuple[Panel, ...]:
    """The leading station first, then official ones by how high they stand."""
    main = seen.main.station.pk if seen.main else None
    shown = sorted(seen.stations, key=lambda one: (one.pk != main, *_rank(seen, one)))[:PANELS]
    return air.panels(
        shown, seen.stations, seen.hours, parameter=seen.parameter, until=seen.hour, length=LENGTH
    )


def _rank(seen: _Now, station: Station) -> tuple[bool, bool, float]:
    """Official ones first, then those that alarm, then by how high they stand."""
    row = _at(seen, station)
    value = float(row.values.get(seen.parameter, 0)) if row else -1.0
    return station.kind not in air.STATUTORY, station.code not in seen.drawn_for_alarm, -value


def _caption(seen: _Now) -> Caption:
    return Caption(
        place=words.name(seen.region),
        period=_("to %(hour)s") % {"hour": f"{formats.day(seen.hour)} {formats.hour_label(seen.hour)}"},
        averaging=_("hourly means, %(unit)s") % {"unit": formats.unit(seen.parameter)},
        source=_("devices through the HJ 212 door"),
    )


def _deadlines(found: cases.Deadlines) -> tuple[BarRow, ...]:
    most = max(found.overdue, found.soon, found.later, found.without, 1)
    url = reverse("console:cases")
    rows = (
        (_("Overdue"), found.overdue, "late" if found.overdue else ""),
        (_("Due within 24 hours"), found.soon, "us"),
        (_("Later"), found.later, ""),
        (_("No limit running"), found.without, ""),
    )
    return tuple(
        BarRow(label=label, value=str(count), share=count / most, kind=kind, url=url)
        for label, count, kind in rows
    )
