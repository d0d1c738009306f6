"""The ranking page: places, values, movement and change, and the units that have no place."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from airshed.assessment import spans
from airshed.assessment.spans import SpanKind
from airshed.assessment.standings import By
from airshed.standards.tables import POLLUTANTS
from lantian.assessment.queries import daybook, levels, standing
from lantian.assessment.queries.standing import Standing, Standings
from lantian.console import air, files, words
from lantian.console.ranking import columns, wording
from lantian.console.ranking.forms import KINDS, MEASURES, Asked
from lantian.registry import queries as registry
from lantian.ui import formats
from lantian.ui.parts import Download, SortHeading

Choice = tuple[str, str, bool]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit as the table prints it; `cells` are values with the pages they come from."""

    place: str
    name: str
    is_ours: bool
    is_tied: bool
    moved: str
    value: str
    value_url: str
    gap: str
    cells: tuple[tuple[str, bool], ...]
    composite: str
    good_days: str
    change: str
    prospects_url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPage:
    """Everything the page shows."""

    sentence: str
    facts: tuple[str, ...]
    groups: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    measures: tuple[Choice, ...]
    earlier_url: str
    later_url: str
    headings: tuple[SortHeading, ...]
    lines: tuple[Line, ...]
    unplaced: tuple[Line, ...]
    notes: tuple[str, ...]
    is_composite: bool
    files: tuple[Download, ...]
    course_url: str


def compose(asked: Asked) -> RankingPage:
    """Rank and put into words."""
    found = standing.standing(group=asked.group, by=asked.by, kind=asked.kind, on=asked.on)
    ours, gaps = _ours(found), columns.gaps(found)
    return RankingPage(
        sentence=_sentence(found, ours),
        facts=_facts(found),
        groups=_groups(asked),
        kinds=tuple(
            (words.word(wording.SPANS, one), asked.query(kind=one), one is asked.kind) for one in KINDS
        ),
        measures=tuple(
            (columns.measure_words(one), asked.query(by=one), one == asked.by) for one in MEASURES
        ),
        earlier_url=_before(asked),
        later_url=_after(asked, found),
        headings=tuple(columns.headings(asked)),
        lines=tuple(
            _line(row, asked, ours=ours, gap=gaps[row.code])
            for row in asked.order.of(found.placed, columns.key(asked.order, gaps))
        ),
        unplaced=tuple(_line(row, asked, ours=ours, gap=None) for row in found.unplaced),
        notes=_notes(found),
        is_composite=asked.by is By.COMPOSITE,
        course_url=reverse("console:ranking-course") + asked.query(),
        files=files.links(
            "standings", _("Ranking"), group=asked.group, kind=asked.kind, by=asked.by, on=asked.on
        ),
    )


def target_words(figure: str) -> str:
    """What a target is about, in words."""
    return words.word(wording.TARGETED, figure) if figure in wording.TARGETED else formats.substance(figure)


def span_words(over: spans.Span) -> str:
    """A stretch of days in the reader's language."""
    if over.kind is not SpanKind.DAY and (get_language() or "").startswith("zh"):
        return over.name_zh
    if over.first == over.last:
        return formats.day(over.first)
    return _("%(first)s to %(last)s") % {"first": formats.day(over.first), "last": formats.day(over.last)}


def shown(value: Decimal | None, by: By | str) -> str:
    """A value as it is ranked by."""
    if value is None:
        return formats.MISSING
    if by in (By.CHANGE, By.GOOD_DAYS):
        return f"{value:f}%".replace("-", "−")
    return formats.number(value, "index" if by == By.COMPOSITE else str(by))


def reasons(reason: str) -> str:
    """What a unit lacks for a place, in words; nothing for one that has it."""
    return words.missing(reason) if reason else ""


def _ours(found: Standings) -> Standing | None:
    return found.of(registry.our_district().code) if registry.has_district() else None


