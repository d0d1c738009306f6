"""What a table says of itself above its rows, in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from airshed.standards import registry as editions
from lantian.api.exports.sheet import Note
from lantian.api.writing import moment
from lantian.assessment.models import DataLevel
from lantian.kernel.refusals import gettext_noop
from lantian.ui import formats

LEVELS = {
    DataLevel.Level.REAL_TIME: gettext_noop("real-time"),
    DataLevel.Level.REVIEWED: gettext_noop("reviewed"),
    DataLevel.Level.VERIFIED: gettext_noop("verified"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the rows of a table have in common: how they were averaged, how many of how many, as of when."""

    averaging: str
    rows: int
    of: int
    editions: tuple[str, ...]
    data_level: Mapping[str, int]
    position: int


def hours_covered(since: datetime, until: datetime) -> Note:
    """The stretch of hours, by their starts."""
    said = {"since": formats.when(since), "until": formats.when(until)}
    return Note(label=_("Stretch"), text=_("%(since)s to %(until)s, hours named by their start") % said)


def days_covered(first: date, last: date) -> Note:
    """The stretch of local days, both included."""
    said = {"first": formats.day(first), "last": formats.day(last)}
    return Note(label=_("Stretch"), text=_("%(first)s to %(last)s, both included") % said)


def of_values(about: About, *, averaging: str) -> Iterator[Note]:
    """Averaging, completeness, edition and data level of assessed values."""
    yield Note(label=_("Averaging"), text=averaging)
    share = f"{about.rows} / {about.of}"
    yield Note(label=_("Completeness"), text=_("%(share)s rows") % {"share": share})
    yield Note(label=_("Edition"), text=edition(about.editions))
    yield Note(label=_("Data level"), text=level(about.data_level))


def edition(names: Sequence[str]) -> str:
    """The standards of some editions."""
    return ", ".join(editions.index_standard_of(name).code for name in names) or formats.MISSING


def level(days: Mapping[str, int]) -> str:
    """How many station-days are at which level."""
    told = [_("%(level)s %(days)d station-days") % {"level": _(LEVELS[DataLevel.Level(code)]), "days": count}
            for code, count in days.items()]  # fmt: skip
    return _(", ").join(told) or formats.MISSING


def made(now: datetime, *, position: int) -> Iterator[Note]:
    """When the table was made, and what was known then."""
    yield Note(label=_("Made at"), text=f"{formats.when(now)} ({moment(now)})")
    yield Note(label=_("Journal position"), text=str(position))


def clue() -> Note:
    """What rows of other than statutory stations are."""
    return Note(
        label=_("Not statutory"),
        text=_("rows with 0 under is_statutory are of micro or site monitors: a clue, no official figure"),
    )


def not_official() -> Note:
    """What a table of micro-stations alone is."""
    text = _("all rows are of micro-stations: clues, no official figures")
    return Note(label=_("Not statutory"), text=text)
