"""An order on the phone: where to, what to look at, and the check-in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.console.entry import Visit, open_to
from lantian.console.refusals import attempt
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import Order
from lantian.dispatch.rules import Mode
from lantian.field.orders.forms import CheckInForm
from lantian.inspections import actions as inspections
from lantian.inspections import queries as visits
from lantian.ui import formats


@open_to(Verb.VISIT)
def order(request: Visit, number: str) -> HttpResponse:
    """One order; once checked in, its visit."""
    found = dispatch.order(number, request.actor)
    begun = visits.visit_of(number, request.actor)
    if begun is not None:
        return redirect("field:visit", key=begun.key)
    return _page(request, found, CheckInForm())


@open_to(Verb.VISIT)
def check_in(request: Visit, number: str) -> HttpResponse:
    """Say that one is there."""
    found = dispatch.order(number, request.actor)
    if request.method != "POST":
        return redirect("field:order", number=number)
    form = CheckInForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: inspections.check_in(
            order_number=number, by=request.actor, now=request.now, **form.cleaned_data
        ),
    ):
        return redirect("field:visit", key=form.cleaned_data["key"])
    return _page(request, found, form)


def _page(request: Visit, found: Order, form: CheckInForm) -> HttpResponse:
    left = calendar.remaining(now=request.now, due=found.due_at, clock=found.clock)
    terms, scan = dispatch.terms_of(found), dispatch.scan_of(found)
    values = {
        "needs_scan": terms.needs_scan_in and scan is None,
        "scanned": formats.clock_time(scan.at) if scan else "",
        "secret": found.mode == Mode.UNANNOUNCED,
        "basis": found.basis,
        "going": "、".join(words.name(person) for person, _part in dispatch.who_goes(found)),
        "number": found.number,
        "place": words.name(found.source) or words.name(found.grid),
        "grid": words.name(found.grid),
        "what": words.name(found.what),
        "kind": words.word(words.KINDS_OF_GOING, found.kind),
        "terms": words.word(words.GOING_RULES, found.kind),
        "state": words.word(words.ORDER_STATES, found.state),
        "is_mine": dispatch.goes_now(found, request.actor) and found.state == "issued",
        "due_at": found.due_at,
        "left": formats.remaining(left),
        "is_overdue": found.due_at < request.now,
        "clock": words.word(words.CLOCKS, found.clock),
        "target": found.source or (found.suspicion.episode.station if found.suspicion else None),
        "form": form,
        "check_in_url": reverse("field:check-in", args=[found.number]),
    }
    return render(request, "field/orders/order.html", values)
