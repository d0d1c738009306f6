"""The random draw (双随机): which objects and which inspectors, from a seed, so that anybody can draw again.

Each name is put into order by SHA-256 over seed and name; the first so many of a class are drawn. No other
chance enters, so lists, shares and seed give the draw back.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from lantian.kernel.refusals import Refused, gettext_noop

PAIR = 2  # people to an object


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """A place of the object base."""

    code: str
    object_class: str
    unit_path: str
    excluded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector:
    """A person of the inspector base."""

    username: str
    unit_path: str
    excluded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """An object drawn, with the pair drawn for it; `missing` says why there is none."""

    code: str
    object_class: str
    pair: tuple[str, ...]
    missing: str = ""


class NothingToDraw(Refused):
    """No object may be drawn."""

    sentence = gettext_noop(
        "Nothing can be drawn: every place of the object base is left out. Look at the reasons beside them."
    )


class TooFewInspectors(Refused):
    """The inspector base cannot make a pair."""

    sentence = gettext_noop(
        "The inspector base has {got} people who hold a certificate; {needed} are needed for a pair. "
        "Enter certificates under People first."
    )

    def __init__(self, *, got: int) -> None:
        self.got = got
        super().__init__(got=got, needed=PAIR)


class DrawUntold(Refused):
    """A result was to be published while visits of the draw are still to come."""

    sentence = gettext_noop(
        "{left} visits of {number} have not been made yet; the list stays secret until then."
    )

    def __init__(self, number: str, *, left: int) -> None:
        self.number, self.left = number, left
        super().__init__(number=number, left=left)


def quarter_of(day: date) -> str:
    """The quarter a day lies in, as 2026Q4."""
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


def lot(seed: str, *names: str) -> str:
    """Where a name stands among the others under a seed."""
    return hashlib.sha256("\n".join((seed, *names)).encode()).hexdigest()


def wanted(shares: Mapping[str, Fraction], objects: Iterable[Object]) -> dict[str, int]:
    """How many of each class are drawn: its share of the whole base, rounded up."""
    listed = list(objects)
    counted = {name: sum(one.object_class == name for one in listed) for name in shares}
    return {name: ceil(share * counted[name]) for name, share in shares.items()}


def draw(
    *,
    seed: str,
    shares: Mapping[str, Fraction],
    objects: Sequence[Object],
    inspectors: Sequence[Inspector],
) -> tuple[Pick, ...]:
    """The draw that seed, shares and lists give: the same each time."""
    picks: list[Pick] = []
    load: dict[str, int] = {}
    for name, number in sorted(wanted(shares, objects).items()):
        free = [one for one in objects if one.object_class == name and not one.excluded]
        for place in sorted(free, key=lambda one: lot(seed, "object", one.code))[:number]:
            pair = _pair(seed, place, inspectors, load)
            for username in pair:
                load[username] = load.get(username, 0) + 1
            missing = "" if len(pair) == PAIR else "no_pair"
            picks.append(
                Pick(code=place.code, object_class=name, pair=pair if not missing else (), missing=missing)
            )
    return tuple(picks)


def has_conflict(inspector: Inspector, place: Object) -> bool:
    """Whether somebody belongs to the unit that answers for the place."""
    return inspector.unit_path.startswith(place.unit_path)


def _pair(
    seed: str, place: Object, inspectors: Sequence[Inspector], load: Mapping[str, int]
) -> tuple[str, ...]:
    """Two without a conflict: those with the fewest objects so far first, then by lot."""
    fit = [one for one in inspectors if not one.excluded and not has_conflict(one, place)]
    fit.sort(key=lambda one: (load.get(one.username, 0), lot(seed, "inspector", place.code, one.username)))
    return tuple(one.username for one in fit[:PAIR])


def check_drawable(objects: Iterable[Object], inspectors: Iterable[Inspector]) -> None:
    """Raise unless there is something to draw and somebody to send."""
    if not any(not one.excluded for one in objects):
        raise NothingToDraw()
    able = sum(not one.excluded for one in inspectors)
    if able < PAIR:
        raise TooFewInspectors(got=able)
