"""Today's control values and the path to the year's end, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from airshed.assessment.control import Control
from airshed.assessment.recovery import Milestone
from lantian.assessment.queries.prospects import ControlView
from lantian.console.prospects.page import why
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the hours to midnight may be, for the day's limit and for the month's target."""

    name: str
    so_far: str
    day_limit: str
    for_day: str
    month_target: str
    for_month: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mile:
    """A month's end on the path."""

    until: str
    index: str
    place: str
    is_now: bool


def today(views: Sequence[ControlView]) -> tuple[Today, ...]:
    """Today's control values in words."""
    return tuple(
        Today(
            name=formats.substance(one.pollutant),
            so_far=_so_far(one.for_day or one.for_month, one.pollutant),
            day_limit=formats.number(one.day_limit, one.pollutant),
            for_day=_control(one.for_day),
            month_target=formats.number(one.month_target, one.pollutant),
            for_month=_control(one.for_month) if one.month_target is not None else formats.MISSING,
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


def _control(found: Control | None) -> str:
    if found is None:
        return formats.MISSING
    return why(found.reason) if found.level is None else f"≤ {found.level}"
