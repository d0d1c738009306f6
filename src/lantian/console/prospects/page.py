"""The prospects page in words: the way up, the risk from below, weak pollutants, targets, today's limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from airshed.assessment import reach
from airshed.assessment.allowance import Allowance, ClassAllowance
from airshed.assessment.gap import Rival, Step
from airshed.assessment.weakness import Indicator
from airshed.standards.tables import POLLUTANTS
from lantian.assessment.queries import daybook, levels
from lantian.assessment.queries.prospects import NotRanked, Prospects, Rise, TargetView
from lantian.assessment.queries.reckoning import PASS, TARGET
from lantian.console import air, words
from lantian.console.prospects.forms import HORIZONS, Horizon
from lantian.console.ranking import wording
from lantian.console.ranking.page import reasons, span_words, target_words
from lantian.registry.models import Region
from lantian.ui import formats
from lantian.ui.figures import strip
from lantian.ui.parts import BarRow

Choice = tuple[str, str, bool]
IMPOSSIBLE = (reach.Reach.EVEN_WITH_ZERO,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What the rest may be, the page that works it out, and whether nothing can hold it any more."""

    text: str
    url: str = ""
    is_impossible: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayUp:
    """One pollutant's way to tie with the next unit and to pass it, and what the rest may then be."""

    name: str
    now: str
    tie: str
    passing: str
    gained: str
    rest: Allowed
    so_far: str
    risk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """One pollutant against peers, target and last year, in standard deviations."""

    name: str
    value: str
    peers: str
    by_peers: str
    by_target: str
    by_last_year: str
    is_worst: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target, where it stands and what the rest may be."""

    figure: str
    wanted: str
    now: str
    is_met: bool
    rest: Allowed
    source: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProspectsPage:
    """Everything the page shows."""

    name: str
    sentence: str
    facts: tuple[str, ...]
    horizons: tuple[Choice, ...]
    ahead: str
    below: str
    ways: tuple[WayUp, ...]
    index_shares: tuple[BarRow, ...]
    gap_shares: tuple[BarRow, ...]
    weak: tuple[Weak, ...]
    aims: tuple[Aim, ...]
    classes: tuple[tuple[str, str, str], ...]
    strip: str
    ranking_url: str
    others: tuple[Choice, ...]


def compose(found: Prospects, *, asked: Horizon) -> ProspectsPage:
    """Put the prospects of a unit into words."""
    own = found.standings.of(found.unit)
    if own is None:
        raise LookupError(found.unit)
    worst = frozenset(found.weakness.worst)
    name = words.name(own)
    return ProspectsPage(
        name=name,
        sentence=_sentence(found, name),
        facts=_facts(found),
        horizons=tuple(
            (words.word(wording.SPANS, one), asked.query(one), one is asked.kind) for one in HORIZONS
        ),
        ahead=_rival(found, found.gap.above),
        below=_rival(found, found.gap.below),
        ways=tuple(_way(name, found, asked) for name in POLLUTANTS),
        index_shares=_bars({one.pollutant: one.share for one in found.weakness.indicators}),
        gap_shares=_bars(found.gap_shares),
        weak=tuple(_weak(one, is_worst=one.pollutant in worst) for one in found.weakness.indicators),
        aims=tuple(_aim(one, found, asked) for one in found.targets),
        classes=_classes(found.classes),
        strip=_strip(found),
        others=tuple(
            (
                words.name(row),
                reverse("console:prospects", args=[found.group, row.code]),
                row.code == found.unit,
            )
            for row in found.standings.placed
        ),
        ranking_url=reverse("console:ranking") + f"?group={found.group}&kind={asked.kind}",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRankedPage:
    """Why nothing can be said, and where to look."""

    sentence: str
    reason: str
    horizons: tuple[Choice, ...]


def not_ranked(refused: NotRanked, *, asked: Horizon) -> NotRankedPage:
    """A unit without a place, in words."""
    return _without_place(name_of(refused.group, refused.unit), refused.reason, asked)


def name_of(group: str, code: str) -> str:
    """A unit's name in the reader's language."""
    name_zh, name_en = daybook.units(group).names[code]
    return name_zh if words.is_chinese() else name_en


def without_stations(region: Region, *, asked: Horizon) -> NotRankedPage:
    """A region that no station counts for, in words."""
    return _without_place(words.name(region), "no_values", asked)


def _without_place(name: str, reason: str, asked: Horizon) -> NotRankedPage:
    return NotRankedPage(
        sentence=_("%(name)s has no place over this stretch yet, so there is no way up to tell of.")
        % {"name": name},
        reason=reasons(reason),
        horizons=tuple(
            (words.word(wording.SPANS, one), asked.query(one), one is asked.kind) for one in HORIZONS
        ),
    )


def _sentence(found: Prospects, name: str) -> str:
    said = {"name": name, "span": span_words(found.so_far), "place": found.gap.place}
    if found.gap.above is None:
        return _("%(span)s: %(name)s is number %(place)d; nobody is ahead.") % said
    ways = sorted(
        (rise for rise in found.to_pass.values() if rise.step.change is not None and _ease(rise) > 0),
        key=_ease,
        reverse=True,
    )
    if not ways:
        return _("%(span)s: %(name)s is number %(place)d; no single pollutant can still gain a place.") % said
    said["ways"] = _(" or ").join(_change(rise.step) for rise in ways[:2])
    said["gained"] = ways[0].step.gained
    return _("%(span)s: %(name)s is number %(place)d; %(ways)s gains %(gained)d place(s).") % said


def _ease(rise: Rise) -> Fraction:
    """What share of the level so far the remaining days may keep; 0 where it cannot be done."""
    if rise.rest is None or rise.rest.level is None or not rise.rest.so_far:
        return Fraction(0)
    return rise.rest.level / rise.rest.so_far


def _facts(found: Prospects) -> tuple[str, ...]:
    behind = levels.of_subjects(
        found.standings.kind, [found.unit], first=found.so_far.first, last=found.so_far.last
    )
    return (
        *([] if found.standings.is_official else [str(wording.MICRO_ARE_CLUES)]),
        *([wording.data_level(behind)] if behind.days else []),
        _("ranked by the composite index"),
        _("%(days)d days of the period are still to come") % {"days": found.remaining},
        _("rivals are taken to end where they stand"),
        _("arithmetic, not a forecast"),
    )


def _rival(found: Prospects, rival: Rival | None) -> str:
    """Who stands next, and how far away."""
    if rival is None:
        return ""
    named = [found.standings.of(code) for code in rival.units]
    said = {
        "place": rival.place,
        "names": "、".join(words.name(one) for one in named if one is not None),
        "difference": formats.number(abs(rival.difference), "index"),
    }
    return _("number %(place)d, %(names)s, %(difference)s away in the composite index") % said


def _way(code: str, found: Prospects, asked: Horizon) -> WayUp:
    own = found.standings.of(found.unit)
    tie, passing = found.to_tie.get(code), found.to_pass.get(code)
    risk = found.gap.below.strict.get(code) if found.gap.below else None
    return WayUp(
        name=formats.substance(code),
        now=formats.number(own.values.get(code) if own else None, code),
        tie=_change(tie.step, named=False) if tie else formats.MISSING,
        passing=_change(passing.step, named=False) if passing else formats.MISSING,
        gained=str(passing.step.gained) if passing and passing.step.gained else formats.MISSING,
        rest=allowed(passing.rest if passing else None, how(found.group, found.unit, asked.kind, PASS, code)),
        so_far=_exact(passing.rest, code) if passing else formats.MISSING,
        risk=_change(risk, named=False) if risk else formats.MISSING,
    )


def _change(step: Step, *, named: bool = True) -> str:
    """`PM10 −4 µg/m³`, or why there is no such step."""
    if step.change is None:
        return why(step.reason)
    by = f"{step.change:+f}".replace("-", "−")
    return f"{formats.substance(step.pollutant)} {by} {formats.unit(step.pollutant)}" if named else by


def allowed(rest: Allowance | None, url: str) -> Allowed:
    """What the remaining days may be, or why nothing can be said."""
    if rest is None:
        return Allowed(text=formats.MISSING)
    if rest.level is None:
        return nothing(rest.reason, url)
    return Allowed(text=f"≤ {rest.shown}", url=url)


def nothing(reason: reach.Reach | None, url: str) -> Allowed:
    """That there is no such number, in red where nothing can bring it back."""
    if reason in IMPOSSIBLE:
        return Allowed(text=_("out of reach"), url=url, is_impossible=True, note=why(reason))
    return Allowed(text=why(reason), url=url)


def how(group: str, code: str, kind: str, what: str, pollutant: str) -> str:
    """The page that works an allowance out."""
    return reverse("console:prospects-how", args=[group, code, what, pollutant]) + f"?kind={kind}"


def _exact(rest: Allowance | None, code: str) -> str:
    if rest is None or rest.so_far is None:
        return formats.MISSING
    places = 2 if code == "co" else 1
    return f"{float(rest.so_far):.{places}f}"


def why(reason: reach.Reach | None) -> str:
    """Why there is no number, in the reader's language."""
    if reason is None:
        return formats.MISSING
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return reach.sentence(reason, language=language)


