"""Where a unit is weak: each pollutant against peers, target and last year, its share of index and gap."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from airshed.assessment.composition import Composition, Values
from airshed.assessment.gap import UnknownUnit
from airshed.decimals import Number, fraction_of, is_missing
from airshed.standards import gbt8170
from airshed.standards.tables import POLLUTANTS

MIN_PEERS = 3
"""Peers with a value that a comparison in standard deviations needs; a design default."""

NAMED = 2
"""How many pollutants are named as the weakest; a design default."""

_DIGITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One pollutant of a unit; comparisons are in standard deviations of the peers, above 0 is worse.

    A comparison is None where it has nothing to rest on: fewer than `MIN_PEERS` peers, peers all alike, no
    target, no value last year. ``score`` is the mean of those there are.
    """

    pollutant: str
    value: Decimal
    peers_mean: Decimal | None
    peers_deviation: Decimal | None
    n_peers: int
    by_peers: Decimal | None
    by_target: Decimal | None
    by_last_year: Decimal | None
    score: Decimal | None
    share: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakness:
    """A unit's pollutants, the weakest first, and the weakest by score (above 0 only), at most two."""

    unit: str
    indicators: tuple[Indicator, ...]
    worst: tuple[str, ...]


def weakness(
    unit: str,
    values: Mapping[str, Values],
    *,
    composition: Composition,
    targets: Values | None = None,
    last_year: Values | None = None,
) -> Weakness:
    """Compare each pollutant of a unit with its peers, its target and its last year.

    Parameters
    ----------
    unit : str
        The unit; `UnknownUnit` where it has no values.
    values : mapping
        Unit → published period values; all other units are peers. None or NaN where missing. [µg m⁻³; CO mg
        m⁻³]
    composition : Composition
        How the composite index is made, for the shares.
    targets, last_year : mapping, optional
        Target and last year's value of each pollutant. [µg m⁻³; CO mg m⁻³]

    Returns
    -------
    Weakness
        Comparisons have two decimal places: (value − other) / s, s the sample standard deviation of the
        peers, the yardstick of all three so that they can be added. Ties stand in the law's order.

    Raises
    ------
    UnknownUnit
        Where the unit is not among the values.

    Notes
    -----
    That the three count alike, and the number of peers and of pollutants named, are design defaults.

    Examples
    --------
    >>> from airshed.indices.composite import denominators_2012
    >>> peers = {name: {"pm10": 70 + k, "pm25": 35} for k, name in enumerate("abc")}
    >>> own = {"pm10": 74, "pm25": 35}
    >>> found = weakness("d", peers | {"d": own}, composition=Composition(denominators=denominators_2012()))
    >>> found.worst, found.indicators[0].by_peers
    (('pm10',), Decimal('3.00'))
    """
    if unit not in values:
        raise UnknownUnit(unit=unit)
    own = values[unit]
    shares = index_shares(own, composition=composition)
    found = [
        _indicator(
            code,
            value=value,
            peers=_known(code, [row for name, row in values.items() if name != unit]),
            target=_one(targets, code),
            last_year=_one(last_year, code),
            share=shares.get(code),
        )
        for code in POLLUTANTS
        if (value := _one(own, code)) is not None
    ]
    found.sort(key=lambda one: (one.score is None, -(one.score or 0)))
    worst = tuple(one.pollutant for one in found if one.score is not None and one.score > 0)
    return Weakness(unit=unit, indicators=tuple(found), worst=worst[:NAMED])


def index_shares(values: Values, *, composition: Composition) -> dict[str, Decimal]:
    """Return what share of the composite index each pollutant makes up.

    Parameters
    ----------
    values : mapping
        Published period values. [µg m⁻³; CO mg m⁻³]
    composition : Composition
        Denominators and weights; shares are of the exact index, before any rounding.

    Returns
    -------
    dict
        Share of each pollutant, one decimal place; empty while a pollutant is missing or all are 0. [%]

    Examples
    --------
    >>> from airshed.indices.composite import denominators_2012
    >>> month = {"so2": 6, "no2": 20, "co": 0.4, "o3": 80, "pm10": 35, "pm25": 14}
    >>> index_shares(month, composition=Composition(denominators=denominators_2012()))["pm10"]
    Decimal('23.8')
    """
    parts = _parts(values, composition=composition)
    return _shares(parts) if len(parts) == len(POLLUTANTS) else {}


