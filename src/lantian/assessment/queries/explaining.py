"""Explaining hours and days: the same computation again as of a position, with its steps and the way down."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import polars as pl

from airshed.assessment import daily, district, exact
from airshed.decimals import fraction_of
from airshed.standards import registry as editions
from lantian.assessment import models
from lantian.assessment.models import SubjectKind
from lantian.assessment.queries import addresses, assessing, explained, explaining_periods
from lantian.assessment.queries.assessing import Assessed, Result, Scope
from lantian.assessment.queries.explained import Explained, Input, NothingToExplain, Step
from lantian.assessment.rules import keys
from lantian.assessment.rules.figures import UNITS, text_of
from lantian.assessment.rules.keys import INDEX, DayKey, HourKey
from lantian.calendar import queries as calendar
from lantian.kernel.references import Address, BadAddress, parse_address
from lantian.observations import queries as observations
from lantian.registry import queries as registry

HOUR = timedelta(hours=1)
HOUR_OF_DAY = {"o3_8h": "o3", "o3_1h_max": "o3"}
MEAN_CLAUSE = "GB 3095-2026 3.7–3.13, table 4"
REGION_CLAUSE = "HJ 663-2013: mean over stations; 75 % of four or more, half of fewer"
MAX_8H_CLAUSE = "GB 3095-2026 3.12, table 4; HJ 663-2026 6.1.2"


def explain(address: str) -> Explained:
    """Where an assessed number comes from; BadAddress, BadKey or NothingToExplain otherwise."""
    parsed = parse_address(address)
    explainer = _EXPLAINERS.get(parsed.kind)
    if parsed.room != "assessment" or explainer is None:
        raise BadAddress(address)
    return explainer(parsed)


def explain_hour(address: Address) -> Explained:
    """An hour's index or value of a station or region."""
    key = keys.read_hour(address.key)
    stored = models.HourlyIndex.objects.filter(
        subject_kind=key.kind, subject=key.subject, begins_at=key.begins_at
    ).first()
    as_of = _as_of(address, stored)
    day = calendar.local_day(key.begins_at)
    scope = scope_of(key.kind, key.subject, first=day, last=day, as_of=as_of)
    assessed = assessing.hours(scope, since=key.begins_at, until=key.begins_at + HOUR, as_of=as_of)
    result = _result(assessed, address)
    if key.figure == INDEX:
        steps, inputs = _hour_index(key, result, as_of=as_of)
    else:
        steps, inputs = _hour_value(key, result, assessed.readings, as_of=as_of)
    return _explained(address, key, result, stored=stored, as_of=as_of, steps=steps, inputs=inputs)


def explain_day(address: Address) -> Explained:
    """A local day's index or value of a station or region."""
    key = keys.read_day(address.key)
    stored = models.DailyAssessment.objects.filter(
        subject_kind=key.kind, subject=key.subject, day=key.day
    ).first()
    as_of = _as_of(address, stored)
    scope = scope_of(key.kind, key.subject, first=key.day, last=key.day, as_of=as_of)
    assessed = assessing.days(scope, first=key.day, last=key.day, as_of=as_of)
    result = _result(assessed, address)
    if key.figure == INDEX:
        steps, inputs = _day_index(key, result, as_of=as_of)
    else:
        steps, inputs = _day_value(key, result, assessed.readings, as_of=as_of)
    return _explained(address, key, result, stored=stored, as_of=as_of, steps=steps, inputs=inputs)


def scope_of(kind: str, subject: str, *, first: date, last: date, as_of: int) -> Scope:
    """One station or region alone; Station.DoesNotExist or Region.DoesNotExist for what is not registered."""
    if kind == SubjectKind.REGION:
        return assessing.region_scope(subject, first=first, last=last, as_of=as_of)
    return Scope({subject: registry.stations().get(code=subject).kind}, ())


def _as_of(address: Address, stored: models.HourlyIndex | models.DailyAssessment | None) -> int:
    if address.as_of is not None:
        return address.as_of
    return stored.position if stored is not None else observations.lake_position()


def _result(assessed: Assessed, address: Address) -> Result:
    if not assessed.results:
        raise NothingToExplain(str(address))
    return assessed.results[0]


