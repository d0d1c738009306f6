"""The map of open cases: how many lie in each square, and the way into the list of one square."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor
from lantian.cases import queries as cases
from lantian.cases.rules import mapping
from lantian.console import maps, words
from lantian.console.cases import listing, narrowing
from lantian.registry import queries as registry
from lantian.ui.figures import scene

TABS = ("open", "file", "assign", "mend", "recheck", "close", "closed")
IN_TABLE = 50
HALF = 0.5 / mapping.PER_DEGREE


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One square in the table."""

    place: str
    middle: str
    count: int
    overdue: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMap:
    """The page."""

    sentence: str
    tab: str
    tabs: tuple[listing.Tab, ...]
    figure: str
    rows: tuple[Row, ...]
    left_out: int
    looks: tuple[narrowing.Look, ...]


def case_map(by: Actor, *, given: Mapping[str, Any], now: datetime) -> CaseMap:  # Any: Django's QueryDict
    """The squares of one tab, the fullest first; KeyError for a tab that is none."""
    tab = given.get("tab", "open")
    if tab not in TABS:
        raise KeyError(tab)
    found = cases.squares(by, states=listing.TABS[tab][1], now=now)
    ranked = sorted(found, key=lambda one: (-one.count, one.cell))
    rows = _rows(ranked[:IN_TABLE], tab)
    return CaseMap(
        sentence=_sentence(ranked, rows),
        tab=tab,
        tabs=tuple(
            listing.Tab(
                name=name,
                label=str(listing.TABS[name][0]),
                url=narrowing.url("cases-map", {"tab": name}),
                count=None,
                is_on=name == tab,
            )
            for name in TABS
        ),
        figure=_figure(ranked, tab),
        rows=rows,
        left_out=max(0, len(ranked) - IN_TABLE),
        looks=narrowing.looks("map", {}),
    )


def _rows(ranked: Sequence[cases.Square], tab: str) -> tuple[Row, ...]:
    townships = registry.townships_at([(one.lon, one.lat) for one in ranked])
    return tuple(
        Row(
            place=words.name(township) if township else _("outside the townships"),
            middle=f"{one.lon:.3f}, {one.lat:.3f}",
            count=one.count,
            overdue=one.overdue,
            url=_url(one, tab),
        )
        for one, township in zip(ranked, townships, strict=True)
    )


def _url(one: cases.Square, tab: str) -> str:
    return narrowing.url("cases", {"tab": tab, "cell": str(one.cell)})


def _figure(found: Sequence[cases.Square], tab: str) -> str:
    region = maps.our_district()
    if region is None or not found:
        return ""
    return maps.draw(
        scene.DistrictMap(
            label=_("Cases on the map of %(place)s") % {"place": words.name(region)},
            words=replace(maps.legend_words(), levels=()),
            townships=maps.townships(region),
            cells=tuple(
                scene.Cell(
                    lon=one.lon,
                    lat=one.lat,
                    half=HALF,
                    count=one.count,
                    is_late=bool(one.overdue),
                    url=_url(one, tab),
                    detail=_detail(one),
                )
                for one in found
            ),
            key="cases",
            width=620,
            height=480,
        )
    )


def _detail(one: cases.Square) -> str:
    said = ngettext("%d case", "%d cases", one.count) % one.count
    return _("%(cases)s, %(late)d overdue") % {"cases": said, "late": one.overdue} if one.overdue else said


def _sentence(ranked: Sequence[cases.Square], rows: Sequence[Row]) -> str:
    if not rows:
        return _("There is no case here.")
    total = sum(one.count for one in ranked)
    if rows[0].count == 1:
        return _("%(cases)s, each in a square of its own.") % {
            "cases": ngettext("%d case", "%d cases", total) % total
        }
    said = _("%(cases)s in %(squares)s; most of them, %(most)d, in a square of %(place)s.")
    return said % {
        "cases": ngettext("%d case", "%d cases", total) % total,
        "squares": ngettext("%d square", "%d squares", len(ranked)) % len(ranked),
        "most": rows[0].count,
        "place": rows[0].place,
    }
