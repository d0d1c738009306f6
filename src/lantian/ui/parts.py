"""The values that components of a page take: a door fills them, a template only prints them.

Every text arrives ready to read, translated and formatted; nothing here knows a model or a request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

TagKind = Literal["", "open", "us", "late"]
RowKind = Literal["", "now", "no", "refused"]
BarKind = Literal["", "us", "late"]
Tone = Literal["", "late"]
Direction = Literal["", "ascending", "descending"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One page in the navigation; `count` is what waits there ("31", "7/8", "10:30")."""

    label: str
    url: str
    count: str = ""
    is_active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NavGroup:
    """A titled group of pages."""

    title: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChoice:
    """One role the person may take; the key is posted back."""

    key: str
    label: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something to do: a link, or a form with hidden fields when `is_post`. One main act a page."""

    label: str
    url: str
    is_post: bool = False
    is_main: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)
    consequence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoItem:
    """A row of "what needs me now": the time left with its clock, the deed, to whom, and its one act."""

    remaining: str
    clock: str
    title: str
    note: str
    is_overdue: bool = False
    url: str = ""
    act: Act | None = None
    more: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One line of a history. `now` is where we stand, `no` what was void or is still to come."""

    when: str
    text: str
    title: str = ""
    kind: RowKind = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBar:
    """A limit on its named clock: what it limits, how long it is, how it stands, and the share used."""

    name: str
    limit: str
    standing: str
    share: float
    is_running: bool = False
    is_overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainRow:
    """One link of the chain of responsibility."""

    part: str
    who: str
    standing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo as evidence: its words for those who cannot see it, when it was taken and by which post.

    `way_url` is the page of its whole way, for those who may see it.
    """

    url: str
    alt: str
    taken: str
    by: str
    full_url: str = ""
    way_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyValue:
    """A named fact; `url` leads to where it comes from."""

    key: str
    value: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """A row of a table with bars; `share` is the bar's part of the full width, 0 to 1."""

    label: str
    value: str
    share: float
    kind: BarKind = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What every figure says of itself: place, period, averaging, n, completeness, source, its sentence."""

    place: str = ""
    period: str = ""
    averaging: str = ""
    n: str = ""
    completeness: str = ""
    source: str = ""
    sentence: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that are known, in the order in which they are read."""
        all_facts = (self.place, self.period, self.averaging, self.n, self.completeness, self.source)
        return tuple(fact for fact in all_facts if fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One of several small figures that share a caption: its name, its message, how complete it is."""

    name: str
    svg: str
    note: str = ""
    completeness: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A link in a figure's corner."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLinks:
    """The way through a long list by key: what is shown, and where before and after are."""

    shown: str
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SortHeading:
    """A column's heading that sorts its table; `direction` is how the table is sorted by it now."""

    label: str
    url: str
    direction: Direction = ""
    is_number: bool = True
