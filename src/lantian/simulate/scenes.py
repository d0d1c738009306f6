"""Where and when the story's scenes play: places that fit, alarms that led there, times in the past."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.diagnosis.models import Suspicion
from lantian.diagnosis.permissions import visible_suspicions
from lantian.registry.models import Source
from lantian.simulate import kept
from lantian.simulate.district import places

FRESH = timedelta(hours=30)  # what is younger than this is left to whoever sits at the desk
STALE = timedelta(hours=6)  # a suspicion older than this has been decided about by the last shift
BEHIND = timedelta(days=22)
TOLD = "tell"  # how a scene opens that a resident tells of
AFTER_ALARM = timedelta(hours=1, minutes=12)  # the hour ends, its packet comes, the desk decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One verb at one moment."""

    at: datetime
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One going-out and what came of it."""

    id: str
    source: Source
    category: str
    suspicion: str
    begins_at: datetime
    opens: str
    level: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A suspicion of the past that points, among others, to where the plume really came from."""

    source: str
    suspicion: str
    at: datetime


def scenes(*, now: datetime) -> list[Scene]:
    """All scenes of the story, as of a moment; those that need what the home does not have are left out."""
    caster = _Caster(now)
    cast = [caster.cast(row) for row in places.written("story")["scenes"]]
    return [scene for scene in cast if scene is not None]


class _Caster:
    """Gives every scene a place of its own, and leaves the plume of now alone."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._sources = list(
            Source.objects.select_related("grid__organisation", "answerable").order_by("code")
        )
        self._smoking = {p.source for p in kept.schedule().plumes if p.begins_at <= now < p.ends_at + FRESH}
        self._used = set(self._smoking)
        self._leads = list(leads(now=now))
        self._cast: dict[str, Scene] = {}

    def cast(self, row: dict[str, Any]) -> Scene | None:
        """A scene for a row of the story."""
        lead = self._lead(row["kind"]) if row.get("from_alarm") else None
        earlier = self._cast.get(row.get("repeats", ""))
        source = earlier.source if earlier else self._place(row, lead)
        if source is None:
            return None
        begins = lead.at if lead else self._begins(row)
        category = row.get("category") or places.written("story")["categories"][source.kind]
        scene = Scene(
            id=row["id"],
            source=source,
            category=earlier.category if earlier else category,
            suspicion=lead.suspicion if lead else "",
            begins_at=begins,
            opens=row.get("opens", "order"),
            level=row.get("level", "minor"),
            steps=tuple(_steps(row["steps"], begins=begins, now=self._now)),
        )
        self._used.add(source.code)
        self._cast[scene.id] = scene
        return scene

    def _lead(self, kind: str) -> Lead | None:
        kinds = {source.code: source.kind for source in self._sources}
        fitting = [
            lead for lead in self._leads if kinds[lead.source] == kind and lead.source not in self._used
        ]
        return fitting[0] if fitting else None

    def _place(self, row: dict[str, Any], lead: Lead | None) -> Source | None:
        if lead is not None:
            return next(source for source in self._sources if source.code == lead.source)
        if "repeats" in row:
            return None
        kept_back = {known.source for known in self._leads}
        free = [s for s in self._sources if s.kind == row["kind"] and s.code not in self._used]
        if not free and row.get("opens") == TOLD:  # residents tell of places the office knows already, too
            free = [s for s in self._sources if s.kind == row["kind"] and s.code not in self._smoking]
        return next((s for s in free if s.code not in kept_back), free[0] if free else None)

    def _begins(self, row: dict[str, Any]) -> datetime:
        if "hours_ago" in row:
            return self._now - timedelta(hours=row["hours_ago"])
        day = calendar.local_day(self._now) - timedelta(days=row["days_ago"])
        return datetime.combine(day, time.fromisoformat(row["at"]), tzinfo=calendar.local_zone())


def leads(*, now: datetime) -> Iterator[Lead]:
    """Suspicions of past plumes that nobody has answered yet, oldest first, one for each source."""
    seen: set[str] = set()
    for plume in kept.schedule().plumes:
        if not now - BEHIND < plume.begins_at < now - FRESH or plume.source in seen:
            continue
        pointing = Suspicion.objects.filter(
            state=Suspicion.State.OPEN,
            candidates__source__code=plume.source,
            begins_at__gte=plume.begins_at,
            begins_at__lt=plume.ends_at,
        )
        found = pointing.order_by("candidates__rank", "begins_at").first()
        if found is not None:
            seen.add(plume.source)
            yield Lead(source=plume.source, suspicion=found.number, at=found.begins_at + AFTER_ALARM)


def stale(*, by: Actor, now: datetime) -> list[Suspicion]:
    """Open suspicions in somebody's area that nobody at a desk would still act on, oldest first."""
    old = visible_suspicions(by).filter(state=Suspicion.State.OPEN, begins_at__lt=now - STALE)
    return list(old.order_by("begins_at"))


def _steps(told: Sequence[str], *, begins: datetime, now: datetime) -> Iterator[Step]:
    """The steps that lie in the past."""
    at = begins
    for text in told:
        verb, hours = text.split()
        at += timedelta(hours=float(hours))
        if at >= now:
            return
        yield Step(at=at, verb=verb)
