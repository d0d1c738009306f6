"""What costs most: by checklist, by item, before and after a new version; and how often alarms were right."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.inspections import rules as drafting
from lantian.inspections.queries import burden as rooms
from lantian.inspections.queries import checklists
from lantian.inspections.queries.burden import Burden, Filing
from lantian.inspections.rules import load
from lantian.ui import formats

ITEMS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCost:
    """One version of a checklist as it was used."""

    name: str
    version: int
    url: str
    visits: int
    fields: int
    each: str
    minutes: str
    change: str
    budget: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item: how often answered, how often it told anything."""

    text: str
    under: str
    answers: int
    telling: int
    is_mute: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """An alarm rule, and how often what it sent somebody for was there."""

    name: str
    found: int
    visits: int
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The three tables."""

    lists: tuple[ListCost, ...]
    items: tuple[ItemLine, ...]
    rules: tuple[RuleLine, ...]


def costs(found: Burden, by: Actor, *, now: datetime) -> Costs:
    """Everything of the weeks shown, the dearest first."""
    return Costs(
        lists=tuple(_lists(found.filings, by, now=now)),
        items=tuple(_item(one) for one in rooms.items(by, now=now)[:ITEMS]),
        rules=tuple(_rule(one) for one in rooms.precision(by, now=now))
        if by.may(Verb.SEE_SUSPICIONS)
        else (),
    )


def _lists(filings: Iterable[Filing], by: Actor, *, now: datetime) -> list[ListCost]:
    used: defaultdict[int, list[Filing]] = defaultdict(list)
    for one in filings:
        used[one.template.pk].append(one)
    codes = {one[0].template.code for one in used.values()}
    over = checklists.over_budget(codes, by, on=calendar.local_day(now))
    each = {pk: _each(rows) for pk, rows in used.items()}
    before = _before(used)
    lines = []
    for pk, rows in used.items():
        template = rows[0].template
        seconds = load.middle(one.seconds for one in rows if one.seconds is not None)
        budget = over.get(template.code)
        lines.append(
            ListCost(
                name=words.name(template),
                version=template.version,
                url=reverse("console:template", args=[pk]),
                visits=len(rows),
                fields=sum(one.fields for one in rows),
                each=f"{each[pk]:.1f}",
                minutes=formats.MISSING if seconds is None else f"{seconds / 60:.0f}",
                change=_change(each[before[pk]], each[pk]) if pk in before else "",
                budget=_over(budget) if budget else "",
            )
        )
    return sorted(lines, key=lambda line: (-line.fields, line.name))


def _each(rows: list[Filing]) -> float:
    return sum(one.fields for one in rows) / len(rows)


def _before(used: dict[int, list[Filing]]) -> dict[int, int]:
    """For a version of a checklist the one used before it in these weeks."""
    versions: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for pk, rows in used.items():
        versions[rows[0].template.code].append((rows[0].template.version, pk))
    return {
        newer[1]: older[1]
        for found in versions.values()
        for older, newer in zip(sorted(found), sorted(found)[1:], strict=False)
    }


def _change(before: float, after: float) -> str:
    return _("%(before).1f before, %(after).1f now") % {"before": before, "after": after}


def _over(budget: drafting.Burden) -> str:
    return _("%(items)d items, budget %(most)d") % {"items": budget.items, "most": budget.most_items}


def _item(one: rooms.ItemCost) -> ItemLine:
    return ItemLine(
        text=one.text_zh if words.is_chinese() else one.text_en,
        under=words.name(one.template),
        answers=one.answers,
        telling=one.telling,
        is_mute=not one.telling,
    )


def _rule(one: rooms.RulePrecision) -> RuleLine:
    return RuleLine(
        name=f"{one.rule.partition('_')[0]} {words.name(one)}",
        found=one.found,
        visits=one.visits,
        share=f"{100 * one.found / one.visits:.0f} %",
    )
