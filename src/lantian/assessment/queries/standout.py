"""The facts of the one sentence that opens the situation page."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from lantian.accounts.rules import Actor
from lantian.assessment.models import HourlyIndex, SubjectKind
from lantian.assessment.queries import addresses, hours
from lantian.assessment.queries.hours import StationHour
from lantian.assessment.rules.figures import UNITS, number_of
from lantian.registry import queries as registry

PARTICLES = ("pm10", "pm25")
LONGEST_RISE = 12
MIN_PEERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """Which station stands out most from its peers in an hour, by how much, and how long it has been rising.

    The station furthest above its peers' mean stands out most; `share` is its value over that mean.
    """

    begins_at: datetime
    station: str
    name_zh: str
    name_en: str
    kind: str
    parameter: str
    unit: str
    value: Decimal
    peers_mean: Decimal
    difference: Decimal
    share: Decimal
    peers: int
    rises: int
    reporting: int
    stations: int
    offline: tuple[str, ...]
    address: str


def headline(begins_at: datetime, *, by: Actor) -> Headline | None:
    """What stands out in an hour among the stations a person may see; None when nothing can be compared."""
    company = registry.company()
    seen = [
        one for one in hours.hour_of(begins_at, by=by) if one.kind != "site" and company[one.code].is_ours
    ]
    by_code = {one.code: one for one in seen}
    best: tuple[Decimal, StationHour, str, Decimal, int] | None = None
    for one in seen:
        for parameter in PARTICLES:
            peers = [by_code[code] for code in company[one.code].peers if code in by_code]
            others = [peer.values[parameter] for peer in peers if parameter in peer.values]
            mean = hours.mean_of(others, figure=parameter)
            if parameter not in one.values or not mean or len(others) < MIN_PEERS:
                continue
            above = one.values[parameter] - mean
            if best is None or above > best[0]:
                best = (above, one, parameter, mean, len(others))
    if best is None:
        return None
    above, one, parameter, mean, n = best
    return Headline(
        begins_at=begins_at,
        station=one.code,
        name_zh=one.name_zh,
        name_en=one.name_en,
        kind=one.kind,
        parameter=parameter,
        unit=UNITS[parameter],
        value=one.values[parameter],
        peers_mean=mean,
        difference=above,
        share=round(one.values[parameter] / mean, 2),
        peers=n,
        rises=rises(one.code, parameter, begins_at),
        reporting=sum(bool(each.values) for each in seen),
        stations=len(seen),
        offline=tuple(each.code for each in seen if each.offline_since is not None),
        address=addresses.of_hour(
            SubjectKind.STATION,
            one.code,
            begins_at,
            figure=parameter,
            position=_position(one.code, begins_at),
        ),
    )


def rises(station: str, parameter: str, begins_at: datetime) -> int:
    """How many hours in a row, up to this one, were higher than the hour before them."""
    since = begins_at - LONGEST_RISE * hours.HOUR
    rows = dict(
        HourlyIndex.objects.filter(
            subject_kind=SubjectKind.STATION,
            subject=station,
            begins_at__gte=since,
            begins_at__lte=begins_at,
        ).values_list("begins_at", "values")
    )
    moments = [begins_at - back * hours.HOUR for back in range(LONGEST_RISE + 1)]
    values = [number_of(rows.get(at, {}).get(parameter)) for at in moments]
    count = 0
    for later, earlier in pairwise(values):
        if later is None or earlier is None or later <= earlier:
            break
        count += 1
    return count


def _position(station: str, begins_at: datetime) -> int:
    return HourlyIndex.objects.values_list("position", flat=True).get(
        subject_kind=SubjectKind.STATION, subject=station, begins_at=begins_at
    )
