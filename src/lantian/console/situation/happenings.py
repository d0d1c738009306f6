"""What happened today, as far as this person may see it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.urls import reverse

from lantian.accounts.rules import Actor
from lantian.assessment import permissions as assessment
from lantian.calendar import queries as calendar
from lantian.cases import permissions as cases
from lantian.console import history, words
from lantian.diagnosis import permissions as diagnosis
from lantian.dispatch import permissions as dispatch
from lantian.kernel.models import Event
from lantian.ui import formats
from lantian.ui.parts import TimelineRow

READ_AT_MOST = 300
SHOWN = 8
UNTOLD = {"diagnosis.suspicion_made"}  # the alarm it follows from is told
Places = dict[str, str]


def today(by: Actor, *, now: datetime) -> tuple[tuple[TimelineRow, ...], int]:
    """The newest happenings of the local day, and how many there were."""
    since, until = calendar.day_bounds(calendar.local_day(now))
    events = Event.objects.filter(name__in=set(history.TITLES) - UNTOLD, at__gte=since, at__lt=until)
    newest = list(events.order_by("-at", "-id")[:READ_AT_MOST])
    seen = _places(newest, by)
    visible = [event for event in newest if event.about in seen]
    rows = history.rows(visible[:SHOWN])
    shown = [
        TimelineRow(
            when=formats.clock_time(event.at),
            title=f"{row.title} {seen[event.about]}".strip(),
            text=row.text,
            kind="now" if not place else row.kind,
            url=_url(event.about),
        )
        for place, (event, row) in enumerate(zip(visible[:SHOWN], rows, strict=True))
    ]
    return tuple(shown), len(visible)


def _places(events: Iterable[Event], by: Actor) -> Places:
    """For every happening this person may see, by its address: the name of the place."""
    numbers: dict[str, set[str]] = {}
    for event in events:
        kind, _colon, number = event.about.partition(":")
        numbers.setdefault(kind, set()).add(number)
    found: Places = {}
    for kind, look in LOOKS.items():
        if numbers.get(kind):
            found |= {f"{kind}:{number}": place for number, place in look(by, numbers[kind])}
    return found


def _episodes(by: Actor, numbers: set[str]) -> list[tuple[str, str]]:
    rows = assessment.visible_episodes(by).filter(number__in=numbers).select_related("station")
    return [(row.number, f"{words.name(row.station)} {formats.substance(row.parameter)}") for row in rows]


def _suspicions(by: Actor, numbers: set[str]) -> list[tuple[str, str]]:
    rows = diagnosis.visible_suspicions(by).filter(number__in=numbers).select_related("episode__station")
    return [(row.number, words.name(row.episode.station)) for row in rows]


def _orders(by: Actor, numbers: set[str]) -> list[tuple[str, str]]:
    rows = dispatch.visible_orders(by).filter(number__in=numbers).select_related("source", "grid")
    return [(row.number, words.name(row.source or row.grid)) for row in rows]


def _cases(by: Actor, numbers: set[str]) -> list[tuple[str, str]]:
    return list(cases.visible_cases(by).filter(number__in=numbers).values_list("number", "title"))


LOOKS: dict[str, Callable[[Actor, set[str]], list[tuple[str, str]]]] = {
    "assessment.episode": _episodes,
    "diagnosis.suspicion": _suspicions,
    "dispatch.order": _orders,
    "cases.case": _cases,
}


def _url(about: str) -> str:
    kind, _colon, number = about.partition(":")
    name = {"diagnosis.suspicion": "suspicion", "dispatch.order": "order", "cases.case": "case"}.get(kind)
    return reverse(f"console:{name}", args=[number]) if name else ""