def _bars(shares: Mapping[str, Decimal | None]) -> tuple[BarRow, ...]:
    most = max((abs(share) for share in shares.values() if share is not None), default=Decimal(1)) or Decimal(
        1
    )
    return tuple(
        BarRow(
            label=formats.substance(code),
            value=f"{share:f}%".replace("-", "−"),
            share=float(max(share, Decimal(0)) / most),
        )
        for code, share in shares.items()
        if share is not None
    )


def _weak(one: Indicator, *, is_worst: bool) -> Weak:
    code = one.pollutant
    return Weak(
        name=formats.substance(code),
        value=formats.number(one.value, code),
        peers=formats.number(one.peers_mean, code),
        by_peers=_sigma(one.by_peers),
        by_target=_sigma(one.by_target),
        by_last_year=_sigma(one.by_last_year),
        is_worst=is_worst,
    )


def _sigma(value: Decimal | None) -> str:
    return formats.MISSING if value is None else f"{value:+f}".replace("-", "−")


def _aim(one: TargetView, found: Prospects, asked: Horizon) -> Aim:
    is_index = one.figure == "composite"
    code = "index" if is_index else one.figure
    sign = "≥" if one.sense == "at_least" else "≤"
    value = one.value.normalize() if not is_index else one.value
    met = one.now is not None and (one.now >= one.value if one.sense == "at_least" else one.now <= one.value)
    return Aim(
        figure=target_words(one.figure),
        wanted=f"{sign} {value:f}",
        now=formats.number(one.now, code),
        is_met=met,
        rest=_rest(one, found, asked),
        source=one.source,
        url=air.explain_url(one.address),
    )


