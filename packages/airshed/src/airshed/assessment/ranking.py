"""Ranking of units by a value where smaller is better, ties shared: 1, 1, 3."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from airshed import AirshedError
from airshed.decimals import Number, fraction_of, is_missing
from airshed.standards import gbt8170


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


class NothingToCompare(AirshedError):
    """A change was asked for against a period whose value is zero or negative."""

    def __init__(self, *, before: Number) -> None:
        self.before = before
        super().__init__(f"the earlier value is {before}; a change in per cent needs one above 0")


def rank(values: Mapping[str, Number | None], *, reasons: Mapping[str, str] | None = None) -> Ranking:
    """Rank units, the smallest value first.

    Parameters
    ----------
    values : mapping
        Value of each unit, compared as it is: round it first where published figures tie. None or NaN where
        missing.
    reasons : mapping, optional
        Why a unit has no value; ``"no_values"`` where not given.

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
    known: list[tuple[str, Number]] = []
    unranked = []
    for unit, value in values.items():
        if value is None or is_missing(value):
            unranked.append(Unranked(unit=unit, reason=(reasons or {}).get(unit, "no_values")))
        else:
            known.append((unit, value))
    exact = {unit: fraction_of(value) for unit, value in known}
    known.sort(key=lambda pair: (exact[pair[0]], pair[0]))
    sizes = Counter(exact.values())
    places: list[Place] = []
    for position, (unit, value) in enumerate(known, start=1):
        shares = bool(places) and exact[places[-1].unit] == exact[unit]
        place = places[-1].place if shares else position
        places.append(Place(place=place, unit=unit, value=value, tied=sizes[exact[unit]] > 1))
    return Ranking(places=tuple(places), unranked=tuple(sorted(unranked, key=lambda one: one.unit)))


def change(now: Number, *, before: Number) -> Decimal:
    """Change against an earlier period in per cent, two places; negative is better.

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
