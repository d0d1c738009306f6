"""Which alarm rules a station meets in an hour. Rules come as records with parameters; nothing here is fixed.

Each rule says of a stretch of hours which may meet it, fast and never missing one, and of one hour exactly.

Severity has two steps here: what the science calls red is red, everything else is a notice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from airshed.alarms import devices, limits, peers, screening, sites, trends
from airshed.alarms.peers import Together
from airshed.alarms.verdict import Severity, Verdict
from airshed.decimals import BoolArray, FloatArray
from airshed.standards.tables import Period

ABOVE_PEERS = "R1_above_peers"
RISING = "R2_rising"
JUMP = "R3_jump"
LAST_PLACES = "R4_last_places"
OVER_LIMIT = "R5_over_limit"
DEVICE = "R6_device"
SITE_DUST = "R7_site_dust"
HOURS_BACK = 6

Series = Mapping[str, Sequence[Fraction | None]]
# Any: rule parameters are JSON, written by an office and read by name below.
Parameters = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One station's hour with everything it is judged by.

    `series` has each pollutant's last hours, oldest first, the hour in question last; `group` and
    `background` are the same hour of it and its peers together, and of its background, by pollutant;
    `peers_heard` counts the peers that sent anything in the hours before. `indices` has the AQI of the
    station and its peers for the last hours, oldest first.
    """

    station: str
    kind: str
    day: date
    series: Series
    group: Mapping[str, Together]
    peers_heard: int
    background: Mapping[str, Together]
    aqi: int | None
    primary: Sequence[str]
    indices: Sequence[Mapping[str, int | None]]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sum and number of the values of each station's group or background, stations × hours."""

    total: FloatArray
    count: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Hours of one day and those before it, as arrays stations × hours, NaN where missing.

    `kinds` has each station's kind; `group`, which counts the station itself, and `background` are by
    pollutant and added up when first asked for.
    """

    day: date
    kinds: Sequence[str]
    series: Mapping[str, FloatArray]
    group: Mapping[str, Sums]
    background: Mapping[str, Sums]
    aqi: FloatArray


class Met(NamedTuple):
    """A rule that was met: for which parameter, how grave, and the numbers it rests on, as text."""

    rule: str
    parameter: str
    is_red: bool
    observed: str
    reference: str
    threshold: str
    peers: int


class Rule(NamedTuple):
    """What an hour meets of a rule, and which hours of a stretch may meet it."""

    judged: Callable[[Hour], Iterator[Met]]
    may_meet: Callable[[Stretch], Iterator[BoolArray]]


class Judge:
    """The rules of a day, read once for as many hours as there are."""

    def __init__(self, rules: Mapping[str, Parameters]) -> None:
        there = [(made, rules[code]) for code, made in _RULES.items() if code in rules]
        self._rules = [(frozenset(parameters["kinds"]), made(parameters)) for made, parameters in there]

    def judge(self, hour: Hour) -> list[Met]:
        """Every rule the hour meets, in the order of the rules' codes."""
        return [found for kinds, rule in self._rules if hour.kind in kinds for found in rule.judged(hour)]

    def may_meet(self, stretch: Stretch) -> BoolArray:
        """The hours of a stretch that may meet a rule, stations × hours; no other one does."""
        found = np.zeros(stretch.aqi.shape, np.bool_)
        for kinds, rule in self._rules:
            own = np.array([kind in kinds for kind in stretch.kinds], np.bool_)
            for hours in rule.may_meet(stretch) if own.any() else ():
                found |= hours & own[:, None]
        return found


def silent(*, parameters: Parameters) -> devices.Silent:
    """The silence a device is allowed."""
    return devices.Silent(hours=Decimal(parameters["silent_hours"]))


