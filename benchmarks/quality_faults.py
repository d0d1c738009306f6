"""Faults put into real hours with a seed, and the truth about them, for the benchmark of checks."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Hours = dict[str, Floats]
POLLUTANTS = ("pm25", "pm10", "so2", "no2", "co", "o3")
PARTICLES = ("pm25", "pm10")
YEAR = 8760

KINDS = (
    "spike ×8", "stuck 12 h", "negative −9.99", "over range", "unit ×1000 or ÷1000", "step ×1.7 or ÷1.7",
    "drift to ×2", "clock shifted", "block repeated", "sprinkler", "cut off", "damped when bad",
    "PM2.5 above PM10", "missing", "rounded to fives",
)  # fmt: skip
"""Truth holds 1 + the place in this list; 0 is untouched and `UNCHANGED` touched without a change."""

UNCHANGED = 99
TOPS = {"pm25": 1000.0, "pm10": 10000.0, "so2": 1310.0, "no2": 940.0, "co": 57.25, "o3": 981.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Faulty:
    """Hours with faults, (n_stations, n_hours) by parameter; which kind; and which event, 0 for none."""

    values: Hours
    truth: dict[str, NDArray[np.int8]]
    event: dict[str, NDArray[np.int32]]


@dataclass(slots=True)
class Workshop:
    """Where faults are made: the hours as they become, what is taken already, and the dice."""

    before: Hours
    values: Hours
    rng: np.random.Generator
    truth: dict[str, NDArray[np.int8]] = field(default_factory=dict)
    event: dict[str, NDArray[np.int32]] = field(default_factory=dict)
    n_events: int = 0

    @property
    def shape(self) -> tuple[int, int]:
        """Stations and hours."""
        n_stations, n_hours = self.before["pm25"].shape
        return n_stations, n_hours

    def free(self, station: int, *, parameters: tuple[str, ...], hours: int, margin: int) -> int | None:
        """A first hour such that nothing else was done near it and most values are present."""
        for _ in range(200):
            start = int(self.rng.integers(margin + 400, self.shape[1] - hours - margin - 400))
            near = slice(start - margin, start + hours + margin)
            here = slice(start, start + hours)
            if any(self.truth[code][station, near].any() for code in parameters):
                continue
            if all(np.isnan(self.before[code][station, here]).mean() <= 0.1 for code in parameters):
                return start
        return None

    def put(self, kind: str, station: int, start: int, *, new: dict[str, Floats]) -> None:
        """Write the faulty values down and remember where they are."""
        self.n_events += 1
        for code, values in new.items():
            here = slice(start, start + values.size)
            old = self.before[code][station, here]
            self.values[code][station, here] = values
            if code not in self.truth:
                continue
            same = (values == old) | (np.isnan(old) & np.isnan(values))
            self.truth[code][station, here] = np.where(same, UNCHANGED, KINDS.index(kind) + 1)
            self.event[code][station, here] = self.n_events


def digits(values: Floats, *, parameter: str) -> Floats:
    """Round as the instrument would: whole µg/m³, CO one decimal."""
    return np.round(values, 1 if parameter == "co" else 0)


Maker = Callable[[Workshop, int, str], None]
Plan = tuple[tuple[Maker, float, tuple[str, ...]], ...]


def _spike(shop: Workshop, station: int, code: str) -> None:
    start = shop.free(station, parameters=(code,), hours=1, margin=4)
    if start is not None and not np.isnan(shop.before[code][station, start]):
        shop.put(KINDS[0], station, start, new={code: shop.before[code][station, start : start + 1] * 8})


def _stuck(shop: Workshop, station: int, code: str) -> None:
    start = shop.free(station, parameters=(code,), hours=12, margin=4)
    if start is not None and not np.isnan(shop.before[code][station, start : start + 12]).any():
        shop.put(KINDS[1], station, start, new={code: np.full(12, shop.before[code][station, start])})


def _negative(shop: Workshop, station: int, code: str) -> None:
    start = shop.free(station, parameters=(code,), hours=1, margin=4)
    if start is not None and not np.isnan(shop.before[code][station, start]):
        shop.put(KINDS[2], station, start, new={code: np.array([-9.99])})


def _over(shop: Workshop, station: int, code: str) -> None:
    hours = int(shop.rng.integers(1, 7))
    start = shop.free(station, parameters=(code,), hours=hours, margin=4)
    if start is not None:
        made = TOPS[code] * shop.rng.uniform(1.02, 1.5, hours)
        shop.put(KINDS[3], station, start, new={code: digits(made, parameter=code)})


def _unit(shop: Workshop, station: int, code: str) -> None:
    hours = int(shop.rng.integers(24, 73))
    start = shop.free(station, parameters=(code,), hours=hours, margin=24)
    if start is not None:
        old = shop.before[code][station, start : start + hours]
        made = old * 1000 if shop.rng.random() < 0.5 else np.round(old / 1000, 6)
        shop.put(KINDS[4], station, start, new={code: made})


def _step(shop: Workshop, station: int, code: str) -> None:
    hours = 24 * int(shop.rng.integers(7, 15))
    start = shop.free(station, parameters=(code,), hours=hours, margin=72)
    if start is not None:
        factor = 1.7 if shop.rng.random() < 0.5 else 1 / 1.7
        made = digits(shop.before[code][station, start : start + hours] * factor, parameter=code)
        shop.put(KINDS[5], station, start, new={code: made})


def _drift(shop: Workshop, station: int, code: str) -> None:
    hours = 24 * 45
    start = shop.free(station, parameters=(code,), hours=hours, margin=72)
    if start is not None:
        factor = np.exp(np.linspace(0, np.log(2), hours))
        made = digits(shop.before[code][station, start : start + hours] * factor, parameter=code)
        shop.put(KINDS[6], station, start, new={code: made})


def _clock(shop: Workshop, station: int, code: str) -> None:
    hours = 24 * int(shop.rng.integers(15, 31))
    start = shop.free(station, parameters=POLLUTANTS, hours=hours, margin=72)
    if start is not None:
        by = int(shop.rng.choice([-8, -3, -2, -1, 1, 2, 3, 8, 12]))
        here = slice(start + by, start + by + hours)
        shop.put(KINDS[7], station, start, new={p: shop.before[p][station, here] for p in POLLUTANTS})


def _repeated(shop: Workshop, station: int, code: str) -> None:
    hours = int(shop.rng.integers(12, 49))
    start = shop.free(station, parameters=POLLUTANTS, hours=hours, margin=24)
    if start is not None:
        back = int(shop.rng.integers(max(hours, 24), 14 * 24))
        here = slice(start - back, start - back + hours)
        shop.put(KINDS[8], station, start, new={p: shop.values[p][station, here].copy() for p in POLLUTANTS})


def _sprinkler(shop: Workshop, station: int, code: str) -> None:
    hours = int(shop.rng.integers(2, 6))
    start = shop.free(station, parameters=PARTICLES, hours=hours, margin=6)
    if start is None or not shop.before["pm10"][station, start : start + hours].min() >= 40:
        return
    here = slice(start, start + hours)
    new = {
        "pm10": digits(shop.before["pm10"][station, here] * shop.rng.uniform(0.3, 0.45), parameter="pm10"),
        "pm25": digits(shop.before["pm25"][station, here] * shop.rng.uniform(0.55, 0.75), parameter="pm25"),
        "rh": np.minimum(shop.before["rh"][station, here] + shop.rng.uniform(12, 25), 100),
    }
    shop.put(KINDS[9], station, start, new=new)


def _cut(shop: Workshop, station: int, code: str) -> None:
    hours = 24 * 30
    start = shop.free(station, parameters=(code,), hours=hours, margin=72)
    if start is None:
        return
    old = shop.before[code][station, start : start + hours]
    top = float(np.round(np.nanpercentile(old, 75)))
    shop.put(KINDS[10], station, start, new={code: np.minimum(old, top)})


def _damped(shop: Workshop, station: int, code: str) -> None:
    hours = 24 * 30
    start = shop.free(station, parameters=(code,), hours=hours, margin=72)
    if start is None:
        return
    old = shop.before[code][station, start : start + hours]
    bad = float(np.nanpercentile(old, 60))
    made = np.where(old > bad, bad + (old - bad) * 0.25, old)
    shop.put(
        KINDS[11], station, start, new={code: np.where(np.isnan(old), old, digits(made, parameter=code))}
    )


def _inverted(shop: Workshop, station: int, code: str) -> None:
    hours = int(shop.rng.integers(6, 25))
    start = shop.free(station, parameters=PARTICLES, hours=hours, margin=6)
    if start is not None:
        made = shop.before["pm10"][station, start : start + hours] * 1.3 + 15
        shop.put(KINDS[12], station, start, new={"pm25": digits(made, parameter="pm25")})


def _missing(shop: Workshop, station: int, code: str) -> None:
    hours = int(shop.rng.integers(3, 49))
    start = shop.free(station, parameters=(code,), hours=hours, margin=4)
    if start is not None:
        shop.put(KINDS[13], station, start, new={code: np.full(hours, np.nan)})


def _rounded(shop: Workshop, station: int, code: str) -> None:
    hours = 24 * 30
    start = shop.free(station, parameters=(code,), hours=hours, margin=72)
    if start is not None:
        made = np.round(shop.before[code][station, start : start + hours] / 5) * 5
        shop.put(KINDS[14], station, start, new={code: made})


PLAN: Plan = (
    (_clock, 1.0, ("pm25",)),
    (_drift, 0.6, POLLUTANTS),
    (_cut, 0.6, PARTICLES),
    (_damped, 0.6, PARTICLES),
    (_rounded, 0.3, PARTICLES),
    (_step, 1.0, POLLUTANTS),
    (_repeated, 6.0, ("pm25",)),
    (_unit, 3.0, POLLUTANTS),
    (_inverted, 8.0, ("pm25",)),
    (_missing, 8.0, POLLUTANTS),
    (_stuck, 12.0, POLLUTANTS),
    (_sprinkler, 40.0, ("pm10",)),
    (_over, 6.0, POLLUTANTS),
    (_spike, 30.0, POLLUTANTS),
    (_negative, 20.0, POLLUTANTS),
)
"""Who makes what, how many a year and series, and for which parameters; long faults first, they need room."""

EASY: Plan = (
    (_stuck, 20.0, POLLUTANTS),
    (_spike, 60.0, POLLUTANTS),
    (_negative, 40.0, POLLUTANTS),
)
"""The three easy kinds alone, as a peer was once measured on."""


def put_faults(hours: Hours, *, seed: int, plan: Plan = PLAN) -> Faulty:
    """Put the faults of a plan into a copy of the hours.

    ``hours`` holds arrays of shape (n_stations, n_hours) for the six pollutants and ``rh``.
    """
    shop = Workshop(
        before=hours,
        values={code: values.copy() for code, values in hours.items()},
        rng=np.random.default_rng(seed),
    )
    for code in POLLUTANTS:
        shop.truth[code] = np.zeros(shop.shape, dtype=np.int8)
        shop.event[code] = np.zeros(shop.shape, dtype=np.int32)
    for make, a_year, codes in plan:
        for station in range(shop.shape[0]):
            for code in codes:
                for _ in range(max(1, round(a_year * shop.shape[1] / YEAR))):
                    make(shop, station, code)
    return Faulty(values=shop.values, truth=shop.truth, event=shop.event)
