"""A case in one sentence: where it stands, what is next, and how long there is."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.calendar import queries as calendar
from lantian.cases.queries import CaseView, Line
from lantian.cases.states import Level, State
from lantian.console import words
from lantian.ui import formats

AFTERWARDS: dict[State, Promise] = {
    State.REPORTED: gettext_lazy("Filed → to a unit; no case → void with its reason"),
    State.FILED: gettext_lazy("Assigned → accepted by the unit, or returned"),
    State.RETURNED: gettext_lazy("Assigned anew → accepted by another unit"),
    State.REOPENED: gettext_lazy("Assigned anew → mended again"),
    State.ASSIGNED: gettext_lazy("Accepted → mended by a handler; not theirs → returned with its reason"),
    State.ACCEPTED: gettext_lazy("Mended → rechecked by another unit"),
    State.RECTIFYING: gettext_lazy("Reported with photos → rechecked by another unit"),
    State.VERIFYING: gettext_lazy("True → filed; not so → void with its reason"),
    State.PARKED: gettext_lazy("Goes on at its review → mended"),
    State.SUBMITTED: gettext_lazy(
        "Signed by the unit → rechecked by another unit; not in order → mended again"
    ),
    State.SELF_CHECKED: gettext_lazy(
        "Passed → to be closed; not passed → mended again; the second time a supervision notice"
    ),
    State.PASSED: gettext_lazy("Closed; the same kind at the same place opens it again"),
    State.IN_PUBLICITY: gettext_lazy("Closed after its time in public"),
}
SIGNERS: dict[Level, Promise] = {
    Level.MINOR: gettext_lazy("the grid head"),
    Level.SERIOUS: gettext_lazy("the task force"),
    Level.MAJOR: gettext_lazy("the leader"),
    Level.SUPERIOR: gettext_lazy("the leader"),
}


def limit_of(view: CaseView) -> tuple[datetime | None, str]:
    """The limit that runs now, and its clock."""
    if view.state is State.SELF_CHECKED:
        return view.recheck_due_at, view.recheck_clock
    if view.state is State.SUBMITTED:
        return view.self_check_due_at, view.recheck_clock
    if view.state in {State.ASSIGNED, State.ACCEPTED, State.RECTIFYING}:
        return view.due_at, view.clock
    return None, ""


def left_of(view: CaseView, *, now: datetime) -> timedelta | None:
    """The time left on the limit that runs; None when none does."""
    due_at, clock = limit_of(view)
    return None if due_at is None else calendar.remaining(now=now, due=due_at, clock=clock)


def sentence(view: CaseView, lines: Sequence[Line], *, now: datetime) -> str:
    """State, what is next, time left."""
    left = left_of(view, now=now)
    said = {
        "title": view.title,
        "category": words.category(view.category),
        "level": words.word(words.CASE_LEVELS, view.level),
        "finder": words.name(view.reported_by),
        "unit": words.name(view.unit),
        "handler": words.name(view.handler),
        "signer": str(SIGNERS[view.level]),
        "left": _left(view, left),
        "reason": _last_reason(lines),
        "into": view.merged_into,
        "review": formats.when_short(view.review_at) if view.review_at else "",
        "interim": view.interim,
        "until": formats.when_short(view.publicity_until) if view.publicity_until else "",
        "took": formats.span((view.closed_at or now) - view.reported_at),
    }
    return _SAID[view.state](view, lines) % said


def _left(view: CaseView, left: timedelta | None) -> str:
    if left is None:
        return _("no limit")
    clock = words.word(words.CLOCKS, limit_of(view)[1])
    return _("%(left)s on the %(clock)s") % {"left": formats.remaining(left), "clock": clock}


def _last_reason(lines: Sequence[Line]) -> str:
    """Why it was last given back, declared void or refused."""
    for line in reversed(lines):
        if line.event in {"cases.returned", "cases.voided"}:
            return str(line.facts.get("reason", ""))
        if line.event == "cases.recheck_refused":
            return words.word(words.DEPENDENCE, str(line.facts.get("reason", "")))
    return ""


def _reported(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(title)s: %(category)s, reported by %(finder)s; the duty desk files it or declares it void.")


def _filed(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(title)s: %(category)s, filed as %(level)s; it is to be assigned to a unit.")


def _void(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(title)s is no case: %(reason)s.")


def _assigned(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(title)s is assigned to %(unit)s, which is to accept it; %(left)s.")


def _returned(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(unit)s returned %(title)s: %(reason)s. It is to be assigned anew.")


def _accepted(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(unit)s accepted %(title)s, handled by %(handler)s; the mending is to begin; %(left)s.")


def _rectifying(view: CaseView, lines: Sequence[Line]) -> str:
    last = next(
        (line.event for line in reversed(lines) if line.event in {"cases.recheck_failed", "cases.assigned"}),
        "",
    )
    if last == "cases.recheck_failed":
        return _("%(title)s did not pass the recheck and is being mended again by %(unit)s; %(left)s.")
    return _("%(title)s is being mended by %(unit)s; %(left)s.")


def _verifying(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(title)s: %(category)s, being verified; it is filed once there is a photo from the place.")


def _merged(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(title)s is the same problem as %(into)s, and was merged into it.")


def _parked(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(title)s is parked until %(review)s; meanwhile: %(interim)s")


def _submitted(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(title)s is reported as mended; the head of %(unit)s is to sign for it; %(left)s.")


def _self_checked(view: CaseView, lines: Sequence[Line]) -> str:
    moves = {"cases.recheck_refused", "cases.self_check_passed"}
    last = next((line.event for line in reversed(lines) if line.event in moves), "")
    if last == "cases.recheck_refused":
        return _(
            "%(title)s is mended; a recheck was refused because %(reason)s; "
            "somebody of another unit is to look; %(left)s."
        )
    return _(
        "%(title)s is mended and signed by %(unit)s; somebody of another unit is to recheck it; %(left)s."
    )


def _passed(view: CaseView, lines: Sequence[Line]) -> str:
    if view.is_grave:
        return _("%(title)s passed the recheck; it is to be shown in public before %(signer)s closes it.")
    return _("%(title)s passed the recheck; %(signer)s is to close it.")


def _in_publicity(view: CaseView, lines: Sequence[Line]) -> str:
    return _(
        "%(title)s passed the recheck and is shown in public until %(until)s; then %(signer)s closes it."
    )


def _closed(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(title)s is closed, %(took)s after it was reported.")


def _reopened(view: CaseView, lines: Sequence[Line]) -> str:
    return _("%(title)s came back and is now %(level)s; it is to be assigned anew.")


_SAID: dict[State, Callable[[CaseView, Sequence[Line]], str]] = {
    State.REPORTED: _reported,
    State.FILED: _filed,
    State.VOID: _void,
    State.ASSIGNED: _assigned,
    State.RETURNED: _returned,
    State.ACCEPTED: _accepted,
    State.RECTIFYING: _rectifying,
    State.VERIFYING: _verifying,
    State.MERGED: _merged,
    State.PARKED: _parked,
    State.SUBMITTED: _submitted,
    State.SELF_CHECKED: _self_checked,
    State.PASSED: _passed,
    State.IN_PUBLICITY: _in_publicity,
    State.CLOSED: _closed,
    State.REOPENED: _reopened,
}
