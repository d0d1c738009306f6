"""Random draws: draw, draw again to check, publish afterwards, take out as a file."""

import csv
from datetime import timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.console import refusals, words
from lantian.console.draws import page
from lantian.console.draws.forms import DrawLots, PutIntoClass
from lantian.console.entry import Visit, open_to
from lantian.dispatch import actions as dispatch_actions
from lantian.dispatch import queries as dispatch
from lantian.dispatch.rules import KindOfGoing

KIND = KindOfGoing.STATUTORY_INSPECTION
VISITS_WITHIN = timedelta(days=14)


@open_to(Verb.SEE_DESK)
def draws(request: Visit) -> HttpResponse:
    """The draws this person may see, and for the desk the form of the next."""
    form = None
    if request.actor.may(Verb.DRAW):
        form = _form(request)
        if request.method == "POST" and form.is_valid():
            made: list[str] = []
            said = form.cleaned_data
            if refusals.attempt(
                form,
                lambda: made.append(dispatch_actions.draw(**said, by=request.actor, now=request.now)),
            ):
                messages.success(request, _("Drawn: %(number)s.") % {"number": made[0]})
                return redirect("console:draw", made[0])
    values = {"draws": page.draws(request.actor), "form": form}
    if form is not None:
        values["bases"] = page.bases(request.actor, now=request.now)
    status = 422 if form is not None and form.errors else 200
    return render(request, "console/draws/list.html", values, status=status)


@require_POST
@open_to(Verb.DRAW)
def set_class(request: Visit) -> HttpResponse:
    """Put a place into another class."""
    form = PutIntoClass(request.POST)
    if form.is_valid():
        dispatch_actions.set_class(**form.cleaned_data, by=request.actor, now=request.now)
        messages.success(request, _("The class is changed; it counts from the next draw."))
    return redirect("console:draws")


@open_to(Verb.SEE_DESK)
def draw(request: Visit, number: str) -> HttpResponse:
    """One draw; drawn again when that is asked."""
    shown = page.detail(number, request.actor)
    once_more = page.again(number, request.actor) if "again" in request.GET else ""
    return render(request, "console/draws/draw.html", {"draw": shown, "once_more": once_more})


@require_POST
@open_to(Verb.DRAW)
def publish(request: Visit, number: str) -> HttpResponse:
    """Open the result to everybody."""
    form = Form(request.POST)
    form.is_valid()
    if refusals.attempt(
        form, lambda: dispatch_actions.publish(number=number, by=request.actor, now=request.now)
    ):
        messages.success(request, _("The result is published; every unit can read it."))
    else:
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("console:draw", number)


@open_to(Verb.SEE_DESK)
def as_file(request: Visit, number: str) -> HttpResponse:
    """What this person may see of a draw, as CSV."""
    shown = page.detail(number, request.actor)
    reply = HttpResponse(content_type="text/csv; charset=utf-8")
    reply["Content-Disposition"] = f'attachment; filename="{number}.csv"'
    reply.write("\ufeff")
    rows = csv.writer(reply)
    rows.writerow([_("Place"), _("Class"), _("Who goes"), _("Order"), _("State"), _("Finding")])
    for one in shown.rows:
        rows.writerow([one.place, one.class_name, one.people, one.order, one.state, one.finding])
    rows.writerow([])
    rows.writerow([_("Seed"), shown.seed])
    rows.writerow(["SHA-256", shown.digest])
    return reply


def _form(request: Visit) -> DrawLots:
    today = calendar.local_day(request.now)
    whats = [(one.code, words.name(one)) for one in dispatch.purposes(on=today) if KIND in one.kinds_of_going]
    initial = {
        "until": (today + VISITS_WITHIN).isoformat(),
        "basis": dispatch.terms(KIND, on=today).basis,
        "plan": _("Random inspections of %(year)s") % {"year": today.year},
    }
    return DrawLots(request.POST if request.method == "POST" else None, initial=initial, whats=whats)
