"""How an allowance or a control value is worked out: formula, inputs with their addresses, every rounding.

The number itself is `airshed`'s (`allowance`, `control`); what is written out here is held against it: with
the number the target is met, with one published step more it is not, and where there is none, even nothing
at all from now on misses it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from airshed.assessment import allowance, control, daily, exact, reach, spans
from airshed.assessment.allowance import Allowance
from airshed.assessment.control import Control
from airshed.assessment.period import PERCENT
from airshed.assessment.reach import Reach
from airshed.assessment.spans import Span, SpanKind
from airshed.decimals import fraction_of
from airshed.standards import gbt8170
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS
from lantian.assessment import models
from lantian.assessment.queries import addresses, daybook, prospects
from lantian.assessment.queries.explained import ROUNDING_CLAUSE, Input, Step, shown
from lantian.assessment.rules.figures import UNITS, text_of
from lantian.calendar import queries as calendar

TARGET, TIE, PASS, DAY, MONTH = "target", "tie", "pass", "day", "month"
OF_PERIOD, OF_TODAY = (TARGET, TIE, PASS), (DAY, MONTH)
MEAN_CLAUSE, PERCENTILE_CLAUSE = "HJ 663-2013", "HJ 663-2013 annex A"
DAY_CLAUSE = "GB 3095-2026 3.7–3.13, table 4"
HOUR = timedelta(hours=1)
Values = Sequence[Fraction]


class NothingToReckon(LookupError):
    """There is no such allowance: no target, nobody ahead, or no hour of today."""

    def __init__(self, *, what: str, pollutant: str) -> None:
        self.what, self.pollutant = what, pollutant
        super().__init__(f"nothing allows or limits {pollutant} as {what}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """One number of what the rest may be: what it is to hold, how it is made and of what.

    ``remaining`` counts days, or for ``of_hours`` hours; ``allowed`` is None where ``reason`` says why.
    """

    what: str
    pollutant: str
    unit: str
    target: Decimal
    over: Span
    is_of_hours: bool
    n: int
    remaining: int
    allowed: Decimal | None
    reason: Reach | None
    steps: tuple[Step, ...]
    inputs: tuple[Input, ...]


def reckon(
    *, unit: str, group: str, kind: SpanKind | str, what: str, pollutant: str, now: datetime
) -> Reckoning:
    """How one allowance is worked out; NothingToReckon where there is none, NotRanked without a place."""
    if pollutant not in POLLUTANTS or what not in (*OF_PERIOD, *OF_TODAY):
        raise NothingToReckon(what=what, pollutant=pollutant)
    if what in OF_TODAY:
        return _today(unit=unit, what=what, pollutant=pollutant, now=now)
    today = calendar.local_day(now)
    found = prospects.prospects(unit=unit, group=group, kind=kind, today=today)
    over, target = _goal(found, what=what, pollutant=pollutant)
    book = daybook.read(found.standings.kind, [unit], first=over.first, last=found.so_far.last)
    rows = book.of(unit, over).select("day", DAY_COLUMNS[pollutant]).rows()
    held = [fraction_of(value) for _day, value in rows if value is not None]
    made = allowance.allowance(held, pollutant=pollutant, remaining=found.remaining, target=target)
    return Reckoning(
        what=what, pollutant=pollutant, unit=UNITS[pollutant], target=made.target, over=over,
        is_of_hours=False, n=len(held), remaining=found.remaining, allowed=made.shown, reason=made.reason,
        steps=tuple(_period_steps(held, made)),
        inputs=tuple(_days(rows, kind=found.standings.kind, unit=unit, pollutant=pollutant, book=book)),
    )  # fmt: skip


def _goal(found: prospects.Prospects, *, what: str, pollutant: str) -> tuple[Span, Decimal]:
    """The period, and what its value may be at most."""
    if what == TARGET:
        target = next((one for one in found.targets if one.figure == pollutant), None)
        if target is None:
            raise NothingToReckon(what=what, pollutant=pollutant)
        return found.whole, target.value
    rises = found.to_pass if what == PASS else found.to_tie
    rise = rises.get(pollutant)
    if rise is None or rise.step.value is None:
        raise NothingToReckon(what=what, pollutant=pollutant)
    return found.whole, rise.step.value


def _today(*, unit: str, what: str, pollutant: str, now: datetime) -> Reckoning:
    view = next(one for one in prospects.control_values(unit=unit, now=now) if one.pollutant == pollutant)
    made = view.for_day if what == DAY else view.for_month
    if made is None:
        raise NothingToReckon(what=what, pollutant=pollutant)
    today = calendar.local_day(now)
    since = calendar.day_bounds(today)[0]
    rows = _hours(unit, since=since, now=now)
    hours = [
        _hour_value(rows.get(since + at * HOUR), pollutant) for at in range(control.HOURS - made.remaining)
    ]
    steps: list[Step] = []
    if what == MONTH:
        steps = list(_month_steps(unit, pollutant, today=today, target=view.month_target))
    if what == DAY or _is_month_open(steps):
        steps += _hour_steps(hours, made)
    day = Span(kind=SpanKind.DAY, first=today, last=today)
    return Reckoning(
        what=what, pollutant=pollutant, unit=UNITS[pollutant], target=made.target,
        over=day if what == DAY else spans.span(today, kind=SpanKind.MONTH),
        is_of_hours=True, n=made.n_so_far, remaining=made.remaining, allowed=made.level, reason=made.reason,
        steps=tuple(steps),
        inputs=tuple(_hour_inputs(rows, unit=unit, pollutant=pollutant, since=since, count=len(hours))),
    )  # fmt: skip


def _month_steps(unit: str, pollutant: str, *, today: date, target: Decimal | None) -> Iterator[Step]:
    """What today may come to at most, if every day to the month's end comes to the same."""
    month = spans.span(today, kind=SpanKind.MONTH)
    book = daybook.read("region", [unit], first=month.first, last=daybook.last_whole_day(today))
    days = book.of(unit, month)[DAY_COLUMNS[pollutant]].to_list()
    held = [fraction_of(value) for value in days if value is not None]
    remaining = (month.last - today).days + 1
    made = allowance.allowance(held, pollutant=pollutant, remaining=remaining, target=target or Decimal(0))
    yield from _period_steps(held, made)
    if made.level is not None:
        places = daily.digits(pollutant)
        whole = Decimal(floor(made.level * 10**places)).scaleb(-places)
        yield Step(label="today", before=shown(made.level), after=f"≤ {whole}", clause="")


