"""What if period values were other than they are: composite indices and places, recomputed exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from airshed import AirshedError
from airshed.assessment import allowance, ranking
from airshed.assessment.composition import Composition, Values
from airshed.assessment.gap import UnknownUnit
from airshed.assessment.ranking import Movement, Ranking
from airshed.decimals import Number, fraction_of, is_missing
from airshed.standards import gbt8170
from airshed.standards.tables import POLLUTANTS


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Values, ranking and places before and after some changes; ``values`` are those after."""

    values: Mapping[str, Values]
    before: Ranking
    after: Ranking
    moved: Mapping[str, Movement]


class NothingToChange(AirshedError):
    """A value that is not there, or no pollutant, was to be changed."""

    def __init__(self, *, unit: str, pollutant: str) -> None:
        self.unit = unit
        self.pollutant = pollutant
        super().__init__(f"{unit} has no value of {pollutant!r} that could be changed")


class BelowZero(AirshedError):
    """A change would take a value below zero."""

    def __init__(self, *, unit: str, pollutant: str, value: Number) -> None:
        self.unit = unit
        self.pollutant = pollutant
        self.value = value
        super().__init__(
            f"{pollutant} of {unit} would become {value}; a concentration of at least 0 is needed"
        )


def what_if(
    values: Mapping[str, Values],
    *,
    changes: Mapping[str, Mapping[str, Number]],
    composition: Composition,
) -> WhatIf:
    """Recompute composite indices and places with some values changed.

    Parameters
    ----------
    values : mapping
        Unit → published period values; units with one missing are not ranked. [µg m⁻³; CO mg m⁻³]
    changes : mapping
        Unit → pollutant → by how much its value changes, below 0 for less. [µg m⁻³; CO mg m⁻³]
    composition : Composition
        How the composite index is made.

    Returns
    -------
    WhatIf
        A changed value is rounded to the decimals of published values (GB/T 8170) before its single index is
        computed, as a published one would be. ``moved`` holds the later ranking against the earlier one.

    Raises
    ------
    UnknownUnit
        Where a change names a unit without values.

    Examples
    --------
    >>> from airshed.indices.composite import denominators_2012
    >>> clean = {"so2": 6, "no2": 20, "co": 0.4, "o3": 80, "pm10": 35, "pm25": 14}
    >>> composition = Composition(denominators=denominators_2012())
    >>> found = what_if(
    ...     {"a": clean, "b": clean | {"pm10": 40}}, changes={"b": {"pm10": -6}}, composition=composition
    ... )
    >>> found.after.places[0].unit, found.after.places[0].value, found.moved["b"].up
    ('b', Decimal('2.09'), 1)
    """
    changed = {unit: dict(row) for unit, row in values.items()}
    for unit, steps in changes.items():
        if unit not in changed:
            raise UnknownUnit(unit=unit)
        for code, by in steps.items():
            changed[unit][code] = _changed(unit, code, value=values[unit].get(code), by=by, of=composition)
    before, after = (
        ranking.rank({unit: composition.total(row) for unit, row in rows.items()})
        for rows in (values, changed)
    )
    return WhatIf(values=changed, before=before, after=after, moved=ranking.movements(after, earlier=before))


def _changed(unit: str, code: str, *, value: Number | None, by: Number, of: Composition) -> Decimal:
    """Return a value after its change, as it would be published."""
    if code not in POLLUTANTS or value is None or is_missing(value):
        raise NothingToChange(unit=unit, pollutant=code)
    found = fraction_of(value) + fraction_of(by)
    rounded = gbt8170.round_to(found, digits=allowance.period_digits(code, rounding=of.values))
    if found < 0:
        raise BelowZero(unit=unit, pollutant=code, value=rounded)
    return rounded
