"""A day put into words and numbers: what an action stores, and what `figures_moved` compares with."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from airshed.standards import registry as editions
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import addresses, levels
from lantian.calendar import queries as calendar
from lantian.registry import queries as registry
from lantian.registry.models import Region
from lantian.reporting.queries import air, work
from lantian.reporting.rules.air import air_block, station_rows
from lantian.reporting.rules.measures import measures_block
from lantian.reporting.rules.opening import opening
from lantian.reporting.rules.results import results_block
from lantian.reporting.rules.sheet import Block, Printed, Sheet, Words
from lantian.reporting.rules.situation import situation_block

Json = dict[str, Any]  # Any: JSON of a page, checked by what reads it


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A whole briefing before it is stored."""

    lead: Words
    blocks: list[Block]
    stations: list[dict[str, object]]
    hours: Json
    things: Json
    basis: Json
    figures: tuple[Printed, ...]
    position: int


def put_into_words(
    region: Region, *, day: date, hour: datetime | None, now: datetime, position: int
) -> Written:
    """The briefing of a region's day, from what is known as of a journal position."""
    sheet = Sheet()
    seen = air.air(region, day=day, hour=hour, position=position)
    done = work.work(region, day=day, position=position)
    lead = opening(seen, done, sheet=sheet)
    blocks = [air_block(seen, sheet=sheet)]
    rows = station_rows(seen, sheet=sheet)
    blocks.append(situation_block(seen, sheet=sheet))
    blocks.append(measures_block(done, sheet=sheet))
    blocks.append(results_block(done, sheet=sheet))
    return Written(
        lead=lead,
        blocks=blocks,
        stations=rows,
        hours=_hours(region, day=day),
        things=dict(sheet.things),
        basis=_basis(region, day=day, hour=hour, now=now, position=position),
        figures=tuple(sheet.figures.values()),
        position=position,
    )


def _hours(region: Region, *, day: date) -> Json:
    """The district's AQI hour by hour; a missing hour is None with its reason."""
    since, until = calendar.day_bounds(day)
    rows = {row.begins_at: row for row in air.district_hours(region, day=day)}
    points: list[Json] = []
    at = since
    while at < until:
        row = rows.get(at)
        points.append(
            {
                "begins_at": at.isoformat(),
                "aqi": row.aqi if row else None,
                "reason": "not_assessed" if row is None else row.missing.get("aqi", ""),
                "address": addresses.of_hour(SubjectKind.REGION, region.code, at, position=row.position)
                if row
                else "",
            }
        )
        at += timedelta(hours=1)
    return {"figure": "aqi", "points": points}


def _basis(region: Region, *, day: date, hour: datetime | None, now: datetime, position: int) -> Json:
    row = air.day_row(region, day)
    codes = registry.members_by_day(region, first=day, last=day)[day]
    stations = registry.stations().filter(code__in=codes)
    hours = air.district_hours(region, day=day)
    standard = editions.index_standard(day)
    newest = air.newest_hour(now=now)
    return {
        "standard": standard.code,
        "edition": row.edition if row else standard.edition,
        "hour": hour.isoformat() if hour else None,
        "newest_hour": newest.isoformat() if newest else None,
        "hours_with_index": sum(one.aqi is not None for one in hours),
        "hours": len(air_hours(day)),
        "stations": len(codes),
        "completeness": row.completeness if row else {},
        "levels": levels.of_region(region, first=day, last=day).days,
        "sources": sorted({one.provenance for one in stations if one.provenance}),
        "position": position,
        "is_demo": region.is_demo,
    }


def air_hours(day: date) -> list[datetime]:
    """The hours of a local day."""
    since, until = calendar.day_bounds(day)
    return [since + timedelta(hours=ahead) for ahead in range(round((until - since).total_seconds() / 3600))]
