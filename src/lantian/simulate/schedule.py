"""What goes wrong in the demo: plumes with a known culprit, devices that misbehave; drawn from a seed. Pure.

Nobody but the simulator knows it: it is kept in the simulator's own folder and never in the database.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import NamedTuple

from lantian.simulate.district.places import Place

HOUR = timedelta(hours=1)
BEHIND = timedelta(days=30)
AHEAD = timedelta(days=60)
LAST_PAST_ENDS = timedelta(hours=36)
SURE_HOURS = (3, 2, 4)  # since when, the likeliest first
SURE_GOES_ON = timedelta(hours=3)
STRENGTHS = (4.0, 6.0, 9.0, 13.0, 18.0, 24.0, 30.0)  # g/s of PM10, weakest first

SEEN = 25.0  # µg/m³ of PM10 above the background; enough to stand out
NOTICED = 40.0
LOUD = 90.0  # µg/m³ at a site's own monitor
TOO_LOUD = 900.0

# What a gram of PM10 brings along, by kind of source; smoke is fine and carries CO, dust is coarse.
DUST = {"pm10": 1.0, "pm25": 0.15}
PROFILES: Mapping[str, Mapping[str, float]] = {
    "site": DUST,
    "stockpile": DUST,
    "mixing": {"pm10": 1.0, "pm25": 0.2},
    "road": {"pm10": 1.0, "pm25": 0.2},
    "plant": {"pm10": 1.0, "pm25": 0.5},
    "plot": {"pm10": 1.0, "pm25": 0.8, "co": 12.0},
}
PAST_KINDS = ("site", "stockpile", "site", "road", "plot", "site", "mixing", "plant")
TRIES = 400
LONGEST_HOURS = 6


class Seen(NamedTuple):
    """What one source of one g/s would have added to PM10 over some hours: the highest at every station."""

    micro: Mapping[str, float]
    monitors: Mapping[str, float]
    is_windy: bool

    @property
    def second_micro(self) -> float:
        return sorted(self.micro.values())[-2]

    @property
    def loudest_monitor(self) -> float:
        return max(self.monitors.values())


Look = Callable[[Place, datetime, datetime], Seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plume:
    """One source sending up dust or smoke for some hours: the truth."""

    source: str
    begins_at: datetime
    ends_at: datetime
    strengths: Mapping[str, float]

    def strength_at(self, moment: datetime) -> Mapping[str, float]:
        """Grams a second by pollutant in the hour that begins at a moment."""
        return self.strengths if self.begins_at <= moment < self.ends_at else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirk:
    """One device misbehaving: 'silent', 'stuck', 'late' or 'corrected'."""

    kind: str
    station: str
    begins_at: datetime
    ends_at: datetime

    def covers(self, station: str, moment: datetime) -> bool:
        return station == self.station and self.begins_at <= moment < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Everything the simulator adds to the real hours."""

    plumes: tuple[Plume, ...]
    quirks: tuple[Quirk, ...]

    def quirk(self, kind: str, station: str, moment: datetime) -> Quirk | None:
        """The quirk of a kind that a station has in an hour."""
        found = (q for q in self.quirks if q.kind == kind and q.covers(station, moment))
        return next(found, None)


def draw(*, now: datetime, seed: int, places: Sequence[Place], look: Look) -> Schedule:
    """A month behind, a sure plume that began some hours ago, two months ahead; same seed, same plumes."""
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    sure = _sure(this_hour, places, look)
    drawer = _Drawer(places=places, look=look, chance=random.Random(f"{seed}/plumes/{this_hour:%Y%m%d%H}"))
    past = drawer.several(PAST_KINDS, this_hour - BEHIND + timedelta(days=1), this_hour - LAST_PAST_ENDS)
    ahead = drawer.several(PAST_KINDS * 2, this_hour + timedelta(hours=12), this_hour + AHEAD)
    plumes = tuple(sorted([*past, sure, *ahead], key=lambda plume: plume.begins_at))
    seen = look(_named(places, sure.source), sure.begins_at, sure.ends_at).micro
    untouched = sorted(seen, key=lambda code: (seen[code], code))
    return Schedule(plumes=plumes, quirks=tuple(_quirks(this_hour, untouched)))