def _is_month_open(steps: Sequence[Step]) -> bool:
    """Whether the month leaves today a value to hold."""
    return any(one.label == "today" for one in steps)


def _period_steps(held: Values, made: Allowance) -> Iterator[Step]:
    """From the target to what the days that remain may be, and the proof on either side of it."""
    digits = daily.digits(made.pollutant)
    yield _bound(made.target, digits=digits)
    clause = PERCENTILE_CLAUSE if made.pollutant in PERCENT else MEAN_CLAUSE
    yield Step(label="held", before=f"n = {len(held)}", after=_stated(made.so_far), clause=clause)
    if made.pollutant in PERCENT:
        yield from _percentile_proof(held, made)
        return
    total, n = sum(held, Fraction(0)), len(held) + made.remaining
    yield from _room(total, n, target=made.target, digits=digits)

    def proof(label: str, more: Fraction) -> Step:
        worked = f"({shown(total)} + {shown(more)}) / {n}"
        return _proof(label, worked, (total + more) / n, target=made.target, digits=digits)

    if made.total is not None:
        rest = fraction_of(made.total)
        yield Step(label="each", before=f"{made.total} / {made.remaining}", after=f"≤ {made.shown}")
        yield proof("met", rest)
        yield proof("one_more", rest + Fraction(1, 10**digits))
    elif n:
        yield proof("even_zero" if made.remaining else "over", Fraction(0))


def _percentile_proof(held: Values, made: Allowance) -> Iterator[Step]:
    percent, digits = PERCENT[made.pollutant], daily.digits(made.pollutant)

    def proof(label: str, level: Fraction) -> Step:
        found = allowance.statistic([*held, *[level] * made.remaining], pollutant=made.pollutant)
        worked = f"P{percent}: {len(held)} + {made.remaining} × {shown(level)}"
        return _proof(label, worked, found or Fraction(0), target=made.target, digits=digits)

    if made.level is not None:
        yield proof("met", made.level)
        yield proof("one_more", made.level + Fraction(1, 10**digits))
    elif made.reason is not Reach.ANY_VALUE and (held or made.remaining):
        yield proof("even_zero" if made.remaining else "over", Fraction(0))


