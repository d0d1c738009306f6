"""R2 and R3: a station that rises hour after hour, and one that jumps within an hour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from airshed.alarms.verdict import Severity, Verdict, exactly, shown
from airshed.decimals import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Rising:
    """Parameters of R2 (design defaults): consecutive rises, and the whole rise as a share of the first."""

    rises: int = 3
    total_share: Decimal = Decimal("0.3")


def _jumps() -> Mapping[str, Decimal]:
    """Return the least jump by pollutant (design default: 30)."""
    jumps = {"pm10": "30", "pm25": "30", "so2": "30", "no2": "30", "o3": "30", "co": "1"}
    return MappingProxyType({code: Decimal(least) for code, least in jumps.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """Parameters of R3 (design defaults): share of the hour before, least jump. [µg m⁻³; CO mg m⁻³]"""

    share: Decimal = Decimal("0.5")
    least: Mapping[str, Decimal] = field(default_factory=_jumps)


_RISING = Rising()
_JUMP = Jump()


def rising(values: Sequence[Number | None], *, pollutant: str, rule: Rising = _RISING) -> Verdict | None:
    """Say whether the last hours rose one after the other and enough in all.

    Parameters
    ----------
    values : sequence of numbers or None
        Hours of the station, oldest first, the hour in question last. [µg m⁻³; CO mg m⁻³]
    pollutant : str
        Code, for the verdict.
    rule : Rising
        Parameters.

    Returns
    -------
    Verdict or None
        None with fewer than ``rises`` + 1 hours or one of them missing.

    Examples
    --------
    >>> str(rising([200, 50, 55, 60, 66], pollutant="pm25").ratio)
    '1.32'
    """
    hours = _risen(values[-rule.rises - 1 :])
    if len(hours) < rule.rises + 1:
        return None
    first, observed = hours[0], hours[-1]
    if observed - first < Fraction(rule.total_share) * first:
        return None
    return Verdict(
        rule="R2",
        severity=Severity.YELLOW,
        pollutant=pollutant,
        measure=f"share of the value {rule.rises} hours before",
        observed=shown(observed),
        reference=shown(first),
        threshold=rule.total_share,
        difference=shown(observed - first),
        ratio=shown(observed / first) if first > 0 else None,
        values=tuple(shown(hour) for hour in hours),
    )


def _risen(values: Sequence[Number | None]) -> list[Fraction]:
    """Return the hours at the end, oldest first, of which each is above the one before it."""
    hours: list[Fraction] = []
    for value in reversed(values):
        hour = exactly(value)
        if hour is None or (hours and hour >= hours[-1]):
            break
        hours.append(hour)
    return hours[::-1]


def jump(
    previous: Number | None, value: Number | None, *, pollutant: str, rule: Jump = _JUMP
) -> Verdict | None:
    """Say whether an hour jumped above the hour before.

    Parameters
    ----------
    previous, value : number or None
        The hour before and the hour in question. [µg m⁻³; CO mg m⁻³]
    pollutant : str
        Code; it chooses the least jump.
    rule : Jump
        Parameters.

    Returns
    -------
    Verdict or None
        None where either hour is missing.

    Examples
    --------
    >>> str(jump(60, 90, pollutant="pm10").difference), jump(60, 89, pollutant="pm10")
    ('30', None)
    """
    before, observed = exactly(previous), exactly(value)
    if before is None or observed is None:
        return None
    difference = observed - before
    if difference < Fraction(rule.least[pollutant]) or difference < Fraction(rule.share) * before:
        return None
    return Verdict(
        rule="R3",
        severity=Severity.YELLOW,
        pollutant=pollutant,
        measure="share of the hour before",
        observed=shown(observed),
        reference=shown(before),
        threshold=rule.share,
        difference=shown(difference),
        ratio=shown(observed / before) if before > 0 else None,
    )