def met(rule: str, verdict: Verdict, *, parameter: str, is_red: bool | None = None) -> Met:
    """A verdict of the science as this house keeps it."""
    return Met(
        rule=rule,
        parameter=parameter,
        is_red=verdict.severity is Severity.RED if is_red is None else is_red,
        observed=f"{verdict.observed:f}",
        reference="" if verdict.reference is None else f"{verdict.reference:f}",
        threshold=f"{verdict.threshold:f}",
        peers=verdict.n_peers or 0,
    )


def _above_peers(parameters: Parameters) -> Rule:
    excess = {name: Decimal(text) for name, text in parameters["differences"].items()}
    rule = peers.AboveMean(
        ratio=Decimal(parameters["ratio"]),
        red_ratio=Decimal(parameters["red_ratio"]),
        excess=excess,
        min_peers=parameters["min_peers"],
    )
    min_share = Fraction(parameters["min_share"])

    def judged(hour: Hour) -> Iterator[Met]:
        least = min_share * hour.peers_heard
        for name in excess:
            own = _now(hour, name)
            others = hour.group[name].without(own)
            if others.count < least:
                continue  # the hour is still coming in
            verdict = peers.above_mean(own, peers=others, pollutant=name, rule=rule)
            if verdict is not None:
                yield met(ABOVE_PEERS, verdict, parameter=name)

    def may_meet(stretch: Stretch) -> Iterator[BoolArray]:
        for name in excess:
            own, group = stretch.series[name], stretch.group[name]
            yield screening.above_mean(own, total=group.total, count=group.count, pollutant=name, rule=rule)

    return Rule(judged, may_meet)


def _rising(parameters: Parameters) -> Rule:
    rule = trends.Rising(rises=parameters["rises"], total_share=Decimal(parameters["total_share"]))

    def judged(hour: Hour) -> Iterator[Met]:
        for name in parameters["pollutants"]:
            verdict = trends.rising(hour.series.get(name, ()), pollutant=name, rule=rule)
            if verdict is not None:
                yield met(RISING, verdict, parameter=name)

    def may_meet(stretch: Stretch) -> Iterator[BoolArray]:
        return (screening.rising(stretch.series[name], rule=rule) for name in parameters["pollutants"])

    return Rule(judged, may_meet)


def _jump(parameters: Parameters) -> Rule:
    least = {name: Decimal(text) for name, text in parameters["differences"].items()}
    rule = trends.Jump(share=Decimal(parameters["share"]), least=least)

    def judged(hour: Hour) -> Iterator[Met]:
        for name in least:
            last = (None, None, *hour.series.get(name, ()))[-2:]
            verdict = trends.jump(last[0], last[1], pollutant=name, rule=rule)
            if verdict is not None:
                yield met(JUMP, verdict, parameter=name)

    def may_meet(stretch: Stretch) -> Iterator[BoolArray]:
        return (screening.jump(stretch.series[name], pollutant=name, rule=rule) for name in least)

    return Rule(judged, may_meet)


def _last_places(parameters: Parameters) -> Rule:
    """Among the worst of the group in each of the last hours, and bad enough to matter."""

    def judged(hour: Hour) -> Iterator[Met]:
        recent = hour.indices[-parameters["hours"] :]
        if len(recent) < parameters["hours"] or hour.aqi is None or hour.aqi <= parameters["above_aqi"]:
            return
        sizes = []
        for indices in recent:
            known = {code: aqi for code, aqi in indices.items() if aqi is not None}
            own = known.get(hour.station)
            if own is None or len(known) < parameters["min_group"]:
                return
            worse = sum(aqi > own for aqi in known.values())
            if worse >= parameters["places"]:
                return
            sizes.append(len(known))
        yield Met(
            rule=LAST_PLACES,
            parameter=hour.primary[0] if hour.primary else "",
            is_red=False,
            observed=str(hour.aqi),
            reference=str(sizes[-1]),
            threshold=str(parameters["places"]),
            peers=sizes[-1] - 1,
        )

    def may_meet(stretch: Stretch) -> Iterator[BoolArray]:
        yield stretch.aqi > parameters["above_aqi"]

    return Rule(judged, may_meet)


