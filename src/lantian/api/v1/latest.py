"""The newest hour of everything in sight."""

from collections.abc import Mapping
from decimal import Decimal

from ninja import Router, Schema
from pydantic import Field

from lantian.api.entry import Caller
from lantian.api.v1 import shapes
from lantian.api.v1.asking import SubjectKind, answers
from lantian.api.writing import moment, number
from lantian.assessment.queries import hours
from lantian.assessment.queries.hours import RegionHour, StationHour
from lantian.assessment.rules.figures import UNITS
from lantian.kernel.refusals import gettext_noop
from lantian.registry import queries as registry

router = Router(tags=["numbers"])


class Now(Schema):
    """One station or region in the newest hour; `offline_since` where a station has fallen silent."""

    kind: SubjectKind
    code: str
    is_statutory: bool
    edition: str
    aqi: int | None
    level: int | None
    primary: list[str]
    values: dict[str, shapes.Number]
    missing: dict[str, str] = Field(description="Why a value, or under `aqi` the index, is not there.")
    completeness: dict[str, int] = Field(description="Of a region: how many stations each value rests on.")
    offline_since: shapes.Moment | None
    address: shapes.Address | None


class Latest(Schema):
    """The newest hour that has been assessed; nothing before the first one."""

    begins_at: shapes.Moment | None
    averaging: str
    units: dict[str, str]
    items: list[Now]


@answers(router, "/latest", Latest, summary=gettext_noop("The newest hour"))
def latest(request: Caller) -> dict[str, object]:
    """Every station and region in sight, in the newest hour that has been assessed."""
    begins_at = hours.latest_hour()
    items: list[dict[str, object]] = []
    if begins_at is not None:
        items += [_station(one) for one in hours.hour_of(begins_at, by=request.actor)]
        codes = registry.counted_regions().values_list("code", flat=True)
        found = [hours.region_hour(code, begins_at) for code in codes]
        items += [_region(one) for one in found if one is not None]
    return {
        "begins_at": moment(begins_at) if begins_at else None,
        "averaging": "1 h",
        "units": {name: unit for name, unit in UNITS.items() if unit},
        "items": items,
    }


def _station(one: StationHour) -> dict[str, object]:
    return {
        "kind": SubjectKind.STATION,
        "is_statutory": one.is_statutory,
        "completeness": {},
        "offline_since": moment(one.offline_since) if one.offline_since else None,
        **_common(one),
    }


def _region(one: RegionHour) -> dict[str, object]:
    return {
        "kind": SubjectKind.REGION,
        "is_statutory": True,
        "completeness": one.completeness,
        "offline_since": None,
        **_common(one),
    }


def _common(one: StationHour | RegionHour) -> dict[str, object]:
    return {
        "code": one.code,
        "edition": one.edition,
        "aqi": one.aqi,
        "level": one.level.number if one.level else None,
        "primary": one.primary,
        "values": _numbers(one.values),
        "missing": one.missing,
        "address": one.address or None,
    }


def _numbers(values: Mapping[str, Decimal]) -> dict[str, str | None]:
    return {name: number(value) for name, value in values.items()}
