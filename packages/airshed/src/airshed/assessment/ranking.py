"""Ranking of units by a value, ties shared: 1, 1, 3; by groups, by change, and against an earlier ranking."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from airshed import AirshedError
from airshed.decimals import Number, fraction_of, is_missing
from airshed.indices.composite import Denominators
from airshed.standards import gbt8170
from airshed.standards.tables import POLLUTANTS


class Best(StrEnum):
    """Which value takes the first place."""

    SMALLEST = "smallest"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One unit's place."""

    place: int
    unit: str
    value: Number
    tied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unranked:
    """One unit without a place, and why."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Places in order, and the units that have none, by name."""

    places: tuple[Place, ...]
    unranked: tuple[Unranked, ...]

    def place_of(self, unit: str) -> Place | None:
        """Return a unit's place, None where it has none."""
        return next((one for one in self.places if one.unit == unit), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRanking:
    """Units by their change: all of them, and those that are named as worsened.

    ``spared`` are units that rose but are within all six limits, so that they are not named as worsened.
    """

    ranking: Ranking
    worsened: Ranking
    spared: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """How a unit moved; ``up`` counts the places gained, None where it was or is not ranked."""

    unit: str
    place: int | None
    earlier: int | None
    up: int | None


class NothingToCompare(AirshedError):
    """A change was asked for against a period whose value is zero or negative."""

    def __init__(self, *, before: Number) -> None:
        self.before = before
        super().__init__(f"the earlier value is {before}; a change in per cent needs one above 0")


class NoGroup(AirshedError):
    """A unit is to be ranked in its group and belongs to none."""

    def __init__(self, *, unit: str) -> None:
        self.unit = unit
        super().__init__(f"{unit!r} belongs to no group; a ranking by groups needs one for every unit")


def rank(
    values: Mapping[str, Number | None],
    *,
    reasons: Mapping[str, str] | None = None,
    best: Best = Best.SMALLEST,
) -> Ranking:
    """Rank units, the smallest value first.

    Parameters
    ----------
    values : mapping
        Value of each unit, compared as it is: round it first where published figures tie. None or NaN where
        missing. [any unit]
    reasons : mapping, optional
        Why a unit has no value; ``"no_values"`` where not given.
    best : Best
        Which value takes the first place; a share of good days is best when largest.

    Returns
    -------
    Ranking
        Equal values share a place and the next place counts on (1, 1, 3); tied units stand in the order of
        their names. Units without a value have no place.

    References
    ----------
    Rankings under 环办监测〔2018〕19号, as provincial offices annotate them: equal indices, equal place.

    Examples
    --------
    >>> [(one.place, one.unit) for one in rank({"a": 3, "b": 2, "c": 2, "d": None}).places]
    [(1, 'b'), (1, 'c'), (3, 'a')]
    """
    exact: dict[str, Fraction] = {}
    known: list[tuple[str, Number]] = []
    unranked = []
    sign = 1 if best is Best.SMALLEST else -1
    for unit, value in values.items():
        if value is None or is_missing(value):
            unranked.append(Unranked(unit=unit, reason=(reasons or {}).get(unit, "no_values")))
        else:
            known.append((unit, value))
            exact[unit] = sign * fraction_of(value)
    known.sort(key=lambda pair: (exact[pair[0]], pair[0]))
    sizes = Counter(exact.values())
    places: list[Place] = []
    for position, (unit, value) in enumerate(known, start=1):
        shares = bool(places) and exact[places[-1].unit] == exact[unit]
        place = places[-1].place if shares else position
        places.append(Place(place=place, unit=unit, value=value, tied=sizes[exact[unit]] > 1))
    return Ranking(places=tuple(places), unranked=tuple(sorted(unranked, key=lambda one: one.unit)))


def rank_by_groups(
    values: Mapping[str, Number | None],
    *,
    groups: Mapping[str, str],
    reasons: Mapping[str, str] | None = None,
    best: Best = Best.SMALLEST,
) -> dict[str, Ranking]:
    """Rank units among those of their own group.

    Parameters
    ----------
    values, reasons, best
        As in `rank`. [any unit]
    groups : mapping
        Group of each unit; `NoGroup` where one has none.

    Returns
    -------
    dict
        Ranking of each group, groups in the order of their names.

    Raises
    ------
    NoGroup
        Where a unit has no group.

    Examples
    --------
    >>> found = rank_by_groups({"a": 3, "b": 2, "c": 1}, groups={"a": "east", "b": "east", "c": "west"})
    >>> [(group, [one.unit for one in ranking.places]) for group, ranking in found.items()]
    [('east', ['b', 'a']), ('west', ['c'])]
    """
    members: dict[str, dict[str, Number | None]] = {}
    for unit, value in values.items():
        if unit not in groups:
            raise NoGroup(unit=unit)
        members.setdefault(groups[unit], {})[unit] = value
    return {group: rank(members[group], reasons=reasons, best=best) for group in sorted(members)}


def change(now: Number, *, before: Number) -> Decimal:
    """Change against an earlier period in per cent, two places, a half to even; negative is better.

    Parameters
    ----------
    now : Decimal, Fraction, int or float
        Value of this period, such as a composite index.
    before : Decimal, Fraction, int or float
        Value of the earlier one. [as ``now``]

    Returns
    -------
    Decimal
        Per cent, to 0.01.

    Raises
    ------
    NothingToCompare
        Where ``before`` is not above 0.

    References
    ----------
    Scheme of 2017-02-12 for ranking by change: R = (I − I₀) / I₀ × 100 %.

    Examples
    --------
    >>> change(Decimal("3.96"), before=Decimal("4.40"))
    Decimal('-10.00')
    """
    earlier = fraction_of(before)
    if earlier <= 0:
        raise NothingToCompare(before=before)
    return gbt8170.round_to((fraction_of(now) - earlier) / earlier * 100, digits=2)


def within_limits(values: Mapping[str, Number | None], *, limits: Denominators) -> bool:
    """Say whether all six pollutants are there and at or below what the composite index divides them by.

    Parameters
    ----------
    values : mapping
        ``so2 no2 pm10 pm25`` period means, ``co`` 95th and ``o3`` 90th percentile, as published. [µg m⁻³; CO
        mg m⁻³]
    limits : Denominators
        Second-grade annual limits, for CO the daily and for O3 the 8 h limit.

    Returns
    -------
    bool
        False also where one of the six is missing.

    Examples
    --------
    >>> from airshed.indices.composite import denominators_2012
    >>> month = {"so2": 9, "no2": 40, "co": 4, "o3": 160, "pm10": 70, "pm25": 35}
    >>> within_limits(month, limits=denominators_2012())
    True
    """
    for code in POLLUTANTS:
        value = values.get(code)
        if value is None or is_missing(value) or fraction_of(value) > Fraction(limits.values[code]):
            return False
    return True


def rank_changes(
    now: Mapping[str, Number | None],
    *,
    before: Mapping[str, Number | None],
    within: Collection[str] = (),
    reasons: Mapping[str, str] | None = None,
) -> ChangeRanking:
    """Rank units by their change against an earlier period, the largest fall first.

    Parameters
    ----------
    now, before : mapping
        Published value of each unit in both periods; None, NaN or no entry where missing. Units go by one
        name in both: a unit that was renamed is renamed by the caller, who knows since when.
    within : collection of str
        Units within all six limits in the later period (`within_limits`).
    reasons : mapping, optional
        Why a unit has no value now.

    Returns
    -------
    ChangeRanking
        ``ranking`` of all changes in per cent; ``worsened``, those that rose, the largest rise first, without
        the units in ``within``, which are ``spared``. A unit without an earlier value above 0 has no place,
        its reason is ``"no_earlier_value"``.

    References
    ----------
    Scheme of 2017-02-12 (城市环境空气质量变化程度排名方案): equal changes share a place, and whoever meets
    the second grade in all six pollutants takes no part among the worsened.

    Examples
    --------
    >>> found = rank_changes({"a": 4, "b": 6, "c": 3}, before={"a": 5, "b": 5, "c": 2}, within=["c"])
    >>> [one.unit for one in found.ranking.places], [one.unit for one in found.worsened.places], found.spared
    (['a', 'b', 'c'], ['b'], ('c',))
    """
    changes: dict[str, Number | None] = {}
    why = dict(reasons or {})
    for unit, value in now.items():
        earlier = before.get(unit)
        changes[unit] = None
        if value is None or is_missing(value):
            continue
        if earlier is None or is_missing(earlier) or earlier <= 0:
            why[unit] = "no_earlier_value"
            continue
        changes[unit] = change(value, before=earlier)
    rose = {unit: found for unit, found in changes.items() if found is not None and found > 0}
    named = {unit: found for unit, found in rose.items() if unit not in within}
    return ChangeRanking(
        ranking=rank(changes, reasons=why),
        worsened=rank(named, best=Best.LARGEST),
        spared=tuple(sorted(set(rose) - set(named))),
    )


def movements(now: Ranking, *, earlier: Ranking) -> dict[str, Movement]:
    """Hold a ranking against an earlier one.

    Parameters
    ----------
    now, earlier : Ranking
        Units go by one name in both; the caller knows who was renamed since when.

    Returns
    -------
    dict
        Movement of each unit that either ranking has a place for, by unit, those of ``now`` first and in its
        order; ``place`` or ``earlier`` is None for a unit that has none there.

    Examples
    --------
    >>> found = movements(rank({"a": 1, "b": 2}), earlier=rank({"a": 2, "b": 1, "c": 3}))
    >>> [(one.unit, one.place, one.earlier, one.up) for one in found.values()]
    [('a', 1, 2, 1), ('b', 2, 1, -1), ('c', None, 3, None)]
    """
    places = {one.unit: one.place for one in now.places}
    before = {one.unit: one.place for one in earlier.places}
    result: dict[str, Movement] = {}
    for unit in (*places, *(unit for unit in before if unit not in places)):
        here, there = places.get(unit), before.get(unit)
        up = None if here is None or there is None else there - here
        result[unit] = Movement(unit=unit, place=here, earlier=there, up=up)
    return result
