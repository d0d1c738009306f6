"""What kinds of instruments can show: the ends of their range and their detection limit.

The rows are settings, not law: they say what analysers of these kinds are commonly set to. Mixing ratios were
turned into concentrations at 298.15 K with the factors of `airshed.standards.units`. A station whose
instrument is set otherwise gets a row of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from airshed import AirshedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One kind of instrument: its range and detection limit. [µg m⁻³; CO mg m⁻³; °C, %, hPa, m s⁻¹, degrees]

    ``noise`` is how far below zero an honest zero may be shown.
    """

    code: str
    parameter: str
    lowest: float
    highest: float
    detection: float
    noise: float
    origin: str


class UnknownInstrument(AirshedError):
    """A rule names an instrument that the table does not hold for this parameter."""

    def __init__(self, *, instrument: str, parameter: str) -> None:
        self.instrument = instrument
        self.parameter = parameter
        known = ", ".join(row.code for row in INSTRUMENTS if row.parameter == parameter)
        super().__init__(f"there is no instrument {instrument!r} for {parameter}; known are {known}")


def _row(
    code: str, parameter: str, ends: tuple[float, float], *, detection: float, noise: float, origin: str
) -> Instrument:
    return Instrument(
        code=code, parameter=parameter, lowest=ends[0], highest=ends[1],
        detection=detection, noise=noise, origin=origin,
    )  # fmt: skip


_PARTICLES = "common setting of beta and oscillating-balance monitors"
_GASES = "common range of 0 to 500 ppb, detection 1 to 2 ppb; CO 0 to 50 ppm, detection 0.04 ppm"
_MICRO = "common data sheets of optical and electrochemical sensors"
_WEATHER = "what is found outdoors in settled places"

INSTRUMENTS = (
    _row("beta_1000", "pm25", (0, 1000), detection=3, noise=10, origin=_PARTICLES),
    _row("beta_1000", "pm10", (0, 1000), detection=5, noise=10, origin=_PARTICLES),
    _row("beta_10000", "pm25", (0, 10000), detection=3, noise=10, origin=_PARTICLES),
    _row("beta_10000", "pm10", (0, 10000), detection=5, noise=10, origin=_PARTICLES),
    _row("fluorescence_500", "so2", (0, 1310), detection=3, noise=5, origin=_GASES),
    _row("chemiluminescence_500", "no2", (0, 940), detection=2, noise=5, origin=_GASES),
    _row("infrared_50", "co", (0, 57.25), detection=0.05, noise=0.3, origin=_GASES),
    _row("ultraviolet_500", "o3", (0, 981), detection=2, noise=5, origin=_GASES),
    _row("micro_optical", "pm25", (0, 1000), detection=1, noise=2, origin=_MICRO),
    _row("micro_optical", "pm10", (0, 2000), detection=1, noise=2, origin=_MICRO),
    _row("weather", "t", (-50, 55), detection=-50, noise=0, origin=_WEATHER),
    _row("weather", "rh", (1, 100.5), detection=1, noise=0, origin=_WEATHER),
    _row("weather", "p", (500, 1090), detection=500, noise=0, origin=_WEATHER),
    _row("weather", "ws", (0, 60), detection=0, noise=0, origin=_WEATHER),
    _row("weather", "wd", (0, 360), detection=0, noise=0, origin=_WEATHER),
)

USUAL: Mapping[str, str] = MappingProxyType(
    {
        "pm25": "beta_1000", "pm10": "beta_10000", "so2": "fluorescence_500",
        "no2": "chemiluminescence_500", "co": "infrared_50", "o3": "ultraviolet_500",
        "t": "weather", "rh": "weather", "p": "weather", "ws": "weather", "wd": "weather",
    }
)  # fmt: skip
"""The instrument taken for a parameter where none is named."""


def instrument(parameter: str, *, code: str | None = None) -> Instrument:
    """Return the row of an instrument, of the usual one where ``code`` is not given.

    Examples
    --------
    >>> instrument("o3").highest, instrument("pm10", code="beta_1000").highest
    (981, 1000)
    """
    wanted = USUAL[parameter] if code is None else code
    for row in INSTRUMENTS:
        if row.parameter == parameter and row.code == wanted:
            return row
    raise UnknownInstrument(instrument=wanted, parameter=parameter)
