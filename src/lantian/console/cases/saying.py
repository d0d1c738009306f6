"""What each act will do, to whom and by when; and what is said when it is done."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.calendar import queries as calendar
from lantian.cases import models
from lantian.cases import queries as cases
from lantian.cases.states import Move
from lantian.console import words
from lantian.console.cases.deeds import Setting
from lantian.ui import formats

DONE: dict[Move, Promise] = {
    Move.FILE: gettext_lazy("%(number)s is filed; next it is assigned to a unit."),
    Move.VOID: gettext_lazy("%(number)s is void; the reason stays in the history."),
    Move.ASSIGN: gettext_lazy("%(number)s is assigned; the unit sees it in its list now."),
    Move.RETURN: gettext_lazy("%(number)s is returned; the duty desk assigns it anew."),
    Move.ACCEPT: gettext_lazy("%(number)s is accepted; the handler sees it now."),
    Move.START: gettext_lazy("The mending of %(number)s has begun."),
    Move.PLAN: gettext_lazy("The plan of %(number)s is set; the mending has begun."),
    Move.SUBMIT: gettext_lazy("%(number)s is reported as mended; the head of the unit is to sign."),
    Move.RECHECK_PASS: gettext_lazy("%(number)s passed the recheck; it is to be closed."),
    Move.RECHECK_FAIL: gettext_lazy("%(number)s goes back to be mended, with your reasons and a new limit."),
    Move.PUBLICISE: gettext_lazy("%(number)s is shown in public."),
    Move.VERIFY: gettext_lazy(
        "%(number)s is being verified; it is filed once there is a photo from the place."
    ),
    Move.MERGE: gettext_lazy("%(number)s is merged; its photos and reporters went along."),
    Move.HAND_DOWN: gettext_lazy("%(number)s is handed down; the unit stays answerable."),
    Move.ASK_EXTENSION: gettext_lazy(
        "More time is asked for; until it is decided %(number)s keeps its limit."
    ),
    Move.GRANT_EXTENSION: gettext_lazy("%(number)s has more time."),
    Move.REFUSE_EXTENSION: gettext_lazy("%(number)s keeps its limit."),
    Move.PARK: gettext_lazy("%(number)s is parked; its clock stands still until the review."),
    Move.RESUME: gettext_lazy("%(number)s goes on; its clock runs again."),
    Move.PASS_SELF_CHECK: gettext_lazy("%(number)s is signed; somebody of another unit is to recheck it."),
    Move.FAIL_SELF_CHECK: gettext_lazy("%(number)s goes back to its handler."),
    Move.UPHOLD_OBJECTION: gettext_lazy("%(number)s is to be rechecked by a third person."),
    Move.RECHECK_LATER_OK: gettext_lazy("%(number)s still holds."),
    Move.CLOSE: gettext_lazy("%(number)s is closed."),
    Move.REOPEN: gettext_lazy("%(number)s is open again, one level higher."),
}


def done(move: Move, number: str) -> str:
    """What is said when it is done."""
    return str(DONE[move]) % {"number": number}


def consequence(move: Move, at: Setting) -> str:
    """What will happen and to whom, before it is done."""
    return _SAYINGS[move](at)


def limit(step: str, at: Setting) -> str:
    """When a step that starts now must be done: 11月23日 17:30（工作钟）."""
    due_at, clock = cases.due(step, at.case, now=at.now)
    return _("%(due)s (%(clock)s)") % {
        "due": formats.when_short(due_at),
        "clock": words.word(words.CLOCKS, clock),
    }


def _file(at: Setting) -> str:
    return _(
        "It becomes a case under this level; next it is assigned to a unit. The report of %(finder)s counts."
    ) % {"finder": words.name(at.view.reported_by)}


def _void(at: Setting) -> str:
    return _("It ends here as no case. %(finder)s reads the reason; it stays in the history.") % {
        "finder": words.name(at.view.reported_by)
    }


def _assign(at: Setting) -> str:
    unit = cases.route_of(at.case, now=at.now)
    return _("Assigned to %(unit)s, to be mended by %(due)s. The unit may return it until %(until)s.") % {
        "unit": words.name(unit) or _("a unit you choose"),
        "due": limit(models.Limit.Step.RECTIFY, at),
        "until": limit(models.Limit.Step.RETURN, at),
    }


def _return(at: Setting) -> str:
    allowed = cases.bounds(on=calendar.local_day(at.now)).allowed_returns
    return _("Goes back to the duty desk, which assigns it anew. Returned %(times)d of %(most)d times.") % {
        "times": at.view.returns,
        "most": allowed,
    }


def _accept(at: Setting) -> str:
    return _("The handler is to mend it by %(due)s; accepting does not move the limit.") % {"due": _due(at)}


def _start(at: Setting) -> str:
    return _("The history shows that the mending has begun; it is due by %(due)s.") % {"due": _due(at)}


def _plan(at: Setting) -> str:
    return _("The mending begins with this plan; it is due by %(due)s.") % {"due": _due(at)}


def _submit(at: Setting) -> str:
    return _("The head of the unit signs by %(due)s; then somebody of another unit looks.") % {
        "due": limit(models.Limit.Step.SELF_CHECK, at)
    }


def _recheck(at: Setting) -> str:
    return _("Passed: it is to be closed. Not passed: back to %(handler)s, to be mended by %(due)s.") % {
        "handler": words.name(at.view.handler),
        "due": limit(models.Limit.Step.RECTIFY, at),
    }


def _publicise(at: Setting) -> str:
    return _("Shown in public until %(due)s; only then can it be closed.") % {
        "due": limit(models.Limit.Step.PUBLICITY, at)
    }


def _close(at: Setting) -> str:
    days = cases.bounds(on=calendar.local_day(at.now)).rebound_days
    return _(
        "Signed off by you. The same kind at the same place within %(days)d days opens it again, "
        "one level higher."
    ) % {"days": days}


def _reopen(at: Setting) -> str:
    return _("It comes back one level higher, and the duty desk assigns it anew.")


def _verify(at: Setting) -> str:
    return _("Somebody looks first. It is filed once there is a photo from the place, or declared void.")


def _merge(at: Setting) -> str:
    return _("This number ends here and points to the other. %(finder)s hears what comes of it.") % {
        "finder": words.name(at.view.reported_by)
    }


def _hand_down(at: Setting) -> str:
    return _("%(unit)s stays answerable; the limit does not move.") % {"unit": words.name(at.view.unit)}


def _ask(at: Setting) -> str:
    return _("Whoever stands one level above decides. Until then it is due by %(due)s.") % {"due": _due(at)}


def _grant(at: Setting) -> str:
    return _("Due so far by %(due)s; the history shows both.") % {"due": _due(at)}


def _park(at: Setting) -> str:
    return _("The clock stands still; what is left of it runs again at the review. It stays on every list.")


def _resume(at: Setting) -> str:
    return _("The clock runs again with what was left of it.")


def _self_check(at: Setting) -> str:
    return _("Signed by you for the unit; somebody of another unit looks by %(due)s.") % {
        "due": limit(models.Limit.Step.RECHECK, at)
    }


def _fail_self_check(at: Setting) -> str:
    return _("Back to %(handler)s; due by %(due)s as before.") % {
        "handler": words.name(at.view.handler),
        "due": _due(at),
    }


def _uphold(at: Setting) -> str:
    return _("It leaves the public view and is rechecked by somebody who has not looked at it before.")


def _later(at: Setting) -> str:
    return _("Holds: it stays closed. Undone: it opens again, one level higher.")


def _due(at: Setting) -> str:
    if at.view.due_at is None:
        return _("no limit")
    return _("%(due)s (%(clock)s)") % {
        "due": formats.when_short(at.view.due_at),
        "clock": words.word(words.CLOCKS, at.view.clock),
    }


_SAYINGS: dict[Move, Callable[[Setting], str]] = {
    Move.FILE: _file,
    Move.VOID: _void,
    Move.ASSIGN: _assign,
    Move.RETURN: _return,
    Move.ACCEPT: _accept,
    Move.START: _start,
    Move.PLAN: _plan,
    Move.SUBMIT: _submit,
    Move.RECHECK_PASS: _recheck,
    Move.RECHECK_FAIL: _recheck,
    Move.PUBLICISE: _publicise,
    Move.CLOSE: _close,
    Move.VERIFY: _verify,
    Move.MERGE: _merge,
    Move.HAND_DOWN: _hand_down,
    Move.ASK_EXTENSION: _ask,
    Move.GRANT_EXTENSION: _grant,
    Move.REFUSE_EXTENSION: _grant,
    Move.PARK: _park,
    Move.RESUME: _resume,
    Move.PASS_SELF_CHECK: _self_check,
    Move.FAIL_SELF_CHECK: _fail_self_check,
    Move.UPHOLD_OBJECTION: _uphold,
    Move.RECHECK_LATER_OK: _later,
    Move.REOPEN: _reopen,
}