def _rest(one: TargetView, found: Prospects, asked: Horizon) -> Allowed:
    """What the rest may be for a target, in levels or in days."""
    if one.rest is not None:
        return allowed(one.rest, how(found.group, found.unit, asked.kind, TARGET, one.figure))
    if one.best is None:
        return Allowed(text=formats.MISSING, note=_("depends on the others too"))
    best = formats.number(one.best, "index" if one.figure == "composite" else "")
    if one.is_impossible:
        said = {"best": best, "remaining": found.remaining}
        note = _("at best %(best)s with %(remaining)d days to come") % said
        return Allowed(
            text=_("out of reach"), url=air.explain_url(one.address), is_impossible=True, note=note
        )
    if one.figure == "composite":
        return Allowed(text=formats.MISSING, note=_("at best %(best)s") % {"best": best})
    spare = abs(one.best - one.value)
    words_of = _("%(days)d more days may miss it") if one.figure == "good_days" else _("%(days)d more days")
    return Allowed(text=words_of % {"days": spare})


def _classes(found: ClassAllowance | None) -> tuple[tuple[str, str, str], ...]:
    """Level word, days so far, days still allowed at it or worse."""
    if found is None:
        return ()
    return tuple(
        (
            word,
            str(found.so_far[level]),
            _("none any more") if found.allowed[level] is None else str(found.allowed[level]),
        )
        for level, word in enumerate(formats.level_words(), start=1)
    )


def _strip(found: Prospects) -> str:
    """Everybody's composite index on one line."""
    placed = found.standings.placed
    own = next(number for number, row in enumerate(placed) if row.code == found.unit)
    above = found.gap.above
    ahead = (
        None
        if above is None
        else next(number for number, row in enumerate(placed) if row.code in above.units)
    )
    if len(placed) < 2:
        return ""
    return strip.strip(
        strip.Strip(
            label=_("composite index"),
            values=tuple(float(row.value or 0) for row in placed),
            own=own,
            own_text=f"{words.name(placed[own])} {formats.number(placed[own].value, 'index')}",
            ahead=ahead,
            ahead_text="" if ahead is None else formats.number(placed[ahead].value, "index"),
            gap_text="" if above is None else f"−{formats.number(abs(above.difference), 'index')}",
        )
    )
