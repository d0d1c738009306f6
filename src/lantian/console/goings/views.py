"""Plan a visit; make two planned visits one; read what each kind of going allows."""

from decimal import Decimal

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.goings import page
from lantian.dispatch import actions as dispatch_actions


@open_to(Verb.ISSUE_ORDER)
def plan(request: Visit) -> HttpResponse:
    """The form of a planned visit, and what the choice means."""
    by, now = request.actor, request.now
    if request.method != "POST":
        form = page.form_for(by, now=now, given=request.GET)
        return _page(request, form)
    form = page.form_for(by, now=now, data=request.POST, given={})
    made: list[str] = []
    if form.is_valid() and refusals.attempt(form, lambda: made.append(_issue(request, form))):
        messages.success(request, _("%(number)s is planned; those who go see it now.") % {"number": made[0]})
        return redirect("console:order", made[0])
    return _page(request, form, status=422)


@require_POST
@open_to(Verb.ISSUE_ORDER)
def merge(request: Visit, number: str) -> HttpResponse:
    """Make a planned visit part of another to the same firm."""
    into = request.POST.get("into", "")
    form = Form(request.POST)
    form.is_valid()
    if refusals.attempt(
        form,
        lambda: dispatch_actions.merge(number=number, into=into, by=request.actor, now=request.now),
    ):
        said = _("%(number)s is part of this visit now; its people join.") % {"number": number}
        messages.success(request, said)
        return redirect("console:order", into)
    messages.error(request, " ".join(form.non_field_errors()))
    return redirect("console:order", number)


@open_to(Verb.SEE_DESK)
def kinds(request: Visit) -> HttpResponse:
    """What each kind of going allows and asks for today."""
    shown = page.kinds(on=calendar.local_day(request.now))
    return render(request, "console/goings/kinds.html", {"kinds": shown})


def _issue(request: Visit, form: page.PlanVisit) -> str:
    said = form.cleaned_data
    source = page.source_of(said["source_code"], request.actor)
    return dispatch_actions.issue(
        kind=said["kind"],
        grid_code=source.grid.code,
        officer_id=said["officer_id"],
        companion_id=said["companion_id"],
        what=said["what"],
        hours=Decimal(1),
        clock="natural",
        source_code=source.code,
        planned=form.planned,
        over_reason=said["over_reason"],
        by=request.actor,
        now=request.now,
    )


def _page(request: Visit, form: page.PlanVisit, *, status: int = 200) -> HttpResponse:
    today = calendar.local_day(request.now)
    chosen = {name: str(form[name].value() or "") for name in ("kind", "mode", "source_code", "on")}
    shown = page.consequence(request.actor, given=chosen, today=today)
    return render(request, "console/goings/plan.html", {"form": form, "shown": shown}, status=status)
