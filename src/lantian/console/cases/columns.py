"""The board of open cases: a column for each stage, the next deadline first, each with a page of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor
from lantian.cases import queries as cases
from lantian.cases.states import State
from lantian.console import words
from lantian.console.cases import forms, listing, narrowing

CARDS = 10
STAGES = ("file", "assign", "mend", "recheck", "close")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One stage: how many cases are in each of its states, and the first cards."""

    name: str
    label: str
    count: cases.Tally
    is_counted_whole: bool
    states: tuple[tuple[str, cases.Tally], ...]
    rows: tuple[listing.Row, ...]
    list_url: str
    more_url: str
    first_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The page."""

    sentence: str
    columns: tuple[Column, ...]
    filter: forms.Filter
    is_narrowed: bool
    clear_url: str
    looks: tuple[narrowing.Look, ...]


def board(by: Actor, *, given: Mapping[str, Any], now: datetime) -> Board:  # Any: Django's QueryDict
    """Every stage with its first cards; BadCursor for a place in a column that is none."""
    filter_ = narrowing.asked(given, by)
    said = filter_.wanted
    places = {name: given.get(f"after_{name}", "") for name in STAGES}
    counts = cases.counts_by_state(by)
    columns = tuple(
        _column(name, by, said=said, places=places, counts={} if said else counts, now=now) for name in STAGES
    )
    return Board(
        sentence=_sentence(columns, is_narrowed=bool(said)),
        columns=columns,
        filter=filter_,
        is_narrowed=bool(said),
        clear_url=narrowing.url("cases-board", {}),
        looks=narrowing.looks("board", said),
    )


def _column(
    name: str,
    by: Actor,
    *,
    said: Mapping[str, str],
    places: Mapping[str, str],
    counts: Mapping[State, cases.Tally],
    now: datetime,
) -> Column:
    """One stage; a narrowed one is counted no further than its cards."""
    label, states = listing.TABS[name]
    narrow = narrowing.narrow(said, by, now=now)
    page = cases.cases(by, states=states, after=places[name], narrow=narrow, limit=CARDS)
    others = {f"after_{one}": place for one, place in places.items() if place and one != name}
    whole = sum((counts[state] for state in states), cases.Tally()) if counts else None
    shown = cases.Tally(len(page.rows), is_more=bool(page.after or places[name]))
    return Column(
        name=name,
        label=str(label),
        count=shown if whole is None else whole,
        is_counted_whole=whole is not None,
        states=tuple(
            (words.word(words.CASE_STATES, state), counts[state]) for state in states if counts.get(state)
        ),
        rows=listing.rows(page.rows, by, now=now),
        list_url=narrowing.url("cases", {"tab": name} | dict(said)),
        more_url=narrowing.url("cases-board", said, **others, **{f"after_{name}": page.after})
        + f"#stage-{name}"
        if page.after
        else "",
        first_url=narrowing.url("cases-board", said, **others) + f"#stage-{name}" if places[name] else "",
    )


def _sentence(columns: tuple[Column, ...], *, is_narrowed: bool) -> str:
    """Where most cases stand."""
    if is_narrowed:
        found = sum((one.count for one in columns), cases.Tally())
        return ngettext("%s open case fits.", "%s open cases fit.", found) % found
    fullest = max(columns, key=lambda one: one.count)
    if not fullest.count:
        return _("No case is open.")
    return _("Most open cases are %(stage)s: %(count)s.") % {
        "stage": fullest.label.lower(),
        "count": fullest.count,
    }
