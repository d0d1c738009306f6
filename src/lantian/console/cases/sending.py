"""Sending cases on: somebody to recheck one, several to their units; what will happen, and the deed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.cases import actions
from lantian.cases import queries as cases
from lantian.cases.queries import CaseView, Rechecker
from lantian.cases.states import State
from lantian.console import refusals, words
from lantian.console.cases import forms
from lantian.console.orders import budgeting
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import Order
from lantian.dispatch.rules import KindOfGoing
from lantian.kernel.refusals import Refused
from lantian.ui import formats

TEMPLATE = "console/cases/forms/plain.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """The sending on its way: its form, filled in or not, and the deed."""

    label: str
    url: str
    form: forms.SendToRecheck
    template: str
    consequence: str
    do: Callable[[], object]
    done: str


def is_open(view: CaseView, by: Actor) -> bool:
    """Whether this person may send somebody now: it waits for a recheck, and nobody is sent yet."""
    if view.state is not State.SELF_CHECKED or not by.may(Verb.ISSUE_ORDER):
        return False
    return dispatch.running_order_about(view.number) is None


def label() -> str:
    """The deed in the office's words."""
    return _("Send somebody to recheck")


def url(number: str) -> str:
    """Where the form is."""
    return reverse("console:case-send-to-recheck", args=[number])


def consequence(view: CaseView) -> str:
    """What will happen and to whom."""
    due = formats.when_short(view.recheck_due_at) if view.recheck_due_at else _("no limit")
    return _(
        "Whoever you name sees the case at once and looks again from public ground by %(due)s. "
        "Only people independent of the mending can be named; the limit of the recheck runs on."
    ) % {"due": due}


def sent(order: Order | None) -> str:
    """Who is sent to look again, and by when; empty while nobody is."""
    if order is None:
        return ""
    said = {"officer": words.name(order.officer), "due": formats.when_short(order.due_at)}
    return _("%(officer)s is sent to look again by %(due)s") % said


def sending(
    view: CaseView, by: Actor, *, now: datetime, data: Any = None
) -> Sending:  # Any: Django's QueryDict
    """The form with everybody who may be named, the first proposed."""
    people = _people(view.number, by, now=now)
    filled = forms.SendToRecheck(data, people=people, initial={"officer_id": people[0][0] if people else ""})
    return Sending(
        label=label(),
        url=url(view.number),
        form=filled,
        template=TEMPLATE,
        consequence=consequence(view),
        do=lambda: actions.send_to_recheck(number=view.number, by=by, now=now, **filled.cleaned_data),
        done=_("%(number)s: somebody is sent to recheck it; they see it now.") % {"number": view.number},
    )


def _people(number: str, by: Actor, *, now: datetime) -> list[tuple[int, str]]:
    """Everybody of the area who can be sent and is independent, supervisors and the least busy first."""
    today = calendar.local_day(now)
    able = dispatch.officers(kind=KindOfGoing.PUBLIC_PATROL, on=today, under=by.area_path)
    can_go = {one.pk for one in able}
    found = cases.who_can_recheck(number, now=now)
    fit = [(one.person_id, _named(one)) for one in found if one.is_allowed and one.person_id in can_go]
    return budgeting.labelled(fit, now=now)


def _named(one: Rechecker) -> str:
    unit = one.unit_zh if words.is_chinese() else one.unit_en
    recent = ngettext("%d recheck in 30 days", "%d rechecks in 30 days", one.recent) % one.recent
    return f"{words.name(one)} · {unit} · {recent}"


def assign_several(numbers: Sequence[str], by: Actor, *, now: datetime) -> tuple[str, list[str]]:
    """Assign each case by its own route and limit: what was done in one sentence, and each refusal."""
    done, refused = [], []
    for number in numbers:
        try:
            actions.assign(number=number, by=by, now=now)
        except Refused as why:
            refused.append(_("%(number)s: %(why)s") % {"number": number, "why": refusals.sentence(why)})
        else:
            done.append(number)
    said = _("Assigned, each by its own route and limit: %(numbers)s.") % {"numbers": _(", ").join(done)}
    return said if done else "", refused
