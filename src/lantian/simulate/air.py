"""The air of the demo, hour by hour: real at the real stations, made at the others.

Made readings are the real hour of the twelve stations, weighed by inverse square distance, plus whatever
plumes are in the air, plus the small error of an instrument.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property

import numpy as np

from lantian.simulate import plume
from lantian.simulate.district.places import Place, Post, posts, sources
from lantian.simulate.hours import COLUMNS, DATA_ZONE, FloatArray, RealHours, relative_humidity
from lantian.simulate.offset import Offset
from lantian.simulate.schedule import Schedule, Seen

METRES_A_DEGREE = 111_195.0
NEAREST_M = 300.0
GAIN = 0.04  # instruments of one make differ by about this share
NOISE = 0.03
HOUR = timedelta(hours=1)
MADE_GASES = ("so2", "no2", "o3")
SAME_UNIT: tuple[str, ...] = ("pm25", "pm10", "so2", "no2", "o3")
WIND = {"ws": "wind_speed", "wd": "wind_from"}


@dataclass(frozen=True, eq=False)
class Air:
    """What every device would measure at any hour, given the offset, the seed and the schedule."""

    hours: RealHours
    offset: Offset
    seed: int
    schedule: Schedule

    def readings(self, moment: datetime) -> dict[str, dict[str, Decimal]]:
        """Values by station and parameter for the hour that begins at a moment; empty where the source is."""
        found = {post.code: self.real(post, moment) for post in posts() if post.is_real}
        made = [post for post in posts() if not post.is_real]
        background = self._background(moment)
        added = self._added(moment)
        for number, post in enumerate(made):
            here = {name: float(v) for name, v in zip(COLUMNS, background[number], strict=True)}
            plus = {name: float(values[number]) for name, values in added.items()}
            found[post.code] = self._measured(post, moment, here, plus)
        return found

    def real(self, post: Post, moment: datetime) -> dict[str, Decimal]:
        """A real station's hour as the source has it; only units are converted, exactly."""
        told = self.hours.of(post.series, self.source_of(moment))
        hour = {name: Decimal(str(value)) for name, value in told.items()}
        values = {name: hour[name] for name in SAME_UNIT if name in hour}
        if "co" in hour:
            values["co"] = hour["co"] / 1000
        values |= {name: hour[column] for name, column in WIND.items() if column in hour}
        return values | weather(told)

    def source_of(self, moment: datetime) -> datetime:
        """The real hour that plays at a moment."""
        return self.offset.source_of(moment)

    def wind(self, moment: datetime) -> plume.Wind:
        """The real wind at the district's centre station; nothing measured counts as calm."""
        hour = self.hours.of(self._centre.series, self.source_of(moment))
        speed = hour.get("wind_speed", 0.0)
        stability = plume.stability(wind_speed=speed, local_hour=moment.astimezone(DATA_ZONE).hour)
        return plume.Wind(speed, hour.get("wind_from"), stability)

    def look(self, place: Place, since: datetime, until: datetime) -> Seen:
        """What one g/s at a place would have added at every made station over some hours."""
        made = [post for post in posts() if not post.is_real]
        count = max(1, round((until - since) / HOUR))
        winds = [self.wind(since + n * HOUR) for n in range(count)]
        highest = np.max([self._from(place, 1.0, wind) for wind in winds], axis=0)
        seen = list(zip(made, highest.tolist(), strict=True))
        micro = {post.code: value for post, value in seen if post.kind == "micro"}
        monitors = {post.code: value for post, value in seen if post.kind == "site"}
        return Seen(micro, monitors, any(wind.speed >= plume.STEADY_WIND for wind in winds))

    def _from(self, place: Place, strength: float, wind: plume.Wind) -> FloatArray:
        east, north = self._receptors
        return plume.excess(self._grounds[place.code], strength=strength, east=east, north=north, wind=wind)

    def _added(self, moment: datetime) -> dict[str, FloatArray]:
        """What the plumes add at the made stations, by pollutant [µg/m³]."""
        wind = self.wind(moment)
        added: dict[str, FloatArray] = {}
        for plume_now in self.schedule.plumes:
            place = self._places[plume_now.source]
            for name, strength in plume_now.strength_at(moment).items():
                added[name] = added.get(name, 0.0) + self._from(place, strength, wind)
        return added

    def _background(self, moment: datetime) -> FloatArray:
        """The real hour at the made stations, shape (stations, columns); NaN where the source is empty."""
        values = self.hours.at(self.source_of(moment))
        there = np.isfinite(values)
        with np.errstate(invalid="ignore"):
            weighed = self._weights @ np.where(there, values, 0.0)
            return np.asarray(weighed / (self._weights @ there.astype(np.float64)))

    def _measured(
        self, post: Post, moment: datetime, here: Mapping[str, float], plus: Mapping[str, float]
    ) -> dict[str, Decimal]:
        """What a small instrument shows: background and plume, off by its gain and the hour's noise."""
        gain = 1 + random.Random(f"{self.seed}/{post.code}").uniform(-GAIN, GAIN)
        chance = random.Random(f"{self.seed}/{post.code}/{moment:%Y%m%d%H}")
        values: dict[str, Decimal] = {}
        fine = here["pm25"] + plus.get("pm25", 0.0)
        coarse = max(0.0, here["pm10"] - here["pm25"]) + plus.get("pm10", 0.0) - plus.get("pm25", 0.0)
        if not math.isnan(fine + coarse):
            fine *= gain * (1 + chance.gauss(0, NOISE))
            coarse *= gain * (1 + chance.gauss(0, NOISE))
            values = {"pm25": _whole(fine), "pm10": _whole(fine + coarse + chance.uniform(1, 4))}
        if post.kind == "micro":
            gases = {name: here[name] * gain * (1 + chance.gauss(0, NOISE)) for name in MADE_GASES}
            values |= {name: _whole(v) for name, v in gases.items() if not math.isnan(v)}
            carbon = (here["co"] + plus.get("co", 0.0)) * gain
            values |= {} if math.isnan(carbon) else {"co": _round(carbon / 1000, 2)}
        return values | weather({name: v for name, v in here.items() if not math.isnan(v)})

    @cached_property
    def _centre(self) -> Post:
        return next(post for post in posts() if post.is_real)

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {place.code: place for place in sources()}

    @cached_property
    def _receptors(self) -> tuple[FloatArray, FloatArray]:
        points = [self._metres(post.lon, post.lat) for post in posts() if not post.is_real]
        east, north = np.array(points).T
        return east, north

    @cached_property
    def _grounds(self) -> dict[str, plume.Ground]:
        return {place.code: self._ground(place) for place in sources()}

    def _ground(self, place: Place) -> plume.Ground:
        if place.line:
            return plume.strip([self._metres(lon, lat) for lon, lat in place.line])
        east, north = self._metres(place.lon, place.lat)
        return plume.disk(east_m=east, north_m=north, radius_m=place.radius_m)

    @cached_property
    def _weights(self) -> FloatArray:
        """Inverse square distances, shape (made stations, series of the data)."""
        by_series = {post.series: self._metres(post.lon, post.lat) for post in posts() if post.is_real}
        real = np.array([by_series[name] for name in self.hours.stations])
        east, north = self._receptors
        away = np.hypot(east[:, None] - real[None, :, 0], north[:, None] - real[None, :, 1])
        return np.asarray(1 / np.maximum(away, NEAREST_M) ** 2)

    def _metres(self, lon: float, lat: float) -> tuple[float, float]:
        east = (lon - self._centre.lon) * METRES_A_DEGREE * math.cos(math.radians(self._centre.lat))
        return east, (lat - self._centre.lat) * METRES_A_DEGREE


def weather(hour: Mapping[str, float]) -> dict[str, Decimal]:
    """Temperature [°C], humidity [%] and pressure [kPa, as on the wire], what there is of them."""
    values = {}
    if "temperature" in hour:
        values["t"] = _round(hour["temperature"], 1)
    if "temperature" in hour and "dew_point" in hour:
        values["rh"] = _round(relative_humidity(hour["temperature"], hour["dew_point"]), 0)
    if "pressure" in hour:
        values["p"] = _round(hour["pressure"] / 10, 2)
    return values


def _whole(value: float) -> Decimal:
    return Decimal(max(0, round(value)))


def _round(value: float, digits: int) -> Decimal:
    return Decimal(f"{value:.{digits}f}")