def _sentence(found: Standings, ours: Standing | None) -> str:
    said = {
        "span": span_words(found.over),
        "group": words.word(words.RANK_GROUPS, found.group),
        "measure": columns.measure_words(found.by),
        "total": len(found.placed),
    }
    if not found.placed:
        return _("%(span)s: nobody among %(group)s has enough days to be ranked.") % said
    if ours is not None and ours.place is not None:
        said |= {"place": ours.place, "value": shown(ours.value, found.by)}
        return _("%(span)s: our district is number %(place)d of %(total)d by %(measure)s, %(value)s.") % said
    best, last = found.placed[0], found.placed[-1]
    said |= {"best": words.name(best), "last": words.name(last)}
    return _("%(span)s: of %(total)d by %(measure)s, %(best)s is first and %(last)s last.") % said


def _facts(found: Standings) -> tuple[str, ...]:
    facts = [_("equal values share a place (1, 1, 3)")]
    if not found.is_over:
        facts.insert(0, _("the period still runs; up to %(day)s") % {"day": formats.day(found.over.last)})
    if not found.is_official:
        facts.insert(0, str(wording.MICRO_ARE_CLUES))
    if found.min_days:
        facts.append(_("%(days)d valid days are asked (our setting)") % {"days": found.min_days})
    else:
        facts.append(_("27 valid days a month are asked, 25 in February (GB 3095, table 4)"))
    codes = [row.code for row in found.rows]
    behind = levels.of_subjects(found.kind, codes, first=found.over.first, last=found.over.last)
    if behind.days:
        facts.append(wording.data_level(behind))
    return tuple(facts)


def _notes(found: Standings) -> tuple[str, ...]:
    limits = "、".join(f"{formats.substance(name)} {found.denominators.values[name]}" for name in POLLUTANTS)
    return (
        _("Composite index: each value over its limit (%(limits)s), two places each, then summed.")
        % {"limits": limits},
        _("Days on the imported exceptional list are left out of PM and of the index, not of the good days."),
        _("CO is the 95th, O3 the 90th percentile of the days; the others are means."),
    )


def _line(row: Standing, asked: Asked, *, ours: Standing | None, gap: Decimal | None) -> Line:
    return Line(
        place=formats.MISSING if row.place is None else str(row.place),
        name=words.name(row),
        is_ours=row is ours,
        is_tied=row.is_tied,
        moved=_moved(row.up),
        value=shown(row.value, asked.by),
        value_url=air.explain_url(row.address) if row.address else "",
        gap=formats.MISSING if gap is None else shown(gap, asked.by),
        cells=tuple((formats.number(row.values.get(name), name), name in row.largest) for name in POLLUTANTS),
        composite=formats.number(row.composite, "index"),
        good_days=formats.MISSING if row.good_days is None else f"{row.good_days:f}%",
        change=formats.MISSING if row.change is None else f"{row.change:+f}%".replace("-", "−"),
        prospects_url=_prospects_url(row, asked),
        reason=reasons(row.reason),
    )


def _prospects_url(row: Standing, asked: Asked) -> str:
    if row.place is None or asked.group in (daybook.STATIONS, daybook.MICRO):
        return ""
    return reverse("console:prospects", args=[asked.group, row.code])


def _moved(up: int | None) -> str:
    if up is None:
        return ""
    if up == 0:
        return "＝"
    return f"↑{up}" if up > 0 else f"↓{-up}"


def _groups(asked: Asked) -> tuple[Choice, ...]:
    """The groups that have units."""
    there = daybook.groups_with_units()
    return tuple(
        (words.word(words.RANK_GROUPS, one), asked.query(group=one), one == asked.group) for one in there
    )


def _before(asked: Asked) -> str:
    """The same question about the stretch before."""
    before = spans.previous(spans.span(asked.on, kind=asked.kind))
    return "" if before is None else asked.query(on=before.last.isoformat())


def _after(asked: Asked, found: Standings) -> str:
    """The same question about the stretch after, once that one has begun."""
    if not found.is_over or asked.kind is SpanKind.YTD:
        return ""
    return asked.query(on=spans.span(found.over.last + ONE_DAY, kind=asked.kind).last.isoformat())
