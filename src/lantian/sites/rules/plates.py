"""The plate of a site: green, yellow or red by the rows of a rule; what is missing to turn green. Pure.

A plate says how a site keeps its duties. It is no basis for a penalty, and a suspicion moves it nowhere:
only what was checked, assigned, signed or answered counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum


class Colour(StrEnum):
    """The colour of a plate, or of one part of it."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Better(StrEnum):
    """Whether a high or a low number is the good one."""

    HIGH = "high"
    LOW = "low"


class PartCode(StrEnum):
    """What a plate is computed from."""

    SCORE = "score"
    RED_LINES = "red_lines"
    OPEN_CASES = "open_cases"
    OVERDUE_CASES = "overdue_cases"
    ONLINE = "online"
    SHEETS = "sheets"
    WEEKS = "weeks"
    REPLIES = "replies"
    CHECK_INS = "check_ins"
    WAIT = "wait"


class BadPlateRule(ValueError):
    """A row of a plate rule cannot be read."""

    def __init__(self, part: str, why: str) -> None:
        self.part, self.why = part, why
        super().__init__(f"part {part!r} of the plate rule: {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one part asks for green, and from where on it is red; without a red number it never is."""

    code: PartCode
    better: Better
    green: Decimal
    red: Decimal | None
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of one part: the number, and the addresses it rests on; no number where nothing is known.

    `is_applied` is False where a site need not have it, such as a monitor on a small one.
    """

    value: Decimal | None
    because: tuple[str, ...] = ()
    is_applied: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a plate as it was judged."""

    code: str
    colour: Colour
    value: Decimal | None
    green: Decimal
    red: Decimal | None
    better: str
    days: int
    because: tuple[str, ...] = ()
    is_applied: bool = True

    @property
    def is_missing(self) -> bool:
        """Whether it stands between the site and a green plate."""
        return self.colour is not Colour.GREEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A plate as the rule has it now, with its parts."""

    colour: Colour
    parts: tuple[Part, ...] = field(default=())

    @property
    def missing(self) -> tuple[Part, ...]:
        """What is missing to turn green; the red parts first."""
        return tuple(
            sorted((part for part in self.parts if part.is_missing), key=lambda part: part.colour.value)
        )


def rows_of(parameters: Mapping[str, Mapping[str, object]]) -> tuple[Row, ...]:
    """The rows of a rule; BadPlateRule names the part that cannot be read."""
    return tuple(_row(code, written) for code, written in parameters.items())


def judge(rows: Sequence[Row], seen: Mapping[str, Seen], *, green_lost_on: date | None, on: date) -> Judged:
    """The colour of every part, and of the plate: red when a part is red, green when all are.

    A part of which nothing is known is missing for green and never red. Whoever lost green waits as many
    days as the rule's row `wait` asks.
    """
    parts = [_part(row, seen[row.code]) for row in rows if row.code is not PartCode.WAIT]
    waits = [row for row in rows if row.code is PartCode.WAIT and green_lost_on is not None]
    if green_lost_on is not None:
        past = Decimal((on - green_lost_on).days)
        parts += [_part(row, Seen(value=past)) for row in waits if past < row.green]
    colours = {part.colour for part in parts}
    if Colour.RED in colours:
        whole = Colour.RED
    else:
        whole = Colour.YELLOW if Colour.YELLOW in colours else Colour.GREEN
    return Judged(colour=whole, parts=tuple(parts))


def _part(row: Row, seen: Seen) -> Part:
    return Part(
        code=row.code,
        colour=_colour(row, seen),
        value=seen.value,
        green=row.green,
        red=row.red,
        better=row.better,
        days=row.days,
        because=seen.because,
        is_applied=seen.is_applied,
    )


def _colour(row: Row, seen: Seen) -> Colour:
    if not seen.is_applied:
        return Colour.GREEN
    if seen.value is None:
        return Colour.YELLOW
    is_high = row.better is Better.HIGH
    if seen.value >= row.green if is_high else seen.value <= row.green:
        return Colour.GREEN
    if row.red is not None and (seen.value < row.red if is_high else seen.value >= row.red):
        return Colour.RED
    return Colour.YELLOW


def _row(code: str, written: Mapping[str, object]) -> Row:
    try:
        red = written.get("red")
        row = Row(
            code=PartCode(code),
            better=Better(str(written["better"])),
            green=Decimal(str(written["green"])),
            red=None if red is None else Decimal(str(red)),
            days=int(str(written.get("days", 0))),
        )
    except (KeyError, ValueError, InvalidOperation) as error:
        raise BadPlateRule(code, str(error)) from error
    if row.red is not None and (row.red > row.green) == (row.better is Better.HIGH):
        raise BadPlateRule(code, "red is better than green")
    return row
