"""What it takes: gap, allowance, weakness, control values and the path, by arithmetic alone."""

from collections.abc import Mapping

from ninja import Query, Router, Schema
from pydantic import Field

from airshed.assessment.allowance import Allowance
from airshed.assessment.control import Control
from airshed.assessment.gap import Rival
from airshed.assessment.recovery import Milestone
from airshed.assessment.spans import SpanKind
from airshed.assessment.weakness import Indicator
from lantian.api.entry import Caller
from lantian.api.v1 import asking, shapes
from lantian.api.v1.asking import Asked, Code, Nothing, NotThere, answers
from lantian.api.v1.standings import UNITS, Group
from lantian.api.writing import exact, number
from lantian.assessment.queries import daybook, levels
from lantian.assessment.queries import prospects as asked
from lantian.assessment.queries.prospects import ControlView, Prospects, Rise, TargetView
from lantian.calendar import queries as calendar
from lantian.kernel.refusals import gettext_noop

router = Router(tags=["judgement"])
Shape = dict[str, object]


class ProspectsAsked(Asked):
    """Which unit of which group, to the end of what."""

    unit: Code
    group: Group
    kind: SpanKind = Field(SpanKind.MONTH, description=gettext_noop("To the end of this period."))
    today: asking.Day | Nothing = Field(
        None, description=gettext_noop("As if it were this day; days before it count.")
    )


class AllowanceShape(Schema):
    """What the remaining days may be; `level` if all are alike, `reason` where there is no such number."""

    pollutant: str
    target: shapes.Number
    so_far: shapes.Exact | None
    n_so_far: int
    remaining: int
    total: shapes.Number | None
    level: shapes.Exact | None
    reason: str | None


class RiseShape(Schema):
    """The smallest change of one published value that does it, and what the remaining days may then be."""

    pollutant: str
    change: shapes.Number | None
    value: shapes.Number | None
    composite: shapes.Number | None
    place: int | None
    gained: int | None
    reason: str | None
    rest: AllowanceShape | None


class RivalShape(Schema):
    """Who stands at the next place; `difference` is their composite index less the unit's own."""

    units: list[str]
    place: int
    composite: shapes.Number
    difference: shapes.Number


class IndicatorShape(Schema):
    """One pollutant; comparisons are in standard deviations of the peers, above 0 is worse."""

    pollutant: str
    value: shapes.Number
    peers_mean: shapes.Number | None
    peers_deviation: shapes.Number | None
    n_peers: int
    by_peers: shapes.Number | None
    by_target: shapes.Number | None
    by_last_year: shapes.Number | None
    score: shapes.Number | None
    share: shapes.Number | None = Field(description="Of the composite index. [%]")


class TargetOutlook(Schema):
    """A target, where it stands, and what the remaining days may be if it is to be met."""

    figure: str
    sense: str
    value: shapes.Number
    source: str
    first: shapes.Day
    last: shapes.Day
    now: shapes.Number | None
    rest: AllowanceShape | None
    address: shapes.Address | None


class ControlShape(Schema):
    """What the hours from now to midnight may be; `level_if_short` however many of them turn out valid."""

    target: shapes.Number
    so_far: shapes.Exact | None
    n_so_far: int
    remaining: int
    level: shapes.Number | None
    level_if_short: shapes.Number | None
    is_valid: bool
    reason: str | None


class ControlOutlook(Schema):
    """One pollutant today: to hold the day's limit, and to hold the month's target."""

    pollutant: str
    day_limit: shapes.Number | None
    for_day: ControlShape | None
    month_target: shapes.Number | None
    for_month: ControlShape | None


class MilestoneShape(Schema):
    """The year to date by a month's end, if days go on as they were."""

    first: shapes.Day
    last: shapes.Day
    coming: int = Field(description="Days of it that are still to come.")
    values: dict[str, shapes.Number]
    composite: shapes.Number | None
    place: int | None


class Outlook(Schema):
    """What it takes for one unit; every number is exact arithmetic on published values."""

    unit: str
    group: Group
    first: shapes.Day
    last: shapes.Day
    so_far: shapes.Day = Field(description="The last day that counts.")
    remaining: int
    units: dict[str, str]
    averaging: str
    edition: str
    data_level: dict[str, int]
    position: int
    place: int | None
    composite: shapes.Number | None
    level_with: list[str]
    above: RivalShape | None
    below: RivalShape | None
    to_tie: list[RiseShape]
    to_pass: list[RiseShape]
    weakest: list[str]
    weakness: list[IndicatorShape]
    gap_shares: dict[str, shapes.Number] = Field(description="Of the gap to the next unit up. [%]")
    targets: list[TargetOutlook]
    days_allowed: dict[str, int | None] = Field(
        description="By level of the index or worse: days still allowed."
    )
    control: list[ControlOutlook] = Field(description="Today's control values; of regions only.")
    path: list[MilestoneShape]


