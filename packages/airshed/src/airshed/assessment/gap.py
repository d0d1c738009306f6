"""What the next place up takes and how near the one below is, in composite index and in each pollutant."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from airshed import AirshedError
from airshed.assessment import allowance, ranking
from airshed.assessment.allowance import Allowance
from airshed.assessment.composition import Composition, Values
from airshed.assessment.reach import Reach
from airshed.decimals import Number
from airshed.standards.tables import POLLUTANTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The smallest change of one published value that ties with or passes a rival.

    ``change`` and ``value`` are None where ``reason`` says why there is none; ``total`` is the composite
    index after it, ``place`` the place after it and ``gained`` the places gained (below 0: lost). [unit of
    the pollutant]
    """

    pollutant: str
    change: Decimal | None
    value: Decimal | None
    total: Decimal | None
    place: int | None
    gained: int | None
    reason: Reach | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Those at the next place above or below, and what it takes to draw level with or to pass them.

    ``difference`` is their composite index less the unit's own. Above, ``tie`` and ``strict`` say by how much
    each of the unit's own values has to fall; below, by how much it may rise until it is caught up with and
    until it is passed.
    """

    units: tuple[str, ...]
    place: int
    total: Decimal
    difference: Decimal
    tie: Mapping[str, Step]
    strict: Mapping[str, Step]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Where a unit stands between the one above and the one below; ``level`` shares its place.

    ``above`` or ``below`` is None where nobody is there, all is None without an index (``reason``).
    """

    unit: str
    place: int | None
    total: Decimal | None
    level: tuple[str, ...]
    above: Rival | None
    below: Rival | None
    reason: Reach | None


class UnknownUnit(AirshedError):
    """A unit was asked about that is not among those compared."""

    def __init__(self, *, unit: str) -> None:
        self.unit = unit
        super().__init__(f"{unit!r} is not among the units that are compared")


def gap(unit: str, values: Mapping[str, Values], *, composition: Composition) -> Gap:
    """Hold a unit against the next one above and the next one below.

    Parameters
    ----------
    unit : str
        The unit; `UnknownUnit` where it has no values.
    values : mapping
        Unit → published period values of the six pollutants. Units with one missing are not ranked.
        [µg m⁻³; CO mg m⁻³]
    composition : Composition
        How the composite index is made.

    Returns
    -------
    Gap
        Changes are exact: the smallest of the published value (a step of 1 µg m⁻³, CO 0.1 mg m⁻³) that does
        it, one step less does not. All else stays as it is, the other units' values too.

    Raises
    ------
    UnknownUnit
        Where the unit is not among the values.

    References
    ----------
    Circulars 环办〔2014〕64号 and 环办监测〔2018〕19号.

    Examples
    --------
    >>> from airshed.indices.composite import denominators_2012
    >>> clean = {"so2": 6, "no2": 20, "co": 0.4, "o3": 80, "pm10": 35, "pm25": 14}
    >>> composition = Composition(denominators=denominators_2012())
    >>> found = gap("b", {"a": clean, "b": clean | {"pm10": 40}}, composition=composition)
    >>> found.above.difference, found.above.tie["pm10"].change, found.above.strict["pm10"].change
    (Decimal('-0.07'), Decimal('-5'), Decimal('-6'))
    """
    if unit not in values:
        raise UnknownUnit(unit=unit)
    totals = {name: composition.total(row) for name, row in values.items()}
    found = ranking.rank(totals)
    own = totals[unit]
    here = found.place_of(unit)
    if own is None or here is None:
        return Gap(unit=unit, place=None, total=None, level=(), above=None, below=None, reason=Reach.NO_INDEX)
    others = {name: total for name, total in totals.items() if name != unit and total is not None}
    towards = _Walk(unit=unit, values=values[unit], others=others, composition=composition, place=here.place)
    better = max((total for total in others.values() if total < own), default=None)
    worse = min((total for total in others.values() if total > own), default=None)
    return Gap(
        unit=unit,
        place=here.place,
        total=own,
        level=tuple(sorted(name for name, total in others.items() if total == own)),
        above=None if better is None else _rival(better, own=own, found=found, walk=towards.down),
        below=None if worse is None else _rival(worse, own=own, found=found, walk=towards.up),
        reason=None,
    )


