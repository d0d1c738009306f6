"""At which temperature and pressure a concentration is stated, by date, and the way between the states.

Until 2018-08-31 everything was stated at the standard state of 273 K and 101.325 kPa. Since then gases are
stated at the reference state of 298.15 K and 1013.25 hPa, particles at the temperature and pressure at the
instrument. Which factor takes a gas from one to the other is written in no text that was seen: it follows
from the ideal gas law, with 273 K as the standard writes it or 273.15 K as 0 °C is, so it has a name here.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import numpy as np

from airshed import AirshedError
from airshed.decimals import FloatArray, scaled
from airshed.standards import gb3095_2012
from airshed.standards.tables import POLLUTANTS

PARTICLES = ("pm10", "pm25")

REFERENCE_KELVIN = Decimal("298.15")
"""GB 3095-2012, amendment of 2018; GB 3095-2026 3.14."""

STANDARD_HPA = Decimal("1013.25")
"""The pressure of the standard and of the reference state."""


class State(StrEnum):
    """At which temperature and pressure a concentration is stated."""

    STANDARD = "standard"
    """273 K and 101.325 kPa: everything until 2018-08-31 (GB 3095-2012 before its amendment)."""

    REFERENCE = "reference"
    """298.15 K and 1013.25 hPa: gases since 2018-09-01 (GB 3095-2012 amended; GB 3095-2026 3.14, 4.3)."""

    ACTUAL = "actual"
    """As at the instrument: particles since 2018-09-01."""


class StandardKelvin(StrEnum):
    """Which temperature stands for the standard state."""

    AS_WRITTEN = "273"
    """273 K, as GB 3095-2012 writes it: gases × 0.91565."""

    ZERO_CELSIUS = "273.15"
    """0 °C: gases × 0.91615, which is in use as well."""


class NoWeather(AirshedError):
    """A concentration is to be taken from or to the actual state without temperature and pressure."""

    def __init__(self, *, state: State) -> None:
        self.state = state
        super().__init__(f"the {state} state needs temperature and pressure at the instrument")


class UnknownPollutant(AirshedError):
    """A state was asked for a pollutant that there is none for."""

    def __init__(self, *, pollutant: str) -> None:
        self.pollutant = pollutant
        super().__init__(f"{pollutant!r} is not a pollutant; the pollutants are {', '.join(POLLUTANTS)}")


def state(pollutant: str, *, on: date) -> State:
    """Return the state that the law states a pollutant at on a day.

    Parameters
    ----------
    pollutant : str
        One of the six codes; `UnknownPollutant` otherwise.
    on : date
        Local day of the data.

    Returns
    -------
    State
        The state in force.

    References
    ----------
    GB 3095-2012, amendment in force 2018-09-01; GB 3095-2026 3.14, 4.3.

    Examples
    --------
    >>> from datetime import date
    >>> [str(state(code, on=date(2018, 9, 1))) for code in ("so2", "pm10")]
    ['reference', 'actual']
    >>> str(state("so2", on=date(2018, 8, 31)))
    'standard'
    """
    if pollutant not in POLLUTANTS:
        raise UnknownPollutant(pollutant=pollutant)
    if on < gb3095_2012.AMENDMENT_IN_FORCE:
        return State.STANDARD
    return State.ACTUAL if pollutant in PARTICLES else State.REFERENCE


def converted(
    values: FloatArray,
    *,
    source: State,
    target: State,
    temperature: FloatArray | None = None,
    pressure: FloatArray | None = None,
    kelvin: StandardKelvin = StandardKelvin.AS_WRITTEN,
) -> FloatArray:
    """Take concentrations from one state to another.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Concentrations, NaN where missing. [any mass per volume]
    source, target : State
        The state they are stated at, and the one wanted.
    temperature, pressure : ndarray, shape (n,), optional
        At the instrument, NaN where not known; needed from or to `State.ACTUAL`. [°C, hPa]
    kelvin : StandardKelvin
        Which temperature stands for the standard state; by name, because both are in use.

    Returns
    -------
    ndarray, shape (n,)
        Concentrations, NaN also where temperature or pressure is. [unit of the values]

    Notes
    -----
    The ideal gas law: C₂ = C₁ · (T₁ / T₂) · (p₂ / p₁). Between the two fixed states the result is the float
    nearest to the exact decimal product, so that later rounding sees the decimal a person would write.

    References
    ----------
    GB 3095-2012, amendment of 2018; the factors follow from it and are printed in no text that was seen.

    Examples
    --------
    >>> found = converted(np.array([100.0]), source=State.STANDARD, target=State.REFERENCE)
    >>> found.round(3).tolist()
    [91.565]
    """
    if source is target:
        return values.copy()
    if State.ACTUAL not in (source, target):
        share = Fraction(_kelvin(source, kelvin=kelvin)) / Fraction(_kelvin(target, kelvin=kelvin))
        return scaled(values, factor=share)
    if temperature is None or pressure is None:
        raise NoWeather(state=State.ACTUAL)
    at_instrument = (temperature + 273.15, pressure)
    fixed = target if source is State.ACTUAL else source
    at_fixed = (float(_kelvin(fixed, kelvin=kelvin)), float(STANDARD_HPA))
    first, then = (at_instrument, at_fixed) if source is State.ACTUAL else (at_fixed, at_instrument)
    result: FloatArray = np.asarray(values * (first[0] / then[0]) * (then[1] / first[1]))
    return result


def _kelvin(of: State, *, kelvin: StandardKelvin) -> Decimal:
    """Return the temperature of a fixed state. [K]"""
    return REFERENCE_KELVIN if of is State.REFERENCE else Decimal(kelvin.value)
