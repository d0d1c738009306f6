"""What supposed values come to: a sentence, the places they move, and our own values before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from airshed.assessment.composition import Composition
from airshed.assessment.whatif import BelowZero, WhatIf
from airshed.standards.tables import POLLUTANTS
from lantian.assessment.queries import prospects
from lantian.assessment.queries.standing import Standings
from lantian.console import words
from lantian.console.prospects.forms import Suppose
from lantian.ui import formats

AROUND = 2  # places shown on either side of where the unit stood and would stand
FEW = 12  # units that are shown all


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One unit as it would stand, and as it stands."""

    name: str
    is_ours: bool
    place: str
    index: str
    before: str
    moved: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One pollutant of the unit: its value and its part of the index, before and after."""

    name: str
    value: str
    supposed: str
    part: str
    supposed_part: str
    is_other: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the page shows beside the sliders; without a problem there is a ranking."""

    sentence: str
    is_refused: bool
    rows: tuple[Moved, ...]
    parts: tuple[Part, ...]


def outcome(found: Standings, form: Suppose, *, unit: str) -> Outcome:
    """What the supposed values come to; a value below zero is an error of its field, and nothing moves."""
    try:
        held = prospects.suppose(found, unit=unit, changes=form.changes)
    except BelowZero as refused:
        form.add_error(refused.pollutant, _("It would fall below 0."))
        held = prospects.suppose(found, unit=unit, changes={})
        said = _("%(name)s would fall below 0; nothing was recomputed.") % {
            "name": formats.substance(refused.pollutant)
        }
        return _outcome(found, held, unit=unit, sentence=said, is_refused=True)
    said = _sentence(held, unit) if form.changes else _("Nothing is changed yet: move a slider.")
    return _outcome(found, held, unit=unit, sentence=said, is_refused=False)


def _outcome(found: Standings, held: WhatIf, *, unit: str, sentence: str, is_refused: bool) -> Outcome:
    return Outcome(
        sentence=sentence,
        is_refused=is_refused,
        rows=tuple(_rows(found, held, unit)),
        parts=tuple(_parts(found, held, unit)),
    )


def _sentence(held: WhatIf, unit: str) -> str:
    moved = held.moved[unit]
    place = next(one for one in held.after.places if one.unit == unit)
    said = {
        "index": formats.number(Decimal(str(place.value)), "index"),
        "place": place.place,
        "up": abs(moved.up or 0),
    }
    if not moved.up:
        return _("The composite index would be %(index)s, still number %(place)d.") % said
    if moved.up > 0:
        return _("The composite index would be %(index)s, number %(place)d: %(up)d places gained.") % said
    return _("The composite index would be %(index)s, number %(place)d: %(up)d places lost.") % said


def _rows(found: Standings, held: WhatIf, unit: str) -> Iterator[Moved]:
    """The units in their order afterwards; of many only those around where ours was and would be."""
    own = held.moved[unit]
    ends = sorted(one for one in (own.place, own.earlier) if one is not None)
    for one in held.after.places:
        if len(held.after.places) > FEW and not ends[0] - AROUND <= one.place <= ends[-1] + AROUND:
            continue
        row, moved = found.of(one.unit), held.moved[one.unit]
        before = next(was for was in held.before.places if was.unit == one.unit)
        yield Moved(
            name=words.name(row),
            is_ours=one.unit == unit,
            place=str(one.place),
            index=formats.number(Decimal(str(one.value)), "index"),
            before=formats.number(Decimal(str(before.value)), "index"),
            moved=_moved(moved.up),
        )


def _moved(up: int | None) -> str:
    return "" if not up else f"↑{up}" if up > 0 else f"↓{-up}"


def _parts(found: Standings, held: WhatIf, unit: str) -> Iterator[Part]:
    row = found.of(unit)
    was: Mapping[str, Decimal] = {} if row is None else row.values
    made = Composition(denominators=found.denominators)
    before, after = made.index(was).singles, made.index(held.values[unit]).singles
    for name in POLLUTANTS:
        value = held.values[unit].get(name)
        yield Part(
            name=formats.substance(name),
            value=formats.number(was.get(name), name),
            supposed=formats.number(None if value is None else Decimal(str(value)), name),
            part=formats.number(before.get(name), "index"),
            supposed_part=formats.number(after.get(name), "index"),
            is_other=was.get(name) != value,
        )