@answers(router, "/prospects", Outlook, summary=gettext_noop("What it takes for a unit"))
def prospects(request: Caller, given: Query[ProspectsAsked]) -> Shape:
    """Gap to the next places, what remaining days may be, weak pollutants, control values and the path."""
    today = given.today or calendar.local_day(request.now)
    if given.unit not in daybook.units(given.group).names:
        raise NotThere(f"unit among {given.group}", given.unit)
    try:
        found = asked.prospects(unit=given.unit, group=given.group, kind=given.kind, today=today)
    except asked.NotRanked as unranked:
        raise asking.Unaskable(str(unranked), needed="a unit with a place") from None
    is_today = found.standings.kind == "region" and today == calendar.local_day(request.now)
    control = asked.control_values(unit=given.unit, now=request.now) if is_today else ()
    return _outlook(found, control)


def _outlook(found: Prospects, control: tuple[ControlView, ...]) -> Shape:
    gap = found.gap
    return {
        "unit": found.unit,
        "group": found.group,
        "first": found.whole.first.isoformat(),
        "last": found.whole.last.isoformat(),
        "so_far": found.so_far.last.isoformat(),
        "remaining": found.remaining,
        "units": UNITS,
        "averaging": "mean of daily means; co 95th, o3 (8 h) 90th percentile",
        "edition": found.standings.denominators.name,
        "data_level": _data_level(found),
        "position": found.standings.position,
        "place": gap.place,
        "composite": number(gap.total),
        "level_with": gap.level,
        "above": _rival(gap.above),
        "below": _rival(gap.below),
        "to_tie": [_rise(one) for one in found.to_tie.values()],
        "to_pass": [_rise(one) for one in found.to_pass.values()],
        "weakest": found.weakness.worst,
        "weakness": [_indicator(one) for one in found.weakness.indicators],
        "gap_shares": _numbers(found.gap_shares),
        "targets": [_target(one) for one in found.targets],
        "days_allowed": {str(k): v for k, v in found.classes.allowed.items()} if found.classes else {},
        "control": [_control_of(one) for one in control],
        "path": [_milestone(one) for one in found.path],
    }


def _data_level(found: Prospects) -> dict[str, int]:
    over = found.so_far
    return levels.of_subjects(found.standings.kind, [found.unit], first=over.first, last=over.last).days


def _rival(one: Rival | None) -> Shape | None:
    if one is None:
        return None
    return {
        "units": one.units,
        "place": one.place,
        "composite": number(one.total),
        "difference": number(one.difference),
    }


def _rise(one: Rise) -> Shape:
    step = one.step
    return {
        "pollutant": step.pollutant,
        "change": number(step.change),
        "value": number(step.value),
        "composite": number(step.total),
        "place": step.place,
        "gained": step.gained,
        "reason": step.reason,
        "rest": _allowance(one.rest),
    }


def _allowance(one: Allowance | None) -> Shape | None:
    if one is None:
        return None
    return {
        "pollutant": one.pollutant,
        "target": number(one.target),
        "so_far": exact(one.so_far),
        "n_so_far": one.n_so_far,
        "remaining": one.remaining,
        "total": number(one.total),
        "level": exact(one.level),
        "reason": one.reason,
    }


def _indicator(one: Indicator) -> Shape:
    return {
        "pollutant": one.pollutant,
        "value": number(one.value),
        "peers_mean": number(one.peers_mean),
        "peers_deviation": number(one.peers_deviation),
        "n_peers": one.n_peers,
        "by_peers": number(one.by_peers),
        "by_target": number(one.by_target),
        "by_last_year": number(one.by_last_year),
        "score": number(one.score),
        "share": number(one.share),
    }


def _target(one: TargetView) -> Shape:
    return {
        "figure": one.figure,
        "sense": one.sense,
        "value": number(one.value),
        "source": one.source,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "now": number(one.now),
        "rest": _allowance(one.rest),
        "address": one.address or None,
    }


def _control_of(one: ControlView) -> Shape:
    return {
        "pollutant": one.pollutant,
        "day_limit": number(one.day_limit),
        "for_day": _control(one.for_day),
        "month_target": number(one.month_target),
        "for_month": _control(one.for_month),
    }


def _control(one: Control | None) -> Shape | None:
    if one is None:
        return None
    return {
        "target": number(one.target),
        "so_far": exact(one.so_far),
        "n_so_far": one.n_so_far,
        "remaining": one.remaining,
        "level": number(one.level),
        "level_if_short": number(one.level_if_short),
        "is_valid": one.is_valid,
        "reason": one.reason,
    }


def _milestone(one: Milestone) -> Shape:
    return {
        "first": one.over.first.isoformat(),
        "last": one.over.last.isoformat(),
        "coming": one.coming,
        "values": _numbers({name: value for name, value in one.values.items() if value is not None}),
        "composite": number(one.total),
        "place": one.place,
    }


def _numbers(values: Mapping[str, object]) -> Shape:
    return {name: number(value) for name, value in values.items()}  # type: ignore[arg-type]