def _named(places: Sequence[Place], code: str) -> Place:
    (found,) = [place for place in places if place.code == code]
    return found


def _sure(this_hour: datetime, places: Sequence[Place], look: Look) -> Plume:
    """The plume of now: the weakest that two micro-stations and a site monitor see, or at least a monitor."""
    offers = []
    for hours, place in product(SURE_HOURS, [place for place in places if place.monitor]):
        begins = this_hour - hours * HOUR
        seen, latest = look(place, begins, this_hour), look(place, this_hour - HOUR, this_hour)
        for strength in STRENGTHS:
            is_heard = strength * latest.monitors[place.monitor] >= LOUD
            is_shared = strength * seen.second_micro >= SEEN and strength * seen.loudest_monitor <= TOO_LOUD
            far = abs(hours - SURE_HOURS[0])
            offers.append((not is_heard, not is_shared, not seen.is_windy, far, strength, place.code, begins))
    *_, strength, code, begins = min(offers)
    return _plume(_named(places, code), begins, this_hour + SURE_GOES_ON, strength)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawer:
    """Draws plumes by chance until one is seen by somebody."""

    places: Sequence[Place]
    look: Look
    chance: random.Random

    def several(self, kinds: Sequence[str], since: datetime, until: datetime) -> Iterator[Plume]:
        """One plume of each kind, each in its own part of the time."""
        part = (until - since) / len(kinds)
        for number, kind in enumerate(kinds):
            found = self.one(kind, since + number * part, since + (number + 1) * part)
            if found is not None:
                yield found

    def one(self, kind: str, since: datetime, until: datetime) -> Plume | None:
        """A plume that a micro-station or a site's monitor must notice; None where the wind allows none."""
        choice = [place for place in self.places if place.kind == kind]
        hours = int((until - since) / HOUR) - LONGEST_HOURS
        for _ in range(TRIES):
            begins = (since + self.chance.randrange(hours) * HOUR).replace(minute=0, second=0, microsecond=0)
            ends = begins + self.chance.randint(3, LONGEST_HOURS) * HOUR
            place = self.chance.choice(choice)
            strength = self.chance.choice(STRENGTHS[1:5])
            seen = self.look(place, begins, ends)
            loud = strength * seen.loudest_monitor
            noticed = strength * max(seen.micro.values()) >= NOTICED or (place.monitor and loud >= LOUD)
            if noticed and loud <= TOO_LOUD:
                return _plume(place, begins, ends, strength)
        return None


def _plume(place: Place, begins: datetime, ends: datetime, strength: float) -> Plume:
    strengths = {name: strength * share for name, share in PROFILES[place.kind].items()}
    return Plume(source=place.code, begins_at=begins, ends_at=ends, strengths=strengths)


def _quirks(this_hour: datetime, stations: Sequence[str]) -> Iterator[Quirk]:
    """A device silent since two hours, one that stuck ten days ago, a late hour and a corrected one."""
    silent, stuck, late, corrected = stations[:4]
    yield Quirk(kind="silent", station=silent, begins_at=this_hour - 2 * HOUR, ends_at=this_hour + 6 * HOUR)
    since = this_hour - timedelta(days=10)
    yield Quirk(kind="stuck", station=stuck, begins_at=since, ends_at=since + 8 * HOUR)
    since = this_hour - timedelta(days=2)
    yield Quirk(kind="late", station=late, begins_at=since, ends_at=since + HOUR)
    since = this_hour - timedelta(days=1, hours=3)
    yield Quirk(kind="corrected", station=corrected, begins_at=since, ends_at=since + HOUR)
