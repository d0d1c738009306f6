"""Which figures of a briefing come out differently now, and what has come in since it was written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lantian.accounts.rules import Actor
from lantian.observations import queries as observations
from lantian.reporting import models, permissions
from lantian.reporting.queries import air, issues, writing
from lantian.reporting.queries.writing import Written
from lantian.reporting.rules.sheet import PLACES, Words, both


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A figure that comes out differently now: `printed` is empty for one that was not said, `now` for one
    that is not said any more; `before` are the words in front of it.
    """

    key: str
    before: Words
    printed: str
    now: str
    unit: str
    address: str
    explain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What has come since a briefing was written, and which figures that moves."""

    moved: tuple[Moved, ...]
    has_newer: bool
    newest_hour: datetime | None


def since_written(number: str, by: Actor, *, now: datetime) -> Since:
    """What has come since; a draft is compared with what writing it again now would say."""
    found = permissions.visible_briefings(by).select_related("region").get(number=number)
    hour = hour_of(found) if found.is_issued else air.morning_hour(found.day, now=now)
    position = observations.lake_position()
    again = writing.put_into_words(found.region, day=found.day, hour=hour, now=now, position=position)
    return Since(
        moved=tuple(_moved(found, again)),
        has_newer=position > found.position,
        newest_hour=air.newest_hour(now=now),
    )


def figures_moved(number: str, by: Actor, *, now: datetime) -> list[Moved]:
    """Figures that come out differently now; an issued briefing itself stays as it is."""
    return list(since_written(number, by, now=now).moved)


def hour_of(briefing: models.Briefing) -> datetime | None:
    """The morning hour a briefing's table of stations shows."""
    text = briefing.basis.get("hour")
    return datetime.fromisoformat(text) if text else None


def _moved(found: models.Briefing, again: Written) -> list[Moved]:
    old = {figure.key: figure for figure in found.figures.all()}
    new = {figure.key: figure for figure in again.figures}
    words = _words_before(again.lead, again.blocks, again.stations)
    words |= _words_before(found.lead, found.blocks, found.stations)
    return [
        Moved(
            key=key,
            before=words.get(key, both(key, key)),
            printed=old[key].text if key in old else "",
            now=new[key].text if key in new else "",
            unit=(new.get(key) or old[key]).unit,
            address=new[key].address if key in new else "",
            explain=issues.explain_address(found.number, key) if key in old else "",
        )
        for key in dict.fromkeys([*old, *new])
        if key not in old or key not in new or old[key].text != new[key].text
    ]


def _words_before(
    lead: Words, blocks: Iterable[Mapping[str, object]], stations: Iterable[Mapping[str, object]]
) -> dict[str, Words]:
    """The words in front of each figure, so that a reader finds it; of a station its name."""
    found: dict[str, Words] = {}
    lines: list[Words] = [lead]
    for block in blocks:
        lines += block["lines"]  # type: ignore[arg-type]  # JSON of a stored page
    for line in lines:
        zh, en = _before(line["zh"]), _before(line["en"])
        for key in zh:
            found.setdefault(key, both(zh[key], en.get(key, zh[key])))
    for row in stations:
        name: Words = row["name"]  # type: ignore[assignment]  # JSON of a stored page
        found[str(row["aqi"])] = both(f"{name['zh']} AQI", f"{name['en']} AQI")
    return found


def _before(text: str) -> dict[str, str]:
    """For each place in a line the words between it and the place before."""
    found, end = {}, 0
    for place in PLACES.finditer(text):
        found.setdefault(place[1], text[end : place.start()])
        end = place.end()
    return found
