"""The columns of a ranking: their headings, what each is sorted by, and the gap to the next place up."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from airshed.assessment.standings import By
from airshed.standards.tables import POLLUTANTS
from lantian.assessment.queries.standing import Standing, Standings
from lantian.console import words
from lantian.console.ranking import wording
from lantian.console.ranking.forms import PLACE, Asked
from lantian.console.sorting import Key, Order
from lantian.ui import formats
from lantian.ui.parts import SortHeading

_KEYS: dict[str, Callable[[Standing], Key]] = {
    PLACE: lambda row: row.place,
    "name": words.name,
    "value": lambda row: row.value,
    "moved": lambda row: row.up,
    "composite": lambda row: row.composite,
    "good_days": lambda row: row.good_days,
    "change": lambda row: row.change,
}


def headings(asked: Asked) -> Iterator[SortHeading]:
    """Every column in its order; the composite index once, whether or not it is ranked by."""

    def heading(column: str, label: str, **said: bool) -> SortHeading:
        return asked.order.heading(column, label, lambda order: asked.query(sort=order), **said)

    yield heading(PLACE, pgettext("rank", "Place"))
    yield heading("name", pgettext("rank", "Unit"), is_number=False)
    yield heading("value", measure_words(asked.by))
    yield heading("gap", _("Gap to the one ahead"))
    yield heading("moved", _("Moved"), is_down_first=True)
    for name in POLLUTANTS:
        yield heading(name, formats.substance(name))
    if asked.by is not By.COMPOSITE:
        yield heading("composite", measure_words(By.COMPOSITE))
    yield heading("good_days", _("Good days"), is_down_first=True)
    yield heading("change", _("Against last year"))


def gaps(found: Standings) -> Mapping[str, Decimal | None]:
    """By how much each unit misses the value of the next place up; None for those in the first place."""
    held: dict[str, Decimal | None] = {}
    ahead: Decimal | None = None
    here: Standing | None = None
    for row in found.placed:
        if here is not None and row.place != here.place:
            ahead = here.value
        held[row.code] = None if ahead is None or row.value is None else abs(row.value - ahead)
        here = row
    return held


def key(order: Order, gap: Mapping[str, Decimal | None]) -> Callable[[Standing], Key]:
    """What a unit is sorted by."""
    if order.column == "gap":
        return lambda row: gap.get(row.code)
    return _KEYS.get(order.column, lambda row: row.values.get(order.column))


def measure_words(by: By | str) -> str:
    """What is ranked by, in words."""
    return words.word(wording.RANKED_BY, by) if by in wording.RANKED_BY else formats.substance(str(by))
