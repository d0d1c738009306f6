"""The page of a comparison: a figure, a table, and the same as rows of a file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lantian.console import air, files, words
from lantian.console.compare import drawing, measured, wording
from lantian.console.compare.forms import (
    AQI,
    AS_CHOSEN,
    COMPOSITE,
    FIGURES,
    PRESETS,
    REGION,
    Asked,
    Subject,
)
from lantian.console.compare.measured import Comparison, Measured, Point
from lantian.console.ranking import wording as ranking
from lantian.console.sorting import Key
from lantian.ui import formats
from lantian.ui.parts import Caption, Download, Panel, SortHeading

Choice = tuple[str, str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value as it is shown, the page it comes from, when it was, or why it is missing."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One subject over the stretch."""

    name: str
    url: str
    kind: str
    is_statutory: bool
    whole: Cell
    best: Cell
    worst: Cell
    counted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Everything the page shows."""

    sentence: str
    facts: tuple[str, ...]
    problems: tuple[str, ...]
    chosen: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    figures: tuple[Choice, ...]
    presets: tuple[Choice, ...]
    lines: str
    panels: tuple[Panel, ...]
    caption: Caption
    rows: tuple[Row, ...]
    headings: tuple[SortHeading, ...]
    over_all: str
    best: str
    worst: str
    unit: str
    files: tuple[Download, ...]


def compose(asked: Asked) -> ComparePage:
    """Measure and put into words; with a problem nothing is compared."""
    held = measured.measure(asked)
    best, worst = wording.EACH["month" if asked.figure == COMPOSITE else "day"]
    has_values = any(one.known for one in held.found)
    return ComparePage(
        sentence=_sentence(held),
        facts=_facts(held),
        problems=asked.problems,
        chosen=tuple((words.name(one), asked.query(without=one, chosen="1")) for one in asked.subjects),
        hidden=(*(one.parameter for one in asked.subjects), ("figure", asked.figure)),
        figures=tuple((figure_words(one), asked.query(figure=one), one == asked.figure) for one in FIGURES),
        presets=tuple(
            (words.word(wording.PRESETS, one), asked.query(over=one), one == asked.over) for one in PRESETS
        ),
        lines=drawing.lines(held) if has_values else "",
        panels=drawing.panels(held) if has_values else (),
        caption=_caption(held),
        rows=tuple(_row(one, asked) for one in _in_order(held)),
        headings=tuple(_headings(asked, best=str(best), worst=str(worst))),
        over_all=_by_figure(wording.OVER_ALL, asked.figure),
        best=str(best),
        worst=str(worst),
        unit=formats.unit(asked.figure),
        files=files.shown("compare", query=asked.query()),
    )


def rows(asked: Asked) -> Iterator[list[str]]:
    """What is shown as texts, its header first: every point, then what the stretch comes to."""
    yield ["kind", "code", "name", "figure", "over", "first", "last", "value", "unit", "address"]
    held = measured.measure(asked)
    unit = formats.unit(asked.figure)
    each = "month" if asked.figure == COMPOSITE else "day"
    for one in held.found:
        subject = one.subject
        head = [subject.kind, subject.code, subject.name_zh, asked.figure]
        for point in one.points:
            yield [
                *head, each, f"{point.first}", f"{point.last}", _text(point.value), unit, point.address,
            ]  # fmt: skip
        if asked.figure != AQI:
            yield [
                *head, "stretch", f"{asked.first}", f"{asked.last}", _text(_whole(one, asked.figure)), unit,
                measured.period_address(one, asked.figure),
            ]  # fmt: skip


def _headings(asked: Asked, *, best: str, worst: str) -> Iterator[SortHeading]:
    def heading(column: str, label: str, **said: bool) -> SortHeading:
        return asked.order.heading(column, label, lambda order: asked.query(sort=order), **said)

    yield heading("name", _("Place or station"), is_number=False)
    yield heading("kind", pgettext("list", "Kind"), is_number=False)
    yield heading("whole", _by_figure(wording.OVER_ALL, asked.figure), is_down_first=asked.figure == AQI)
    yield heading("best", best)
    yield heading("worst", worst, is_down_first=True)
    yield heading("counted", _("Complete"), is_down_first=True)


def _in_order(held: Comparison) -> Sequence[Measured]:
    """As they were chosen, or by a column."""
    asked = held.asked
    if asked.order.column == AS_CHOSEN:
        return held.found
    keys: dict[str, Callable[[Measured], Key]] = {
        "name": lambda one: words.name(one.subject),
        "kind": lambda one: one.subject.kind_words,
        "whole": lambda one: _whole(one, asked.figure),
        "best": lambda one: min((_value(point) for point in one.known), default=None),
        "worst": lambda one: max((_value(point) for point in one.known), default=None),
        "counted": lambda one: len(one.known),
    }
    return asked.order.of(held.found, keys[asked.order.column])


def figure_words(figure: str) -> str:
    """What is compared, in words."""
    if figure == AQI:
        return "AQI"
    return _("composite index") if figure == COMPOSITE else formats.substance(figure)


def _sentence(held: Comparison) -> str:
    asked = held.asked
    figure = figure_words(asked.figure)
    said = {"figure": figure[:1].upper() + figure[1:]}
    said |= {"first": formats.day(asked.first), "last": formats.day(asked.last)}
    order = {one.subject: at for one in held.found if (at := _order(one, asked.figure)) is not None}
    ranked = sorted((one for one in held.found if one.subject in order), key=lambda one: order[one.subject])
    if not ranked:
        return _("%(figure)s from %(first)s to %(last)s: no value to compare.") % said
    said |= {"best": words.name(ranked[0].subject), "worst": words.name(ranked[-1].subject)}
    said |= {"low": _shown(ranked[0], asked.figure), "high": _shown(ranked[-1], asked.figure)}
    if len(ranked) == 1:
        return _("%(figure)s from %(first)s to %(last)s: %(best)s comes to %(low)s.") % said
    if said["low"] == said["high"]:
        return _("%(figure)s from %(first)s to %(last)s: all come to %(low)s.") % said
    return (
        _("%(figure)s from %(first)s to %(last)s: best %(best)s with %(low)s, worst %(worst)s with %(high)s.")
        % said
    )


def _facts(held: Comparison) -> tuple[str, ...]:
    facts = [_("%(days)d days") % {"days": held.asked.days}]
    fewest = min(held.found, key=lambda one: len(one.known), default=None)
    if fewest is not None and any(len(one.known) != len(fewest.known) for one in held.found):
        said = {"name": words.name(fewest.subject), "known": len(fewest.known), "of": len(fewest.points)}
        facts.append(_("not the same days everywhere: %(name)s has %(known)d of %(of)d values") % said)
    if any(not one.subject.is_statutory for one in held.found):
        facts.append(_("micro-stations and site monitors are clues, never official figures"))
    if len({one.subject.kind for one in held.found}) > 1:
        facts.append(_("places are made of the stations that count for them"))
    return tuple(facts)


def _caption(held: Comparison) -> Caption:
    asked = held.asked
    counts = [len(one.known) for one in held.found]
    most = max((len(one.points) for one in held.found), default=0)
    said = {"least": min(counts, default=0), "most": max(counts, default=0), "of": most}
    told = ranking.data_level(held.levels) if held.levels.days else ""
    editions = "、".join(words.edition(name) for name in held.editions)
    return Caption(
        period=_("%(first)s to %(last)s")
        % {"first": formats.day(asked.first), "last": formats.day(asked.last)},
        averaging=_by_figure(wording.AVERAGED, asked.figure),
        n=_("n = %(count)d") % {"count": sum(counts)},
        completeness=(
            _("%(least)d to %(most)d of %(of)d values each") if said["least"] != said["most"]
            else _("%(least)d of %(of)d values each")
        ) % said,
        source=" · ".join(one for one in (editions, told) if one),
    )  # fmt: skip


def _row(one: Measured, asked: Asked) -> Row:
    known = one.known
    best = min(known, key=_value, default=None)
    worst = max(known, key=_value, default=None)
    return Row(
        name=words.name(one.subject),
        url=_url(one.subject),
        kind=one.subject.kind_words,
        is_statutory=one.subject.is_statutory,
        whole=_whole_cell(one, asked.figure),
        best=_cell(best, one, asked.figure),
        worst=_cell(worst, one, asked.figure),
        counted=f"{len(known)}/{len(one.points)} ({_share(len(known), len(one.points))})",
    )


def _whole_cell(one: Measured, figure: str) -> Cell:
    good = one.whole.good
    if figure == AQI:
        note = f"{good.good}/{good.valid}" if good.valid else ""
        return Cell(text=formats.MISSING if good.share is None else f"{good.share}%", note=note)
    if _whole(one, figure) is None:
        reasons = one.whole.missing.values() if figure == COMPOSITE else [one.whole.missing.get(figure, "")]
        return Cell(text=formats.MISSING, note=words.missing(next(iter(reasons), "no_values")))
    note = _("%(days)d exceptional days left out") % {"days": one.left_out} if one.left_out else ""
    url = air.explain_url(measured.period_address(one, figure))
    return Cell(text=number(_whole(one, figure), figure), url=url, note=note)


def _cell(point: Point | None, one: Measured, figure: str) -> Cell:
    if point is None:
        return Cell(text=formats.MISSING)
    note = dateformat.format(point.first, _("M Y")) if figure == COMPOSITE else formats.day(point.first)
    if figure in one.whole.excluded.get(point.first, "").split(","):
        note = _("%(day)s, exceptional") % {"day": note}
    return Cell(text=number(point.value, figure), url=air.explain_url(point.address), note=note)


def number(value: Decimal | None, figure: str) -> str:
    """A value as it is shown for its figure."""
    return formats.number(value, "index" if figure == COMPOSITE else figure)


def _shown(one: Measured, figure: str) -> str:
    whole = _whole(one, figure)
    if figure == AQI:
        return formats.MISSING if whole is None else _("%(share)s %% good days") % {"share": whole}
    return f"{number(whole, figure)} {formats.unit(figure)}".strip()


def _whole(one: Measured, figure: str) -> Decimal | None:
    """What the stretch comes to; for the AQI the share of good days."""
    if figure == AQI:
        return one.whole.good.share
    return one.whole.index.total if figure == COMPOSITE else one.whole.values.get(figure)


def _order(one: Measured, figure: str) -> Decimal | None:
    """By what subjects are told apart, the best lowest."""
    whole = _whole(one, figure)
    return None if whole is None else -whole if figure == AQI else whole


def _url(subject: Subject) -> str:
    name = "console:place" if subject.kind == REGION else "console:station"
    return reverse(name, args=[subject.code])


def _by_figure(table: Mapping[str, object], figure: str) -> str:
    return str(table.get(figure, table["mean"]))


def _share(known: int, of: int) -> str:
    return f"{round(100 * known / of)}%" if of else formats.MISSING


def _value(point: Point) -> Decimal:
    return point.value if point.value is not None else Decimal(0)


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
