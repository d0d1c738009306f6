"""The ranking page and the strip on today's situation."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.cache import cache
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lantian.assessment.models import DailyAssessment
from lantian.assessment.queries import places
from lantian.assessment.queries.places import RankedUnit, RankingView
from lantian.calendar import queries as calendar
from lantian.console import air, words
from lantian.registry import queries as registry
from lantian.ui import formats
from lantian.ui.figures import strip

FEWEST = 2
KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One unit's place."""

    place: int
    name: str
    value: str
    behind: str
    is_tied: bool
    is_ours: bool
    explain_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankPage:
    """A ranking as pages print it."""

    sentence: str
    span: str
    measure: str
    own_place: int | None
    total: int
    gap: str
    strip: str
    places: tuple[Place, ...]
    unranked: tuple[tuple[str, str], ...]
    group: str
    by: str


def month_to_yesterday(now: datetime) -> tuple[date, date]:
    """From the first of the month of yesterday to yesterday: the whole days there are."""
    last = calendar.local_day(now) - timedelta(days=1)
    return last.replace(day=1), last


def compose(*, now: datetime, group: str = places.DISTRICTS, by: str = "pm10") -> RankPage:
    """A group over the month so far, the lowest value first."""
    first, last = month_to_yesterday(now)
    view = places.ranking(group=group, by=by, first=first, last=last)
    ours = registry.our_district().code if registry.has_district() else ""
    own = view.place_of(ours) if group == places.DISTRICTS else None
    ahead = _ahead(view, own)
    return RankPage(
        sentence=_sentence(view, own, ahead),
        span=_("%(first)s to %(last)s, means of the days so far")
        % {"first": formats.day(first), "last": formats.day(last)},
        measure=measure_words(by),
        own_place=own.place if own else None,
        total=len(view.places),
        gap=_gap(view, own, ahead),
        strip=_strip(view, own, ahead),
        places=tuple(_place(unit, view, is_ours=unit.code == ours) for unit in view.places),
        unranked=tuple((words.name(unit), words.missing(unit.reason)) for unit in view.unranked),
        group=group,
        by=by,
    )


def kept(*, now: datetime) -> RankPage:
    """The ranking of districts, worked out again only when a day of it was assessed anew."""
    first, last = month_to_yesterday(now)
    days = DailyAssessment.objects.filter(day__gte=first, day__lte=last)
    newest = days.aggregate(newest=Max("computed_at"))["newest"]
    key = f"rank-{get_language()}-{first}-{last}-{newest and newest.timestamp()}"
    found: RankPage = cache.get_or_set(key, lambda: compose(now=now), KEPT_SECONDS)
    return found


def measure_words(by: str) -> str:
    """What is ranked by, in words."""
    if by == places.COMPOSITE:
        return _("composite index")
    return formats.substance(by)


def _shown(value: Decimal, by: str) -> str:
    return formats.number(value, "index" if by == places.COMPOSITE else "co" if by == "co" else "")


def _unit(by: str) -> str:
    return "" if by == places.COMPOSITE else formats.unit(by)


def _ahead(view: RankingView, own: RankedUnit | None) -> RankedUnit | None:
    """The unit whose place is the next better one."""
    if own is None:
        return None
    better = [unit for unit in view.places if unit.place < own.place]
    return better[-1] if better else None


def _sentence(view: RankingView, own: RankedUnit | None, ahead: RankedUnit | None) -> str:
    if own is None:
        return _("%(number)d units are ranked by %(measure)s.") % {
            "number": len(view.places),
            "measure": measure_words(view.by),
        }
    said = {
        "place": own.place,
        "total": len(view.places),
        "measure": measure_words(view.by),
        "gap": _gap(view, own, ahead),
    }
    if ahead is None:
        return _("By %(measure)s our district is number %(place)d of %(total)d: nobody is ahead.") % said
    return (
        _("By %(measure)s our district is number %(place)d of %(total)d; one place up takes %(gap)s.") % said
    )


def _gap(view: RankingView, own: RankedUnit | None, ahead: RankedUnit | None) -> str:
    if own is None or ahead is None:
        return ""
    return f"{measure_words(view.by)} −{_shown(own.value - ahead.value, view.by)} {_unit(view.by)}".strip()


def _strip(view: RankingView, own: RankedUnit | None, ahead: RankedUnit | None) -> str:
    if own is None or len(view.places) < FEWEST:
        return ""
    values = tuple(float(unit.value) for unit in view.places)
    ours = f"{_('our district')} {_shown(own.value, view.by)}"
    return strip.strip(
        strip.Strip(
            label=_sentence(view, own, ahead),
            values=values,
            own=view.places.index(own),
            own_text=ours,
            ahead=view.places.index(ahead) if ahead else None,
            ahead_text=_("no. %(place)d %(value)s")
            % {"place": ahead.place, "value": _shown(ahead.value, view.by)}
            if ahead
            else "",
            gap_text=f"−{_shown(own.value - ahead.value, view.by)}" if ahead else "",
        )
    )


def _place(unit: RankedUnit, view: RankingView, *, is_ours: bool) -> Place:
    return Place(
        place=unit.place,
        name=words.name(unit),
        value=_shown(unit.value, view.by),
        behind="" if unit.behind is None else f"+{_shown(unit.behind, view.by)}",
        is_tied=unit.is_tied,
        is_ours=is_ours,
        explain_url=air.explain_url(unit.address),
    )


def url() -> str:
    """The ranking page."""
    return reverse("console:ranking")
