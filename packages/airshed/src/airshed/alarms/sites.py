"""R7: dust of a site over its background."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from airshed.alarms.verdict import Severity, Verdict, exactly, shown
from airshed.decimals import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class OverBackground:
    """Parameters of R7 (design default: 80 over one hour; provincial site standards set others). [µg m⁻³]"""

    limit: Decimal = Decimal(80)
    avg_minutes: int = 60


_DEFAULT = OverBackground()


def over_background(
    value: Number | None,
    *,
    background: Number | None,
    pollutant: str = "pm10",
    rule: OverBackground = _DEFAULT,
) -> Verdict | None:
    """Say whether a site's dust is further above its background than allowed.

    Parameters
    ----------
    value, background : number or None
        Means over ``avg_minutes`` of the site's monitor and of the background it is held against. [µg m⁻³]
    pollutant : str
        Code, for the verdict.
    rule : OverBackground
        Parameters.

    Returns
    -------
    Verdict or None
        None where either is missing and up to the limit itself.

    Examples
    --------
    >>> found = over_background(188.97, background=23.50)
    >>> str(found.difference), str(found.threshold)
    ('165.47', '80')
    """
    observed, behind = exactly(value), exactly(background)
    if observed is None or behind is None or observed - behind <= Fraction(rule.limit):
        return None
    return Verdict(
        rule="R7",
        severity=Severity.YELLOW,
        pollutant=pollutant,
        measure=f"{rule.avg_minutes} min mean over background",
        observed=shown(observed),
        reference=shown(behind),
        threshold=rule.limit,
        difference=shown(observed - behind),
        ratio=shown(observed / behind) if behind > 0 else None,
    )
