"""R1: one station well above its peers in the same hour."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from airshed.alarms.verdict import Severity, Verdict, exactly, known, shown
from airshed.decimals import Number, on_one_scale


def _excesses() -> Mapping[str, Decimal]:
    """Return the least excess over the peers' mean by pollutant (design default: 20 for PM10)."""
    excesses = {"pm10": "20", "pm25": "20", "so2": "20", "no2": "20", "o3": "20", "co": "0.5"}
    return MappingProxyType({code: Decimal(excess) for code, excess in excesses.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class AboveMean:
    """Parameters of R1; all are design defaults. ``excess`` is in µg m⁻³, CO in mg m⁻³."""

    ratio: Decimal = Decimal("1.2")
    red_ratio: Decimal = Decimal("1.5")
    excess: Mapping[str, Decimal] = field(default_factory=_excesses)
    min_peers: int = 2


_DEFAULT = AboveMean()


@dataclass(frozen=True, slots=True)
class Together:
    """The exact sum of an hour's values and how many they are.

    Summed once for a group of stations, it gives each of them the others in one subtraction.
    """

    total: Fraction
    count: int

    def without(self, value: Number | None) -> "Together":
        """Return what is left without one of the values; a missing one is not among them."""
        own = exactly(value)
        return self if own is None else Together(self.total - own, self.count - 1)


def together(values: Iterable[Number | None]) -> Together:
    """Add up an hour of some stations.

    Parameters
    ----------
    values : numbers or None
        One hour each, missing ones None or NaN. [µg m⁻³; CO mg m⁻³]

    Returns
    -------
    Together
        Sum and number of those that are not missing.

    Examples
    --------
    >>> group = together([150, 100, 90, 110, None])
    >>> group.without(150)
    Together(total=Fraction(300, 1), count=3)
    """
    units, scale = on_one_scale(known(values))
    return Together(Fraction(sum(units), scale), len(units))


def above_mean(
    value: Number | None,
    *,
    peers: Sequence[Number | None] | Together,
    pollutant: str,
    rule: AboveMean = _DEFAULT,
) -> Verdict | None:
    """Say whether an hour stands out above the mean of its peers.

    Parameters
    ----------
    value : number or None
        Hour of the station. [µg m⁻³; CO mg m⁻³]
    peers : sequence of numbers or None, or Together
        The same hour of the other stations, missing ones None or NaN; or their sum. [as ``value``]
    pollutant : str
        Code; it chooses the least excess.
    rule : AboveMean
        Parameters.

    Returns
    -------
    Verdict or None
        Red from ``red_ratio`` on, yellow otherwise; None with too few peers or a missing value.

    Notes
    -----
    Both must hold: value ≥ ratio × mean and value − mean ≥ excess, compared exactly.

    Examples
    --------
    >>> found = above_mean(150, peers=[100, 90, 110], pollutant="pm10")
    >>> found.severity.value, str(found.reference), str(found.difference), found.n_peers
    ('red', '100', '50', 3)
    """
    observed, others = exactly(value), peers if isinstance(peers, Together) else together(peers)
    if observed is None or others.count < max(rule.min_peers, 1):
        return None
    mean = others.total / others.count
    excess = Fraction(rule.excess[pollutant])
    if observed < Fraction(rule.ratio) * mean or observed - mean < excess:
        return None
    is_red = observed >= Fraction(rule.red_ratio) * mean
    return Verdict(
        rule="R1",
        severity=Severity.RED if is_red else Severity.YELLOW,
        pollutant=pollutant,
        measure="ratio to peers' mean",
        observed=shown(observed),
        reference=shown(mean),
        threshold=rule.red_ratio if is_red else rule.ratio,
        difference=shown(observed - mean),
        ratio=shown(observed / mean) if mean > 0 else None,
        n_peers=others.count,
    )
