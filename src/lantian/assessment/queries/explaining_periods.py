"""Explaining periods and places: the days again as of a position, then the period's arithmetic."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from airshed.assessment import daily, percentile, period
from airshed.assessment import ranking as science
from airshed.standards.tables import DAY_COLUMNS, POLLUTANTS
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import addresses, assessing, daybook, explained, periods, places
from lantian.assessment.queries.assessing import Scope
from lantian.assessment.queries.explained import Explained, Input, NothingToExplain, Step
from lantian.assessment.queries.periods import Composite, Days
from lantian.assessment.queries.places import Measured
from lantian.assessment.rules import keys
from lantian.assessment.rules.figures import UNITS
from lantian.assessment.rules.keys import PeriodKey, RankKey
from lantian.kernel.references import Address
from lantian.observations import queries as observations
from lantian.registry import queries as registry

COMPOSITE_CLAUSE = "环办监测〔2018〕19号"
RANK_CLAUSE = "环办监测〔2018〕19号: equal values, equal place"


def explain_composite(address: Address) -> Explained:
    """A composite index, or with a figure one of the period values it is made of."""
    key = keys.read_period(address.key)
    as_of = observations.lake_position() if address.as_of is None else address.as_of
    rows = day_rows(key.kind, key.subject, first=key.first, last=key.last, as_of=as_of)
    if not rows:
        raise NothingToExplain(str(address))
    again = _again(key.kind, key.subject, rows, first=key.first, last=key.last, lists_as_of=address.as_of)
    kept = periods.composite(key.kind, key.subject, key.first, key.last)
    figure = key.figure
    if figure:
        steps, inputs = _period_value(key, rows, again, as_of=as_of)
    else:
        steps, inputs = _index(key, again, as_of=as_of)
    return Explained(
        address=str(address),
        kind=address.kind,
        subject_kind=key.kind,
        subject=key.subject,
        at=f"{key.first.isoformat()}..{key.last.isoformat()}",
        figure=figure or places.COMPOSITE,
        value=_value(again, figure),
        unit=UNITS.get(figure, ""),
        formula=_formula(figure),
        standard=again.denominators.source,
        edition=again.denominators.name,
        clause=COMPOSITE_CLAUSE,
        steps=steps,
        inputs=inputs,
        completeness={**again.days, "of": again.of},
        missing=again.missing,
        parameters={"rounding": str(again.index.rounding), "provisional": again.is_provisional},
        as_of=as_of,
        stored=_value(kept, figure),
        is_superseded=kept.position > as_of,
    )


def explain_rank(address: Address) -> Explained:
    """A unit's place in a ranking."""
    key = keys.read_rank(address.key)
    as_of = observations.lake_position() if address.as_of is None else address.as_of
    kept = places.ranking(group=key.group, by=key.by, first=key.first, last=key.last)
    kind = daybook.units(key.group).kind
    units = [*(one.code for one in kept.places), *(one.code for one in kept.unranked)]
    measured = _measured(kind, units, key, as_of=as_of, lists_as_of=address.as_of)
    values = {code: one.value for code, one in measured.items()}
    found = science.rank(values)
    place = next((str(one.place) for one in found.places if one.unit == key.subject), None)
    stored = kept.place_of(key.subject)
    said = {one.code: one.reason for one in kept.unranked}
    newest = 0 if stored is None else int(stored.address.rpartition("@")[2])
    return Explained(
        address=str(address),
        kind=address.kind,
        subject_kind=kind,
        subject=key.subject,
        at=f"{key.first.isoformat()}..{key.last.isoformat()}",
        figure=key.by,
        value=place,
        unit="",
        formula="1, 1, 3",
        standard=COMPOSITE_CLAUSE,
        edition="",
        clause=RANK_CLAUSE,
        steps=tuple(
            Step(label=one.unit, before=str(one.value), after=str(one.place), clause=RANK_CLAUSE)
            for one in found.places
        ),
        inputs=tuple(_ranked_input(kind, code, key, measured[code], as_of=as_of) for code in units),
        completeness={"ranked": len(found.places), "of": len(units)},
        missing={code: said.get(code, one.reason) for code, one in measured.items() if one.value is None},
        parameters={"group": key.group, "by": key.by},
        as_of=as_of,
        stored=None if stored is None else str(stored.place),
        is_superseded=newest > as_of,
    )


def day_rows(kind: str, subject: str, *, first: date, last: date, as_of: int) -> list[periods.Row]:
    """A subject's days assessed again as of a position."""
    if kind == SubjectKind.REGION:
        scope = assessing.region_scope(subject, first=first, last=last, as_of=as_of)
    else:
        scope = Scope({subject: registry.stations().get(code=subject).kind}, ())
    return _rows(scope, first=first, last=last, as_of=as_of)


def _rows(scope: Scope, *, first: date, last: date, as_of: int) -> list[periods.Row]:
    found = assessing.days(scope, first=first, last=last, as_of=as_of).results
    return [
        (one.subject, one.at, one.aqi, {name: str(text) for name, text in one.values.items()}, as_of)
        for one in found
        if isinstance(one.at, date)
    ]


