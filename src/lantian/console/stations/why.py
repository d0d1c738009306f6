"""Why a station alarms: the episode that runs or was last, its alarms, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor
from lantian.assessment import queries as assessment
from lantian.assessment.queries.hours import StationHour
from lantian.console import words
from lantian.console.suspicions import course
from lantian.console.suspicions.course import Course
from lantian.ui import formats
from lantian.ui.parts import TimelineRow

SHOWN = 20
DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One episode in full: the alarms it is made of, then what came of it."""

    course: Course
    steps: tuple[TimelineRow, ...]


def courses(code: str, by: Actor, *, now: datetime, asked: str = "") -> list[Course]:
    """The station's episodes of the last days, the newest first, and the one that was asked for."""
    found = assessment.episodes(by, since=now - timedelta(days=DAYS), until=now, station=code, limit=SHOWN)
    if asked and asked not in {one.number for one in found}:
        older = assessment.episodes_numbered([asked], by).values()
        found += [one for one in older if one.station == code]
    return course.of_episodes(found, by)


def of_courses(found: Sequence[Course], by: Actor, *, asked: str = "") -> Why | None:
    """The episode that was asked for, else the one that runs and points to a source, else the newest."""
    if not found:
        return None
    newest_first = range(len(found))
    chosen = min(
        newest_first,
        key=lambda place: (
            found[place].number != asked,
            not found[place].is_running,
            found[place].pointer is None,
            place,
        ),
    )
    return Why(course=found[chosen], steps=course.steps(found[chosen], by))


def colour(hour: StationHour | None) -> str:
    """Why the disc has its colour: which sub-index is the index, and the level it lies in."""
    if hour is None or hour.aqi is None or hour.level is None:
        return ""
    chinese = words.is_chinese()
    said = {
        "aqi": hour.aqi,
        "low": hour.level.lowest,
        "high": hour.level.highest,
        "word": formats.aqi_word(hour.aqi),
        "colour": hour.level.colour_zh if chinese else hour.level.colour_en,
        "edition": words.edition(hour.edition),
    }
    level = _("%(low)d–%(high)d is %(word)s, %(colour)s (%(edition)s)") % said
    highest = [code for code, index in hour.sub_indices.items() if index == hour.aqi]
    if not highest:
        return _("%(level)s.") % {"level": level}
    named = _(" and ").join(
        f"{formats.substance(code)} {formats.number(hour.values.get(code), code)} {formats.unit(code)}"
        for code in highest
    )
    return _("%(named)s has the highest sub-index, %(aqi)d, which is the AQI; %(level)s.") % {
        "named": named,
        "aqi": hour.aqi,
        "level": level,
    }