def gap_shares(values: Values, rival: Values, *, composition: Composition) -> dict[str, Decimal]:
    """Return what share of the gap to a rival each pollutant makes up.

    Parameters
    ----------
    values, rival : mapping
        Published period values of the unit and of the rival. [µg m⁻³; CO mg m⁻³]
    composition : Composition
        Denominators and weights; shares are of the exact gap, before any rounding.

    Returns
    -------
    dict
        Share of each pollutant, one decimal place, below 0 where it narrows the gap; empty while a pollutant
        is missing on either side or there is no gap. [%]

    Examples
    --------
    >>> from airshed.indices.composite import denominators_2012
    >>> rival = {"so2": 6, "no2": 20, "co": 0.4, "o3": 80, "pm10": 35, "pm25": 14}
    >>> own = rival | {"pm10": 49, "no2": 16}
    >>> found = gap_shares(own, rival, composition=Composition(denominators=denominators_2012()))
    >>> found["pm10"], found["no2"]
    (Decimal('200.0'), Decimal('-100.0'))
    """
    mine, theirs = (_parts(one, composition=composition) for one in (values, rival))
    if len(mine) < len(POLLUTANTS) or len(theirs) < len(POLLUTANTS):
        return {}
    return _shares({code: mine[code] - theirs[code] for code in POLLUTANTS})


def _parts(values: Values, *, composition: Composition) -> dict[str, Fraction]:
    """Exact weighted single indices of the pollutants that are there."""
    weights = composition.weights or {}
    return {
        code: value / Fraction(composition.denominators.values[code]) * weights.get(code, 1)
        for code in POLLUTANTS
        if (value := _one(values, code)) is not None
    }


def _shares(parts: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """Return each part's share of their sum in per cent, none where the sum is 0."""
    whole = sum(parts.values())
    if whole == 0:
        return {}
    return {code: gbt8170.round_to(100 * part / whole, digits=1) for code, part in parts.items()}


def _one(values: Values | None, code: str) -> Fraction | None:
    """Return the exact value of a pollutant, None where missing."""
    value: Number | None = None if values is None else values.get(code)
    return None if value is None or is_missing(value) else fraction_of(value)


def _known(code: str, rows: Sequence[Values]) -> list[Fraction]:
    """Return the exact values that several units have of a pollutant."""
    found = (_one(row, code) for row in rows)
    return [value for value in found if value is not None]


def _indicator(
    code: str,
    *,
    value: Fraction,
    peers: Sequence[Fraction],
    target: Fraction | None,
    last_year: Fraction | None,
    share: Decimal | None,
) -> Indicator:
    """Compare one pollutant."""
    n = len(peers)
    mean = sum(peers, Fraction(0)) / n if n else None
    deviation = None
    if mean is not None and n >= MIN_PEERS:
        variance = sum(((peer - mean) ** 2 for peer in peers), Fraction(0)) / (n - 1)
        deviation = math.sqrt(variance) or None

    def against(other: Fraction | None) -> Decimal | None:
        if other is None or deviation is None:
            return None
        return gbt8170.round_to(float(value - other) / deviation, digits=_DIGITS)

    compared = (against(mean), against(target), against(last_year))
    held = [Fraction(one) for one in compared if one is not None]
    return Indicator(
        pollutant=code,
        value=Decimal(value.numerator) / value.denominator,
        peers_mean=None if mean is None else gbt8170.round_to(mean, digits=_DIGITS),
        peers_deviation=None if deviation is None else gbt8170.round_to(deviation, digits=_DIGITS),
        n_peers=n,
        by_peers=compared[0],
        by_target=compared[1],
        by_last_year=compared[2],
        score=gbt8170.round_to(sum(held, Fraction(0)) / len(held), digits=_DIGITS) if held else None,
        share=share,
    )
