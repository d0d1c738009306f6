"""Today's control values and the path to the year's end, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from airshed.assessment.control import Control
from airshed.assessment.recovery import Milestone
from lantian.assessment.queries.prospects import ControlView
from lantian.assessment.queries.reckoning import DAY, MONTH
from lantian.console.prospects import page
from lantian.console.prospects.page import Allowed
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the hours to midnight may be, for the day's limit and for the month's target."""

    name: str
    so_far: str
    day_limit: str
    for_day: Allowed
    month_target: str
    for_month: Allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Mile:
    """A month's end on the path."""

    until: str
    index: str
    place: str
    is_now: bool


def today(views: Sequence[ControlView], *, group: str, code: str, kind: str) -> tuple[Today, ...]:
    """Today's control values in words, each with the page that works it out."""

    def told(found: Control | None, what: str, pollutant: str) -> Allowed:
        if found is None:
            return Allowed(text=formats.MISSING)
        url = page.how(group, code, kind, what, pollutant)
        return (
            page.nothing(found.reason, url)
            if found.level is None
            else Allowed(text=f"≤ {found.level}", url=url)
        )

    return tuple(
        Today(
            name=formats.substance(one.pollutant),
            so_far=_so_far(one.for_day or one.for_month, one.pollutant),
            day_limit=formats.number(one.day_limit, one.pollutant),
            for_day=told(one.for_day, DAY, one.pollutant),
            month_target=formats.number(one.month_target, one.pollutant),
            for_month=told(one.for_month, MONTH, one.pollutant),
        )
        for one in views
    )


def path(milestones: Sequence[Milestone]) -> tuple[Mile, ...]:
    """The months' ends in words."""
    return tuple(
        Mile(
            until=formats.day(one.over.last),
            index=formats.number(one.total, "index"),
            place=formats.MISSING if one.place is None else str(one.place),
            is_now=one.coming == 0,
        )
        for one in milestones
    )


def _so_far(found: Control | None, code: str) -> str:
    if found is None or found.so_far is None:
        return formats.MISSING
    places = 2 if code == "co" else 1
    return _("%(value)s after %(hours)d h") % {
        "value": f"{float(found.so_far):.{places}f}",
        "hours": found.n_so_far,
    }
