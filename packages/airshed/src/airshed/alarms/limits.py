"""R5: a concentration above the limit of its day, or an index in a worse level."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from airshed.alarms.verdict import Severity, Verdict, exactly, shown
from airshed.decimals import Number
from airshed.standards import registry
from airshed.standards.tables import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class OverLimit:
    """Parameters of R5 for concentrations: which grade of area (1 for parks and reserves)."""

    grade: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OverAqi:
    """Parameters of R5 for the index: where each severity starts (HJ 633, levels III, IV and V)."""

    yellow: int = 101
    orange: int = 151
    red: int = 201


_OVER_LIMIT = OverLimit()
_OVER_AQI = OverAqi()


def over_limit(
    value: Number | None, *, pollutant: str, period: Period, on: date, rule: OverLimit = _OVER_LIMIT
) -> Verdict | None:
    """Say whether a concentration is above the limit in force on its day.

    Parameters
    ----------
    value : number or None
        Concentration over ``period``. [µg m⁻³; CO mg m⁻³]
    pollutant : str
        Code.
    period : Period
        Averaging time. Particles have no hourly limit; there the daily one is what an hour is held against.
    on : date
        Local day, which chooses the edition and stage.
    rule : OverLimit
        Parameters.

    Returns
    -------
    Verdict or None
        None for a missing value, where there is no limit, and at the limit itself.

    References
    ----------
    GB 3095-2012 and GB 3095-2026, table 1.

    Examples
    --------
    >>> from datetime import date
    >>> str(over_limit(201, pollutant="o3", period=Period.HOUR, on=date(2026, 6, 1)).difference)
    '1'
    """
    observed, limits = exactly(value), registry.limits(on)
    limit = limit_for(pollutant, period=period, on=on, rule=rule)
    if observed is None or limit is None or observed <= Fraction(limit):
        return None
    return Verdict(
        rule="R5",
        severity=Severity.YELLOW,
        pollutant=pollutant,
        measure=f"{period.value} limit of {limits.code} ({limits.stage})",
        observed=shown(observed),
        reference=limit,
        threshold=limit,
        difference=shown(observed - Fraction(limit)),
        ratio=shown(observed / Fraction(limit)),
    )


def limit_for(pollutant: str, *, period: Period, on: date, rule: OverLimit = _OVER_LIMIT) -> Decimal | None:
    """Return the limit that `over_limit` holds a concentration against, None where there is none.

    Parameters
    ----------
    pollutant, period, on, rule
        As for `over_limit`.

    Returns
    -------
    Decimal or None
        The limit. [µg m⁻³; CO mg m⁻³]

    References
    ----------
    GB 3095-2012 and GB 3095-2026, table 1.
    """
    limits = registry.limits(on)
    limit = limits.limit(pollutant, period=period, grade=rule.grade)
    if limit is None and period is Period.HOUR:
        return limits.limit(pollutant, period=Period.DAY, grade=rule.grade)
    return limit


def over_aqi(aqi: int | None, *, pollutant: str | None = None, rule: OverAqi = _OVER_AQI) -> Verdict | None:
    """Say whether an index has reached a level that asks for action.

    Parameters
    ----------
    aqi : int or None
        Index; None where none is published.
    pollutant : str, optional
        Primary pollutant, for the verdict.
    rule : OverAqi
        Parameters.

    Returns
    -------
    Verdict or None
        The worst severity reached.

    Examples
    --------
    >>> over_aqi(100), over_aqi(151).severity.value
    (None, 'orange')
    """
    if aqi is None:
        return None
    for severity, start in (
        (Severity.RED, rule.red),
        (Severity.ORANGE, rule.orange),
        (Severity.YELLOW, rule.yellow),
    ):
        if aqi >= start:
            return Verdict(
                rule="R5",
                severity=severity,
                pollutant=pollutant,
                measure="aqi",
                observed=Decimal(aqi),
                reference=Decimal(start),
                threshold=Decimal(start),
                difference=Decimal(aqi - start),
            )
    return None
