"""Units of a concentration and the factors that take each to µg m⁻³ (CO mg m⁻³), gases at 298.15 K."""

from dataclasses import dataclass
from decimal import Decimal

from airshed import AirshedError
from airshed.standards.tables import POLLUTANTS

_SOURCE = "ideal gas at the reference state of GB 3095-2012 (amended 2018) and GB 3095-2026, 3.14"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit of one pollutant and its factor to the canonical unit."""

    pollutant: str
    unit: str
    factor: Decimal
    source: str


class UnknownUnit(AirshedError):
    """A unit was named that a pollutant cannot be given in."""

    def __init__(self, *, pollutant: str, unit: str) -> None:
        self.pollutant = pollutant
        self.unit = unit
        known = ", ".join(row.unit for row in UNITS if row.pollutant == pollutant)
        if known:
            super().__init__(f"unit {unit!r} is not known for {pollutant}; the units are {known}")
        else:
            super().__init__(f"{pollutant!r} is not a pollutant; the pollutants are {', '.join(POLLUTANTS)}")


def _mass(pollutant: str) -> tuple[UnitRow, ...]:
    milli = pollutant == "co"
    source = "decimal prefix"
    return (
        UnitRow(pollutant=pollutant, unit="ug/m3", factor=Decimal("0.001" if milli else "1"), source=source),
        UnitRow(pollutant=pollutant, unit="mg/m3", factor=Decimal("1" if milli else "1000"), source=source),
    )


def _gas(pollutant: str, per_ppb: str) -> tuple[UnitRow, ...]:
    factor = Decimal(per_ppb)
    return (
        UnitRow(pollutant=pollutant, unit="ppb", factor=factor, source=_SOURCE),
        UnitRow(pollutant=pollutant, unit="ppm", factor=factor * 1000, source=_SOURCE),
    )


UNITS = (
    *(row for pollutant in POLLUTANTS for row in _mass(pollutant)),
    *_gas("so2", "2.62"),
    *_gas("no2", "1.88"),
    *_gas("o3", "1.962"),
    *_gas("co", "0.001145"),
)


def factor(pollutant: str, *, unit: str) -> Decimal:
    """Return what a value in ``unit`` is multiplied by to become µg m⁻³ (CO mg m⁻³).

    Parameters
    ----------
    pollutant : str
        One of the six codes.
    unit : str
        ``ug/m3``, ``mg/m3``, and for gases ``ppb`` or ``ppm``; case and the signs µ and ³ do not matter.

    Returns
    -------
    Decimal
        The factor; `UnknownUnit` where there is none.

    Examples
    --------
    >>> factor("co", unit="ppm"), factor("no2", unit="ppb")
    (Decimal('1.145000'), Decimal('1.88'))
    """
    wanted = unit.strip().lower().replace("µ", "u").replace("μ", "u").replace("³", "3")
    for row in UNITS:
        if row.pollutant == pollutant and row.unit == wanted:
            return row.factor
    raise UnknownUnit(pollutant=pollutant, unit=unit)
