"""What the simulator keeps between runs, in LANTIAN_HOME/simulate: the state of the replay, and the truth.

None of it is in the database: whoever looks for the culprit must find it from readings.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from lantian.simulate.air import Air
from lantian.simulate.district.places import our_series, sources
from lantian.simulate.hours import HOUR, real_hours
from lantian.simulate.offset import AFTER, BEFORE, Offset, choose
from lantian.simulate.plume import STEADY_WIND
from lantian.simulate.schedule import BEHIND, Plume, Quirk, Schedule, draw

SEED = 20261121  # of the demo everybody sees; another seed is another demo

HAZY = (50.0, 200.0)  # PM10 of an hour in which a plume is told from the background [µg/m³]


class NoDemo(LookupError):
    """The home holds no demo to play."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder} holds no demo; load one with `lantian demo`")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far the replay has come, and what must stay the same as long as the demo lives."""

    seed: int
    offset_weeks: int
    loaded_at: datetime
    sent_until: datetime


def folder() -> Path:
    """Where the simulator keeps its own files."""
    return Path(settings.LANTIAN_HOME) / "simulate"


def begin(*, now: datetime, seed: int) -> tuple[State, Schedule]:
    """Choose the offset and draw the schedule for a demo that begins now; nothing is written yet."""
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    state = State(
        seed=seed, offset_weeks=_offset(this_hour).weeks, loaded_at=now, sent_until=this_hour - BEHIND
    )
    bare = air_of(state, Schedule(plumes=(), quirks=()))
    return state, draw(now=now, seed=seed, places=sources(), look=bare.look)


def air_of(state: State, schedule: Schedule) -> Air:
    """The air of a demo."""
    hours = real_hours()
    return Air(hours, Offset(weeks=state.offset_weeks, last=hours.last), state.seed, schedule)


def keep(state: State, schedule: Schedule) -> None:
    """Write state and truth of a new demo."""
    write("truth.json", asdict(schedule))
    write("state.json", asdict(state))


def write(name: str, told: Mapping[str, Any]) -> None:
    """Replace a file of the simulator's whole, so that a crash leaves the old one."""
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / name
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(told, default=datetime.isoformat, indent=1), encoding="utf-8")
    os.replace(fresh, path)


def keep_sent(state: State, *, until: datetime) -> State:
    """Note that every hour before a moment is with the door."""
    further = replace(state, sent_until=until)
    write("state.json", asdict(further))
    return further


def state() -> State:
    """The state of the demo in this home; NoDemo where there is none."""
    told = _read("state.json")
    moments = {name: datetime.fromisoformat(told[name]) for name in ("loaded_at", "sent_until")}
    return State(seed=told["seed"], offset_weeks=told["offset_weeks"], **moments)


def schedule() -> Schedule:
    """The truth: which source sent up what and when; for the simulator and its tests only."""
    told = _read("truth.json")
    return Schedule(
        plumes=tuple(Plume(**_with_moments(row)) for row in told["plumes"]),
        quirks=tuple(Quirk(**_with_moments(row)) for row in told["quirks"]),
    )


def _offset(now: datetime) -> Offset:
    """Real hours in season, with sound particles; if there are any, with a wind to follow and some haze."""
    hours, ours = real_hours(), our_series()

    def soundness(offset: Offset) -> float:
        source = offset.source_of(now)
        return hours.soundness(source - BEFORE, source + AFTER, stations=ours)

    def latest(offset: Offset) -> list[Mapping[str, float]]:
        source = offset.source_of(now)
        return [hours.of(ours[0], source - n * HOUR) for n in (1, 2)]

    def has_wind(offset: Offset) -> bool:
        seen = latest(offset)
        return all(hour.get("wind_speed", 0.0) >= STEADY_WIND and "wind_from" in hour for hour in seen)

    def has_wind_and_haze(offset: Offset) -> bool:
        seen = latest(offset)
        return has_wind(offset) and all(HAZY[0] <= hour.get("pm10", 0.0) <= HAZY[1] for hour in seen)

    ask = partial(choose, now, first=hours.first, last=hours.last, soundness=soundness)
    found = ask(is_telling=has_wind_and_haze)
    return found if has_wind_and_haze(found) else ask(is_telling=has_wind)


def _with_moments(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: datetime.fromisoformat(row[name]) for name in ("begins_at", "ends_at")}


def _read(name: str) -> Any:  # JSON as written below
    try:
        return json.loads((folder() / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoDemo(folder()) from error
