"""What happened today, as far as this person may see it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor
from lantian.assessment import permissions as assessment
from lantian.calendar import queries as calendar
from lantian.cases import permissions as cases
from lantian.console import air, history, words
from lantian.diagnosis import permissions as diagnosis
from lantian.dispatch import permissions as dispatch
from lantian.kernel.models import Event
from lantian.ui import formats
from lantian.ui.parts import TimelineRow

READ_AT_MOST = 300
SHOWN = 8
UNTOLD = {"diagnosis.suspicion_made"}  # the alarm it follows from is told


class Place(NamedTuple):
    """Where something happened, of which substance or with the device, and the page that tells more."""

    name: str
    url: str
    substance: str = ""


Places = dict[str, Place]
Found = Iterator[tuple[str, Place]]


def today(by: Actor, *, now: datetime) -> tuple[tuple[TimelineRow, ...], int]:
    """The newest happenings of the local day, and how many there were."""
    since, until = calendar.day_bounds(calendar.local_day(now))
    events = Event.objects.filter(name__in=set(history.TITLES) - UNTOLD, at__gte=since, at__lt=until)
    newest = _each_once(events.order_by("-at", "-id")[:READ_AT_MOST])
    seen = _places(newest, by)
    visible = [event for event in newest if event.about in seen]
    rows = history.rows(visible[:SHOWN])
    shown = [
        TimelineRow(
            when=formats.clock_time(event.at),
            title=_title(row, seen[event.about]),
            text=row.text,
            kind="now" if not place else row.kind,
            url=seen[event.about].url,
        )
        for place, (event, row) in enumerate(zip(visible[:SHOWN], rows, strict=True))
    ]
    return tuple(shown), len(visible)


def _title(row: TimelineRow, place: Place) -> str:
    """What and where; the substance where the text does not say it."""
    substance = "" if place.substance in row.text else place.substance
    return " ".join(part for part in (row.title, place.name, substance) if part)


def _each_once(events: Iterable[Event]) -> list[Event]:
    """What happened to a thing several times is told once, as it was last: a ladder climbs rung by rung."""
    last: dict[tuple[str, str], Event] = {}
    for event in events:
        last.setdefault((event.name, event.about), event)
    return list(last.values())


def _places(events: Iterable[Event], by: Actor) -> Places:
    """For every happening this person may see, by its address: where it was, and the page that tells more."""
    numbers: dict[str, set[str]] = {}
    for event in events:
        kind, _colon, number = event.about.partition(":")
        numbers.setdefault(kind, set()).add(number)
    found: Places = {}
    for kind, look in LOOKS.items():
        if numbers.get(kind):
            found |= {f"{kind}:{number}": place for number, place in look(by, numbers[kind])}
    return found


def _episodes(by: Actor, numbers: set[str]) -> Found:
    for row in assessment.visible_episodes(by).filter(number__in=numbers).select_related("station"):
        url = air.episode_url(row.station.code, row.number)
        yield (
            row.number,
            Place(
                name=words.name(row.station),
                url=url,
                substance=formats.substance(row.parameter) or _("device"),
            ),
        )


def _suspicions(by: Actor, numbers: set[str]) -> Found:
    rows = diagnosis.visible_suspicions(by).filter(number__in=numbers).select_related("episode__station")
    for row in rows:
        url = reverse("console:suspicion", args=[row.number])
        yield row.number, Place(name=words.name(row.episode.station), url=url)


def _orders(by: Actor, numbers: set[str]) -> Found:
    for row in dispatch.visible_orders(by).filter(number__in=numbers).select_related("source", "grid"):
        url = reverse("console:order", args=[row.number])
        yield row.number, Place(name=words.name(row.source or row.grid), url=url)


def _cases(by: Actor, numbers: set[str]) -> Found:
    rows = cases.visible_cases(by).filter(number__in=numbers).values_list("number", "title")
    for number, title in rows:
        yield number, Place(name=title, url=reverse("console:case", args=[number]))


LOOKS: dict[str, Callable[[Actor, set[str]], Found]] = {
    "assessment.episode": _episodes,
    "diagnosis.suspicion": _suspicions,
    "dispatch.order": _orders,
    "cases.case": _cases,
}