def _index(key: PeriodKey, again: Composite, *, as_of: int) -> tuple[tuple[Step, ...], tuple[Input, ...]]:
    steps = [
        Step(
            label=f"{name}:single",
            before=f"{again.values[name]:f} / {again.denominators.values[name]:f}"
            f" = {explained.shown(Fraction(again.values[name]) / Fraction(again.denominators.values[name]))}",
            after=f"{single:f}",
            clause=explained.ROUNDING_CLAUSE,
        )
        for name, single in again.index.singles.items()
    ]
    total = "NA" if again.index.total is None else f"{again.index.total:f}"
    summed = " + ".join(f"{single:f}" for single in again.index.singles.values())
    steps.append(Step(label="index", before=summed or "—", after=total, clause=COMPOSITE_CLAUSE))
    inputs = tuple(
        Input(
            label=name,
            value=f"{again.values[name]:f}" if name in again.values else None,
            unit=UNITS[name],
            address=addresses.of_composite(
                key.kind, key.subject, key.first, key.last, figure=name, position=as_of
            ),
            note=again.missing.get(name, ""),
        )
        for name in POLLUTANTS
    )
    return tuple(steps), inputs


def _period_value(
    key: PeriodKey,
    rows: list[periods.Row],
    again: Composite,
    *,
    as_of: int,
) -> tuple[tuple[Step, ...], tuple[Input, ...]]:
    column = DAY_COLUMNS.get(key.figure, key.figure)
    inputs = tuple(
        Input(
            label=day.isoformat(),
            value=values.get(column),
            unit=UNITS[column],
            address=addresses.of_day(key.kind, key.subject, day, figure=column, position=as_of),
            note=_note(column, values, left_out=again.excluded.get(day, "")),
        )
        for _, day, _, values, _ in rows
    )
    present = [Fraction(one.value) for one in inputs if one.value is not None and not one.note]
    digits = daily.digits(key.figure)
    count = Step(
        label="days", before=f"{len(present)} / {again.of}", after=again.missing.get(key.figure, "✓")
    )
    if not present:
        return (count,), inputs
    if key.figure in period.PERCENT:
        percent = period.PERCENT[key.figure]
        value = percentile.percentile(present, percent=percent)
        taken = Step(
            label="percentile",
            before=f"P{percent}",
            after=explained.shown(value),
            clause="HJ 663-2013 annex A",
        )
        rounded = explained.mean_of_fraction(value, n=1, digits=digits, clause="")[1]
        return (count, taken, rounded), inputs
    mean = sum(present, Fraction(0)) / len(present)
    means = explained.mean_of_fraction(mean, n=len(present), digits=digits, clause="HJ 663-2013")
    return (count, *means), inputs


def _note(column: str, values: Mapping[str, str], *, left_out: str) -> str:
    """Why a day does not count: it has no value, or an official list leaves it out."""
    if column not in values:
        return "missing"
    return "exceptional" if column in left_out.split(",") else ""


def _again(
    kind: str,
    subject: str,
    rows: list[periods.Row],
    *,
    first: date,
    last: date,
    lists_as_of: int | None,
) -> Composite:
    """The period of some days, by the lists in force as of a position; without one, by those in force now."""
    days = Days.of(kind, rows)
    return days.composites([subject], first, last, as_of=lists_as_of)[subject]


def _measured(
    kind: str, units: Sequence[str], key: RankKey, *, as_of: int, lists_as_of: int | None
) -> dict[str, Measured]:
    """What the units were ranked by as of a position, or why not; asked as `places.ranking` asks it.

    The days of all are assessed again together.
    """
    scope = assessing.scope_of(kind, units, first=key.first, last=key.last, as_of=as_of)
    rows = _rows(scope, first=key.first, last=key.last, as_of=as_of)
    if key.first != key.last or key.by == places.COMPOSITE:
        found = Days.of(kind, rows).composites(units, key.first, key.last, as_of=lists_as_of)
        return {code: places.of_period(found[code], key.by) for code in units}
    days = {code: (aqi, values) for code, _, aqi, values, _ in rows}
    return {code: _of_day(days.get(code), key, as_of=as_of) for code in units}


def _of_day(day: tuple[int | None, Mapping[str, str]] | None, key: RankKey, *, as_of: int) -> Measured:
    """What one day says of a unit."""
    aqi, values = (None, {}) if day is None else day
    text = aqi if key.by == keys.INDEX else values.get(DAY_COLUMNS.get(key.by, key.by))
    value = None if text is None else Decimal(text)
    return Measured(value=value, reason="" if value is not None else "no_values", position=as_of)


def _ranked_input(kind: str, code: str, key: RankKey, one: Measured, *, as_of: int) -> Input:
    if key.first == key.last and key.by != places.COMPOSITE:
        figure = DAY_COLUMNS.get(key.by, key.by)
        address = addresses.of_day(kind, code, key.first, figure=figure, position=as_of)
    else:
        figure = "" if key.by == places.COMPOSITE else key.by
        address = addresses.of_composite(kind, code, key.first, key.last, figure=figure, position=as_of)
    return Input(
        label=code,
        value=None if one.value is None else f"{one.value:f}",
        unit=UNITS.get(key.by, ""),
        address=address,
        note=one.reason,
    )


def _value(one: Composite, figure: str) -> str | None:
    found = one.values.get(figure) if figure else one.index.total
    return None if found is None else f"{found:f}"


def _formula(figure: str) -> str:
    if not figure:
        return "I = Σ Cᵢ / Sᵢ"
    return f"P{period.PERCENT[figure]}(C)" if figure in period.PERCENT else "C = ΣC_d / n"