def _hour_steps(hours: Sequence[Fraction | None], made: Control) -> Iterator[Step]:
    """From the day's value to what the hours to midnight may be, and the proof on either side of it."""
    digits = daily.digits(made.pollutant)
    yield _bound(made.target, digits=digits)
    before, after = f"n = {made.n_so_far}", _stated(made.so_far)
    yield Step(label="held_hours", before=before, after=after, clause=DAY_CLAUSE)
    valid = [hour for hour in hours if hour is not None]
    if made.pollutant != "o3" and made.reason is not Reach.TOO_FEW_HOURS:
        n = len(valid) + made.remaining
        yield from _room(sum(valid, Fraction(0)), n, target=made.target, digits=digits)

    def proof(label: str, level: Fraction) -> Step:
        found = _day_of([*hours, *[level] * made.remaining], pollutant=made.pollutant)
        worked = f"{len(valid)} h + {made.remaining} h × {shown(level)}"
        return _proof(label, worked, found, target=made.target, digits=digits)

    if made.level is not None:
        yield proof("met", fraction_of(made.level))
        yield proof("one_more", fraction_of(made.level) + Fraction(1, 10**digits))
    elif made.reason is Reach.EVEN_WITH_ZERO:
        yield proof("even_zero", Fraction(0))


def _day_of(hours: Sequence[Fraction | None], *, pollutant: str) -> Fraction:
    """The day's exact value: the mean, for O3 the highest 8-hour mean."""
    found = max(exact.windows_8h(hours), default=None) if pollutant == "o3" else exact.mean(hours)
    return found if found is not None else Fraction(0)


def _bound(target: Decimal, *, digits: int) -> Step:
    """Below which exact value the rounded one still meets the target."""
    bound = reach.at_most(target, digits=digits)
    sign = "≤" if bound.inclusive else "<"
    return Step(
        label="bound", before=f"≤ {target}", after=f"{sign} {shown(bound.value)}", clause=ROUNDING_CLAUSE
    )


def _room(total: Fraction, n: int, *, target: Decimal, digits: int) -> Iterator[Step]:
    """What the sum of the rest may be."""
    bound = reach.at_most(target, digits=digits)
    sign = "≤" if bound.inclusive else "<"
    room = bound.value * n - total
    worked = f"{shown(bound.value)} × {n} − {shown(total)}"
    yield Step(label="room", before=worked, after=f"{sign} {shown(room)}")


def _proof(label: str, worked: str, found: Fraction, *, target: Decimal, digits: int) -> Step:
    """What the value comes to, rounded once, against the target."""
    rounded = gbt8170.round_to(found, digits=digits)
    sign = "≤" if rounded <= target else ">"
    return Step(
        label=label,
        before=f"{worked} = {shown(found)}",
        after=f"{rounded} {sign} {target}",
        clause=ROUNDING_CLAUSE,
    )


def _stated(value: Fraction | None) -> str:
    return "—" if value is None else shown(value)


def _days(
    rows: Sequence[tuple[date, float | None]], *, kind: str, unit: str, pollutant: str, book: daybook.Daybook
) -> Iterator[Input]:
    """Every day of the period that is there, with its address; one without a value does not count."""
    for day, value in rows:
        yield Input(
            label=day.isoformat(),
            value=text_of(value),
            unit=UNITS[pollutant],
            address=addresses.of_day(kind, unit, day, figure=DAY_COLUMNS[pollutant], position=book.position),
            note="" if value is not None else "does_not_count",
        )


def _hours(unit: str, *, since: datetime, now: datetime) -> Mapping[datetime, models.HourlyIndex]:
    found = models.HourlyIndex.objects.filter(
        subject_kind="region", subject=unit, begins_at__gte=since, begins_at__lt=now
    )
    return {row.begins_at: row for row in found}


def _hour_value(row: models.HourlyIndex | None, pollutant: str) -> Fraction | None:
    text = None if row is None else row.values.get(pollutant)
    return None if text is None else fraction_of(Decimal(str(text)))


def _hour_inputs(
    rows: Mapping[datetime, models.HourlyIndex], *, unit: str, pollutant: str, since: datetime, count: int
) -> Iterator[Input]:
    """Every hour of today that has ended, with its address where there is one."""
    for at in range(count):
        begins_at = since + at * HOUR
        row = rows.get(begins_at)
        text = None if row is None else row.values.get(pollutant)
        yield Input(
            label=begins_at.isoformat(),
            value=None if text is None else str(text),
            unit=UNITS[pollutant],
            address=""
            if row is None
            else addresses.of_hour("region", unit, begins_at, figure=pollutant, position=row.position),
            note="" if text is not None else "no_values",
        )