def needed_in_rest(
    step: Step,
    values: Iterable[Number | None],
    *,
    remaining: int,
    composition: Composition,
) -> Allowance:
    """Translate a step of a period value into what the remaining days may be.

    Parameters
    ----------
    step : Step
        A step that has a value.
    values : iterable of numbers
        Daily values of the step's pollutant so far, None or NaN where missing. [µg m⁻³; CO mg m⁻³]
    remaining : int
        Days still to come that will be valid. [days]
    composition : Composition
        Its decimals of period values are read.

    Returns
    -------
    Allowance
        What the remaining days may be so that the period ends at the step's value or below; its
        ``against_so_far`` is the change against the days so far. Rivals are taken to end where they stand.

    Raises
    ------
    NoStep
        Where the step says that no value of this pollutant does it.

    Examples
    --------
    >>> from airshed.indices.composite import denominators_2012
    >>> composition = Composition(denominators=denominators_2012())
    >>> clean = {"so2": 6, "no2": 20, "co": 0.4, "o3": 80, "pm10": 35, "pm25": 14}
    >>> found = gap("b", {"a": clean, "b": clean | {"pm10": 40}}, composition=composition)
    >>> needed_in_rest(found.above.tie["pm10"], [40] * 300, remaining=65, composition=composition).shown
    Decimal('14.7')
    """
    if step.value is None:
        raise NoStep(step=step)
    return allowance.allowance(
        values,
        pollutant=step.pollutant,
        remaining=remaining,
        target=step.value,
        rounding=composition.values,
    )


class NoStep(AirshedError):
    """A step that does not exist was to be translated into remaining days."""

    def __init__(self, *, step: Step) -> None:
        self.step = step
        super().__init__(f"there is no step of {step.pollutant}: {step.reason}; one with a value is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """A unit whose published values are changed one at a time."""

    unit: str
    values: Values
    others: Mapping[str, Decimal]
    composition: Composition
    place: int

    def down(self, code: str, *, enough: Callable[[Decimal], bool]) -> Step:
        """Return the smallest fall of a value whose composite index is enough."""
        start = floor(self._steps(code))
        if not enough(self._total(code, steps=0)):
            return self._none(code, Reach.EVEN_WITH_ZERO)
        low, high = 0, start + 1  # low is enough, high is not
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if enough(self._total(code, steps=middle)) else (low, middle)
        return self._step(code, steps=low)

    def up(self, code: str, *, enough: Callable[[Decimal], bool]) -> Step:
        """Return the smallest rise of a value whose composite index is enough."""
        if (self.composition.weights or {}).get(code, 1) == 0:
            return self._none(code, Reach.NO_EFFECT)
        start = ceil(self._steps(code))
        low, width = start, 1
        while not enough(self._total(code, steps=start + width)):
            low, width = start + width, width * 2
        high = start + width
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if enough(self._total(code, steps=middle)) else (middle, high)
        return self._step(code, steps=high)

    def _steps(self, code: str) -> Fraction:
        """Return the value there is now, in steps."""
        return self.composition.steps(self.values[code] or 0, pollutant=code)

    def _total(self, code: str, *, steps: int) -> Decimal:
        """Return the composite index with one value changed."""
        changed = {**self.values, code: self.composition.value(steps, pollutant=code)}
        total = self.composition.total(changed)
        return Decimal(0) if total is None else total

    def _step(self, code: str, *, steps: int) -> Step:
        """Describe a change."""
        value, total = self.composition.value(steps, pollutant=code), self._total(code, steps=steps)
        place = 1 + sum(other < total for other in self.others.values())
        change = (steps - self._steps(code)) * self.composition.step(code)
        return Step(
            pollutant=code,
            change=Decimal(change.numerator) / change.denominator,
            value=value,
            total=total,
            place=place,
            gained=self.place - place,
            reason=None,
        )

    def _none(self, code: str, why: Reach) -> Step:
        """Say that there is no change."""
        return Step(pollutant=code, change=None, value=None, total=None, place=None, gained=None, reason=why)


def _rival(total: Decimal, *, own: Decimal, found: ranking.Ranking, walk: Callable[..., Step]) -> Rival:
    """Describe those who have a composite index, and what it takes to reach and to pass it."""
    there = [place for place in found.places if place.value == total]

    def level(mine: Decimal) -> bool:
        return mine <= total if total < own else mine >= total

    def past(mine: Decimal) -> bool:
        return mine < total if total < own else mine > total

    return Rival(
        units=tuple(place.unit for place in there),
        place=there[0].place,
        total=total,
        difference=total - own,
        tie={code: walk(code, enough=level) for code in POLLUTANTS},
        strict={code: walk(code, enough=past) for code in POLLUTANTS},
    )