def _explained(
    address: Address,
    key: HourKey | DayKey,
    result: Result,
    *,
    stored: models.HourlyIndex | models.DailyAssessment | None,
    as_of: int,
    steps: tuple[Step, ...],
    inputs: tuple[Input, ...],
) -> Explained:
    standard = editions.index_standard_of(result.edition)
    is_index = key.figure == INDEX
    return Explained(
        address=str(address),
        kind=address.kind,
        subject_kind=key.kind,
        subject=key.subject,
        at=keys.written(key.begins_at) if isinstance(key, HourKey) else key.day.isoformat(),
        figure=key.figure,
        value=_figure(result.aqi, result.values, key.figure),
        unit=UNITS.get(key.figure, ""),
        formula=explained.INDEX_FORMULA if is_index else _value_formula(key, weights_of(result)),
        standard=standard.code if is_index else ("GB 3095" if isinstance(key, DayKey) else ""),
        edition=result.edition,
        clause=explained.index_clause(standard, is_withheld=result.aqi is None) if is_index else "",
        steps=steps,
        inputs=inputs,
        completeness=result.completeness,
        missing=result.missing,
        parameters={name: said for name, said in result.parameters.items() if name != "weights"},
        as_of=as_of,
        stored=None if stored is None else _figure(stored.aqi, stored.values, key.figure),
        is_superseded=stored is None or stored.position > as_of,
    )


def _figure(aqi: int | None, values: Mapping[str, object], figure: str) -> str | None:
    if figure == INDEX:
        return None if aqi is None else str(aqi)
    found = values.get(figure)
    return None if found is None else str(found)


def weights_of(result: Result) -> dict[str, Fraction]:
    """How much each station of a region counts; 1 where all count alike."""
    stated = result.parameters.get("weights")
    given: Mapping[str, str] = stated if isinstance(stated, dict) else {}
    return {code: Fraction(given.get(code, "1")) for code in result.inputs}


def _value_formula(key: HourKey | DayKey, weights: Mapping[str, Fraction]) -> str:
    if isinstance(key, HourKey):
        alike = "C = ΣCᵢ / n" if len(set(weights.values())) <= 1 else "C = ΣwᵢCᵢ / Σwᵢ"
        return alike if key.kind == SubjectKind.REGION else "C"
    if key.figure == "o3_8h":
        return "C = max(C₀₋₈, C₁₋₉, …, C₁₆₋₂₄)"
    return "C = max(C₀, …, C₂₃)" if key.figure == "o3_1h_max" else "C = ΣCₕ / n"


def _hour_index(key: HourKey, result: Result, *, as_of: int) -> tuple[tuple[Step, ...], tuple[Input, ...]]:
    items = editions.index_standard_of(result.edition).hourly
    steps = explained.index_steps(_texts(result), edition=result.edition, items=items, aqi=result.aqi)
    inputs = tuple(
        Input(
            label=item.column,
            value=_text(result.values.get(item.column)),
            unit=UNITS[item.column],
            address=_hour_input(key, item.column, as_of=as_of),
            note=str(result.missing.get(item.column, "")),
        )
        for item in items
    )
    return steps, inputs


def _hour_input(key: HourKey, column: str, *, as_of: int) -> str:
    if key.kind == SubjectKind.REGION:
        return addresses.of_hour(key.kind, key.subject, key.begins_at, figure=column, position=as_of)
    return reading_address(key.subject, column, key.begins_at, as_of=as_of)


def _hour_value(
    key: HourKey, result: Result, frame: pl.DataFrame, *, as_of: int
) -> tuple[tuple[Step, ...], tuple[Input, ...]]:
    rows = {row["station"]: row for row in frame.iter_rows(named=True)}
    inputs = tuple(
        _reading_input(code, key.figure, key.begins_at, rows.get(code), as_of=as_of) for code in result.inputs
    )
    if key.kind != SubjectKind.REGION:
        return (), inputs
    weights = weights_of(result)
    if len(set(weights.values())) > 1:
        inputs = tuple(
            replace(one, weight=explained.shown(weight))
            for one, weight in zip(inputs, weights.values(), strict=True)
        )
    counted = [
        (Fraction(one.value), weight)
        for one, weight in zip(inputs, weights.values(), strict=True)
        if one.value is not None
    ]
    needed = district.needed_stations(len(inputs))
    enough = Step(
        label="stations",
        before=f"{len(counted)} / {len(inputs)}",
        after=f"≥ {needed}" if len(counted) >= needed else f"< {needed}",
        clause=REGION_CLAUSE,
    )
    means = explained.mean_steps(counted, digits=daily.digits(key.figure), clause=REGION_CLAUSE)
    return (enough, *means), inputs


def _day_index(key: DayKey, result: Result, *, as_of: int) -> tuple[tuple[Step, ...], tuple[Input, ...]]:
    items = editions.index_standard_of(result.edition).daily
    steps = explained.index_steps(_texts(result), edition=result.edition, items=items, aqi=result.aqi)
    inputs = tuple(
        Input(
            label=item.column,
            value=_text(result.values.get(item.column)),
            unit=UNITS[item.column],
            address=addresses.of_day(key.kind, key.subject, key.day, figure=item.column, position=as_of),
            note=str(result.missing.get(item.column, "")),
        )
        for item in items
    )
    return steps, inputs