def _over_limit(parameters: Parameters) -> Rule:
    rule = limits.OverLimit(grade=parameters["grade"])
    yellow, orange, red = parameters["aqi_steps"]
    steps = limits.OverAqi(yellow=yellow, orange=orange, red=red)

    def judged(hour: Hour) -> Iterator[Met]:
        for name in parameters["pollutants"]:
            verdict = limits.over_limit(
                _now(hour, name), pollutant=name, period=Period.HOUR, on=hour.day, rule=rule
            )
            if verdict is not None:
                yield met(OVER_LIMIT, verdict, parameter=name)
        verdict = limits.over_aqi(hour.aqi, rule=steps)
        if verdict is not None and hour.primary and hour.primary[0] not in parameters["pollutants"]:
            yield met(OVER_LIMIT, verdict, parameter=hour.primary[0])

    def may_meet(stretch: Stretch) -> Iterator[BoolArray]:
        for name in parameters["pollutants"]:
            limit = limits.limit_for(name, period=Period.HOUR, on=stretch.day, rule=rule)
            yield screening.over_limit(stretch.series[name], limit=limit)
        yield stretch.aqi >= min(yellow, orange, red)

    return Rule(judged, may_meet)


def _device(parameters: Parameters) -> Rule:
    tolerance = devices.Inverted(tolerance=Decimal(parameters["inverted_tolerance"]))
    rule = devices.Stuck(hours=parameters["stuck_hours"], least=Decimal(parameters["stuck_least"]))

    def judged(hour: Hour) -> Iterator[Met]:
        for name in parameters["stuck_pollutants"]:
            verdict = devices.stuck(hour.series.get(name, ()), pollutant=name, rule=rule)
            if verdict is not None:
                yield met(DEVICE, verdict, parameter=name)
        verdict = devices.inverted(pm25=_now(hour, "pm25"), pm10=_now(hour, "pm10"), rule=tolerance)
        if verdict is not None:
            yield met(DEVICE, verdict, parameter="inverted")

    def may_meet(stretch: Stretch) -> Iterator[BoolArray]:
        for name in parameters["stuck_pollutants"]:
            yield screening.stuck(stretch.series[name], rule=rule)
        yield screening.inverted(stretch.series["pm25"], stretch.series["pm10"], rule=tolerance)

    return Rule(judged, may_meet)


def _site_dust(parameters: Parameters) -> Rule:
    name = parameters["pollutant"]
    rule = sites.OverBackground(limit=Decimal(parameters["limit"]))
    red_limit = Decimal(parameters["red_limit"])

    def judged(hour: Hour) -> Iterator[Met]:
        behind = hour.background[name]
        if not behind.count:
            return
        mean = behind.total / behind.count
        verdict = sites.over_background(_now(hour, name), background=mean, pollutant=name, rule=rule)
        if verdict is not None and verdict.difference is not None:
            is_red = verdict.difference > red_limit
            yield met(SITE_DUST, verdict, parameter=name, is_red=is_red)._replace(peers=behind.count)

    def may_meet(stretch: Stretch) -> Iterator[BoolArray]:
        behind = stretch.background[name]
        mean = behind.total / np.where(behind.count > 0, behind.count, np.nan)
        yield screening.over_background(stretch.series[name], background=mean, rule=rule)

    return Rule(judged, may_meet)


def _now(hour: Hour, name: str) -> Fraction | None:
    series = hour.series.get(name, ())
    return series[-1] if series else None


_RULES: Mapping[str, Callable[[Parameters], Rule]] = {
    ABOVE_PEERS: _above_peers,
    RISING: _rising,
    JUMP: _jump,
    LAST_PLACES: _last_places,
    OVER_LIMIT: _over_limit,
    DEVICE: _device,
    SITE_DUST: _site_dust,
}
