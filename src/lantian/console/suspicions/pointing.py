"""Where a suspicion points to, in a clause; it never says more than the wind allows."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.console import words
from lantian.diagnosis.queries import CandidateView, SuspicionLine, SuspicionView
from lantian.diagnosis.rules import OWN_MONITOR
from lantian.ui import formats

NO_ACTIVE_SOURCE = "no_active_source"


def pointed(view: SuspicionLine | SuspicionView) -> str:
    """上风（北）7 处来源待查，先看某工地; without a direction, why there is none."""
    if view.wedge is None:
        clauses = [_without_direction(view), _at_the_station(view.candidates)]
        return _("; ").join(clause for clause in clauses if clause)
    direction = words.direction(view.wedge.wind_from)
    if not view.candidates:
        if view.note == NO_ACTIVE_SOURCE:
            return _("the registered sources upwind (%(direction)s) are at rest") % {"direction": direction}
        return _("no registered source lies upwind (%(direction)s)") % {"direction": direction}
    if all(is_own(one) for one in view.candidates):
        nothing = _("no registered source lies upwind (%(direction)s)") % {"direction": direction}
        return _("; ").join([nothing, _at_the_station(view.candidates)])
    said = {
        "number": len(view.candidates),
        "direction": direction,
        "first": words.name(view.candidates[0]),
    }
    if any(is_own(one) for one in view.candidates):
        return (
            _(
                "%(number)d sources at the station and upwind (%(direction)s) are to be checked, "
                "first %(first)s"
            )
            % said
        )
    return (
        ngettext(
            "%(number)d source upwind (%(direction)s) is to be checked, first %(first)s",
            "%(number)d sources upwind (%(direction)s) are to be checked, first %(first)s",
            len(view.candidates),
        )
        % said
    )


def is_own(one: CandidateView) -> bool:
    """Whether the station stands at this source: a candidate in any wind."""
    return OWN_MONITOR in one.reasons


def _without_direction(view: SuspicionLine | SuspicionView) -> str:
    if view.wind_speed is None:
        return _("no wind was measured, so no sector is drawn")
    return _("wind %(speed)s m/s, below %(least)s m/s: no sector is drawn") % {
        "speed": formats.number(view.wind_speed, "ws"),
        "least": f"{view.least_speed:g}",
    }


def _at_the_station(candidates: tuple[CandidateView, ...]) -> str:
    if not candidates:
        return ""
    return _("%(first)s, at the station itself, is to be checked") % {"first": words.name(candidates[0])}