def _day_value(
    key: DayKey, result: Result, frame: pl.DataFrame, *, as_of: int
) -> tuple[tuple[Step, ...], tuple[Input, ...]]:
    parameter = HOUR_OF_DAY.get(key.figure, key.figure)
    since, until = calendar.day_bounds(key.day)
    moments = [since + ahead * HOUR for ahead in range(int((until - since) / HOUR))]
    rows = {(row["station"], row["begins_at"]): row for row in frame.iter_rows(named=True)}
    if key.kind == SubjectKind.REGION:
        inputs = tuple(_region_input(key, parameter, at, rows, result, as_of=as_of) for at in moments)
        hours = [_region_mean(parameter, at, rows, result) for at in moments]
    else:
        inputs = tuple(
            _reading_input(key.subject, parameter, at, rows.get((key.subject, at)), as_of=as_of)
            for at in moments
        )
        hours = [None if one.value is None else Fraction(one.value) for one in inputs]
    return _day_steps(key.figure, hours), inputs


def _day_steps(figure: str, hours: list[Fraction | None]) -> tuple[Step, ...]:
    present = [hour for hour in hours if hour is not None]
    digits = daily.digits(figure)
    if figure == "o3_8h":
        windows = exact.windows_8h(hours)
        count = Step(
            label="windows",
            before=f"{len(windows)} / 17",
            after=f"≥ {daily.MIN_WINDOWS}?",
            clause=MAX_8H_CLAUSE,
        )
        best = max(windows, default=None)
        return (count,) if best is None else (count, *_largest(best, clause=MAX_8H_CLAUSE))
    count = Step(
        label="hours",
        before=f"{len(present)} / {len(hours)}",
        after=f"≥ {daily.MIN_HOURS}?",
        clause=MEAN_CLAUSE,
    )
    if not present:
        return (count,)
    if figure == "o3_1h_max":
        return count, *_largest(max(present), clause=MEAN_CLAUSE)
    mean = sum(present, Fraction(0)) / len(present)
    return count, *explained.mean_of_fraction(mean, n=len(present), digits=digits, clause=MEAN_CLAUSE)


def _largest(value: Fraction, *, clause: str) -> tuple[Step, ...]:
    step = Step(label="largest", before="max", after=explained.shown(value), clause=clause)
    return step, explained.mean_of_fraction(value, n=1, digits=0, clause=clause)[1]


def _region_mean(
    parameter: str, at: datetime, rows: Mapping[tuple[str, datetime], Mapping[str, object]], result: Result
) -> Fraction | None:
    """The exact mean of a region's hour, None with too few stations."""
    weights = weights_of(result)
    values = ((rows.get((code, at), {}).get(parameter), weight) for code, weight in weights.items())
    present = [(fraction_of(value), weight) for value, weight in values if isinstance(value, float)]
    if len(present) < district.needed_stations(len(weights)):
        return None
    return explained.weighted_mean(present)


def _region_input(
    key: DayKey,
    parameter: str,
    at: datetime,
    rows: Mapping[tuple[str, datetime], Mapping[str, object]],
    result: Result,
    *,
    as_of: int,
) -> Input:
    mean = _region_mean(parameter, at, rows, result)
    return Input(
        label=keys.written(at),
        value=None if mean is None else explained.shown(mean),
        unit=UNITS[parameter],
        address=addresses.of_hour(key.kind, key.subject, at, figure=parameter, position=as_of),
        note="" if mean is not None else "too_few_stations",
    )


def _reading_input(
    station: str, parameter: str, at: datetime, row: Mapping[str, object] | None, *, as_of: int
) -> Input:
    value = None if row is None else row.get(parameter)
    note = (
        "" if value is not None else "no_packet" if row is None else str(row[f"why_{parameter}"] or "missing")
    )
    return Input(
        label=f"{station} {keys.written(at)}",
        value=text_of(value) if isinstance(value, float) else None,
        unit=UNITS[parameter],
        address=reading_address(station, parameter, at, as_of=as_of),
        note=note,
    )


def reading_address(station: str, parameter: str, at: datetime, *, as_of: int) -> str:
    """The address of a reading as of a position."""
    return str(observations.address_of(station=station, parameter=parameter, begins_at=at, as_of=as_of))


def _texts(result: Result) -> dict[str, str]:
    return {name: str(text) for name, text in result.values.items()}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


_EXPLAINERS: Mapping[str, Callable[[Address], Explained]] = {
    "hour": explain_hour,
    "day": explain_day,
    "composite": explaining_periods.explain_composite,
    "rank": explaining_periods.explain_rank,
}
