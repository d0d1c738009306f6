"""R6: a device that is silent, stuck, or reports more PM2.5 than PM10."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from airshed.alarms.verdict import Severity, Verdict, exactly, shown
from airshed.decimals import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Parameter of R6 for silence (design default)."""

    hours: Decimal = Decimal(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """Parameters of R6 for a flat line (design defaults): equal hours in a row, all at least ``least``.

    ``least`` keeps clean air at the detection limit, where equal values are honest, out of it. [µg m⁻³; CO mg
    m⁻³]
    """

    hours: int = 6
    least: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverted:
    """Parameter of R6 for PM2.5 above PM10 (design default): what two monitors may differ by. [µg m⁻³]"""

    tolerance: Decimal = Decimal(0)


_SILENT = Silent()
_STUCK = Stuck()
_INVERTED = Inverted()


def silent(*, last_at: datetime | None, now: datetime, rule: Silent = _SILENT) -> Verdict | None:
    """Say whether a device has been silent too long.

    Parameters
    ----------
    last_at : datetime or None
        When it was last heard, UTC-aware; None for a device that was never heard, which is no alarm here.
    now : datetime
        The moment asked about, UTC-aware.
    rule : Silent
        Parameters.

    Returns
    -------
    Verdict or None
        ``observed`` and ``threshold`` in hours.

    Examples
    --------
    >>> from datetime import timezone
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
    >>> str(silent(last_at=noon - timedelta(hours=2, minutes=30), now=noon).observed)
    '2.5'
    """
    if last_at is None:
        return None
    hours = Fraction((now - last_at) // timedelta(microseconds=1), 3_600_000_000)
    if hours < Fraction(rule.hours):
        return None
    return Verdict(
        rule="R6",
        severity=Severity.YELLOW,
        pollutant=None,
        measure="hours of silence",
        observed=shown(hours),
        reference=None,
        threshold=rule.hours,
    )


def stuck(values: Sequence[Number | None], *, pollutant: str, rule: Stuck = _STUCK) -> Verdict | None:
    """Say whether a device has repeated one value too long.

    Parameters
    ----------
    values : sequence of numbers or None
        Hours of the device, oldest first, the hour in question last. [µg m⁻³; CO mg m⁻³]
    pollutant : str
        Code, for the verdict.
    rule : Stuck
        Parameters.

    Returns
    -------
    Verdict or None
        ``observed`` counts the equal hours at the end; None where one of the last hours is missing.

    Examples
    --------
    >>> str(stuck([3, 7, 7, 7, 7, 7, 7], pollutant="so2").observed)
    '6'
    """
    last = exactly(values[-1]) if values else None
    if last is None or last < Fraction(rule.least):
        return None
    run = 0
    for value in reversed(values):
        if exactly(value) != last:
            break
        run += 1
    if run < rule.hours:
        return None
    return Verdict(
        rule="R6",
        severity=Severity.YELLOW,
        pollutant=pollutant,
        measure="equal hours",
        observed=Decimal(run),
        reference=shown(last),
        threshold=Decimal(rule.hours),
    )


def inverted(*, pm25: Number | None, pm10: Number | None, rule: Inverted = _INVERTED) -> Verdict | None:
    """Say whether a device reports more PM2.5 than PM10, which contains it.

    Parameters
    ----------
    pm25, pm10 : number or None
        The same hour of one device. [µg m⁻³]
    rule : Inverted
        Parameters.

    Returns
    -------
    Verdict or None
        None where either is missing or the difference is within the tolerance.

    Examples
    --------
    >>> str(inverted(pm25=80, pm10=75).difference), inverted(pm25=75, pm10=75)
    ('5', None)
    """
    fine, coarse = exactly(pm25), exactly(pm10)
    if fine is None or coarse is None or fine - coarse <= Fraction(rule.tolerance):
        return None
    return Verdict(
        rule="R6",
        severity=Severity.YELLOW,
        pollutant="pm25",
        measure="PM2.5 above PM10",
        observed=shown(fine),
        reference=shown(coarse),
        threshold=rule.tolerance,
        difference=shown(fine - coarse),
        ratio=shown(fine / coarse) if coarse > 0 else None,
    )
