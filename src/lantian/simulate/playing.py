"""Who plays the demo's story and with what: its people, how far a scene has come, a look, a photo."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Role
from lantian.calendar import queries as calendar
from lantian.cases import rules as case_rules
from lantian.cases.models import Case
from lantian.cases.rules import ACCEPTANCE, NO, YES
from lantian.inspections import actions as inspections
from lantian.inspections.models import Item, Visit
from lantian.kernel import references
from lantian.registry import queries as registry
from lantian.simulate import drawings
from lantian.simulate.district import places
from lantian.simulate.scenes import TOLD, Scene

LEAST_SECONDS, MOST_SECONDS = 9, 34  # between two answers of somebody who looks before they tap


@dataclass(slots=True, kw_only=True)
class Thread:
    """How far a scene has come."""

    scene: Scene
    order: str = ""
    visit: UUID | None = None
    case: str = ""
    before: str = ""
    photos: int = 0
    link: str = ""


class Cast:
    """The people who act, by the part they play."""

    def __init__(self) -> None:
        self.desk = self._of(Role.DUTY_ANALYST)[0]
        self.leader = self._of(Role.LEADER)[0]
        self.supervisors = self._of(Role.SUPERVISOR)
        self.words = places.written("story")

    def of_unit(self, case_number: str, role: Role) -> list[Actor]:
        """People in a role of the unit that answers for a case."""
        unit = Case.objects.select_related("unit").get(number=case_number).unit
        return self._of(role, under=unit.path) if unit else []

    def officer(self, scene: Scene, at: datetime) -> Actor:
        """Who patrols the scene's grid."""
        found = registry.officer_of(scene.source.grid, on=calendar.local_day(at))
        if found is None:
            raise Person.DoesNotExist(f"grid {scene.source.grid.code} has no officer")
        return accounts.actor_of(found)

    def said(self, scene: Scene, what: str) -> str:
        """The story's words for a scene's category."""
        return str(self.words["words"][scene.category][what])

    @staticmethod
    def _of(role: Role, *, under: str = "/") -> list[Actor]:
        return [accounts.actor(person.pk) for person in accounts.people_with(role, under=under)]


def one_after_another(
    items: Sequence[Item], *, until: datetime, about: str
) -> Iterator[tuple[Item, datetime]]:
    """The items of a checklist, each at the moment it is answered: some seconds after the one before."""
    chance = random.Random(about)
    gaps = [timedelta(seconds=chance.randint(LEAST_SECONDS, MOST_SECONDS)) for _item in items]
    at = until - sum(gaps, timedelta())
    for item, gap in zip(items, gaps, strict=True):
        at += gap
        yield item, at


def look(thread: Thread, *, by: Actor, at: datetime, reasons: str = "") -> case_rules.Look:
    """All five acceptance tests, on site, with a photo; reasons mean that the first one fails."""
    answers = dict.fromkeys(ACCEPTANCE, YES)
    if reasons:
        answers[ACCEPTANCE[0]] = NO
    shown = photo(thread, by=by, at=at, is_mended=not reasons)
    return case_rules.Look(answers=answers, is_on_site=True, reasons=reasons, photo_keys=(shown,))


def photo(
    thread: Thread,
    *,
    by: Actor,
    at: datetime,
    is_mended: bool = False,
    visit: Visit | None = None,
    item_id: int | None = None,
) -> str:
    """Draw the scene's place and hand it in as a photo; returns its key."""
    scene, local = thread.scene, at.astimezone(calendar.local_zone())
    content = picture_of(thread, by.name_zh, at=at, is_mended=is_mended)
    key = references.new_key(at)
    inspections.attach_photo(
        visit_key=visit.key if visit else None,
        key=key,
        content=content,
        name=f"{scene.source.code}-{local:%Y%m%d-%H%M}.jpg",
        by=by,
        now=at,
        item_id=item_id,
        lon=scene.source.lon,
        lat=scene.source.lat,
        taken_at=at,
    )
    return str(key)


def picture_of(thread: Thread, who: str, *, at: datetime, is_mended: bool = False) -> bytes:
    """The scene's place as somebody photographs it; what residents may see names no site."""
    thread.photos += 1
    scene, local = thread.scene, at.astimezone(calendar.local_zone())
    place = scene.source.grid if scene.opens == TOLD else scene.source
    caption = f"{place.name_zh} · {local:%Y-%m-%d %H:%M} · {who} · {thread.photos}"
    return drawings.picture(scene.category, place=scene.source.code, caption=caption, is_mended=is_mended)
