"""What an explanation is made of, and the steps of the arithmetic written out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from airshed.indices import exact
from airshed.indices.conventions import LAW
from airshed.standards import gbt8170
from airshed.standards import registry as editions
from airshed.standards.tables import BreakpointRow, IndexItem, IndexStandard

ROUNDING_CLAUSE = "GB/T 8170-2008, 3.2"
INDEX_FORMULA = "AQI = max(IAQI₁, …, IAQIₙ)"
SUB_INDEX_FORMULA = "IAQI = (IAQIhi − IAQIlo) / (BPhi − BPlo) × (C − BPlo) + IAQIlo"


class NothingToExplain(LookupError):
    """Nothing is known under an address."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"no readings lie under {address}, so there is no number to explain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the arithmetic: its name, what stood before, what came out, and by which clause."""

    label: str
    before: str
    after: str
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One number that went in, with its own address; `note` says why it has no value or did not count.

    `weight` is what it counts beside the others, empty where all count alike.
    """

    label: str
    value: str | None
    unit: str
    address: str
    note: str = ""
    weight: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Where a number comes from, computed again as of its position.

    `stored` is what is kept now, None where nothing is; `is_superseded` says that it is newer than `as_of`;
    `agrees` whether both are the same, None where there is nothing to compare.
    """

    address: str
    kind: str
    subject_kind: str
    subject: str
    at: str
    figure: str
    value: str | None
    unit: str
    formula: str
    standard: str
    edition: str
    clause: str
    steps: tuple[Step, ...]
    inputs: tuple[Input, ...]
    completeness: Mapping[str, object]
    missing: Mapping[str, object]
    parameters: Mapping[str, object]
    as_of: int
    stored: str | None
    is_superseded: bool
    children: tuple["Explained", ...] = field(default=())

    @property
    def agrees(self) -> bool | None:
        """Whether the number computed again is the one that is kept, kept anew since or not.

        None where what is kept is newer and another number: one of them need not be wrong.
        """
        if self.value is not None and self.stored == self.value:
            return True
        return None if self.is_superseded else self.stored == self.value


def index_steps(
    values: Mapping[str, str], *, edition: str, items: Sequence[IndexItem], aqi: int | None
) -> tuple[Step, ...]:
    """From values to sub-indices to the index, every rounding shown."""
    standard = editions.index_standard_of(edition)
    steps: list[Step] = []
    subs: list[tuple[str, int]] = []
    for item in items:
        text = values.get(item.column)
        if text is not None:
            row = standard.breakpoints[item.item]
            steps += sub_index_steps(item.column, text, row=row, edition=edition)
            index = exact.sub_index(Decimal(text), item=item.item, edition=edition)
            if index is not None:
                subs.append((item.column, index))
    before = "max(" + ", ".join(f"{column} {index}" for column, index in subs) + ")" if subs else "—"
    steps.append(
        Step(
            label="index",
            before=before,
            after="NA" if aqi is None else str(aqi),
            clause=index_clause(standard, is_withheld=aqi is None),
        )
    )
    return tuple(steps)


def sub_index_steps(column: str, text: str, *, row: BreakpointRow, edition: str) -> list[Step]:
    """One pollutant: the value rounded, its place between breakpoints, the sub-index rounded up."""
    rounded = gbt8170.round_to(Decimal(text), digits=row.digits)
    steps = [Step(label=f"{column}:rounded", before=text, after=f"{rounded:f}", clause=ROUNDING_CLAUSE)]
    index = exact.sub_index(rounded, item=row.item, edition=edition)
    if rounded < 0 or rounded > row.concentrations[-1]:
        after = "—" if index is None else str(index)
        before = f"{rounded:f} > {row.concentrations[-1]:f}" if rounded > 0 else f"{rounded:f} < 0"
        return [*steps, Step(label=f"{column}:outside", before=before, after=after, clause=row.clause)]
    (low, high), (index_low, index_high) = _segment(rounded, row)
    quotient = Fraction(index_high - index_low) / Fraction(high - low) * Fraction(rounded - low) + index_low
    worked = (
        f"({index_high} − {index_low}) / ({high:f} − {low:f}) × ({rounded:f} − {low:f}) + {index_low}"
        f" = {shown(quotient)}"
    )
    clause = f"{row.clause}; {_ceil_clause(edition)}"
    return [*steps, Step(label=f"{column}:sub_index", before=worked, after=str(index), clause=clause)]


def mean_steps(values: Sequence[tuple[Fraction, Fraction]], *, digits: int, clause: str) -> tuple[Step, ...]:
    """The mean of several exact values with their weights, rounded once."""
    if not values:
        return ()
    mean = weighted_mean(values)
    if len({weight for _, weight in values}) == 1:
        return mean_of_fraction(mean, n=len(values), digits=digits, clause=clause)
    summed = " + ".join(f"{shown(weight)}×{shown(value)}" for value, weight in values)
    over = shown(sum((weight for _, weight in values), Fraction(0)))
    steps = mean_of_fraction(mean, n=len(values), digits=digits, clause=clause)
    return Step(label="mean", before=f"({summed}) / {over}", after=shown(mean), clause=clause), steps[1]


def weighted_mean(values: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """ΣwC / Σw of exact values and their weights."""
    over = sum((weight for _, weight in values), Fraction(0))
    return sum((value * weight for value, weight in values), Fraction(0)) / over


def mean_of_fraction(mean: Fraction, *, n: int, digits: int, clause: str) -> tuple[Step, ...]:
    """A mean of n exact values, and its one rounding."""
    return (
        Step(label="mean", before=f"Σ/{n}", after=shown(mean), clause=clause),
        Step(
            label="rounded",
            before=shown(mean),
            after=f"{gbt8170.round_to(mean, digits=digits):f}",
            clause=ROUNDING_CLAUSE,
        ),
    )


def shown(value: Fraction) -> str:
    """An exact number for reading: whole, a short decimal, or eight places and an ellipsis."""
    rounded = gbt8170.round_to(value, digits=8)
    text = f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"
    return text if Fraction(rounded) == value else f"{rounded:f}…"


def index_clause(standard: IndexStandard, *, is_withheld: bool) -> str:
    """The clause by which an index is the largest sub-index, or is withheld."""
    if standard.edition == "2012":
        return f"{standard.code} 4.2"
    return f"{standard.code} 5.3.1" if is_withheld else f"{standard.code} 4.2"


def convention() -> Mapping[str, object]:
    """The conventions everything here is computed by."""
    return {"rounding": str(LAW.rounding), "concentrations": str(LAW.concentrations)}


def _ceil_clause(edition: str) -> str:
    return "HJ 633-2012 6.2" if edition == "2012" else "HJ 633-2026 4.2.6"


def _segment(value: Decimal, row: BreakpointRow) -> tuple[tuple[Decimal, Decimal], tuple[int, int]]:
    for (low, high), indices in zip(pairwise(row.concentrations), pairwise(row.indices), strict=True):
        if value <= high:
            return (low, high), indices
    raise AssertionError("the value lies inside the table")
