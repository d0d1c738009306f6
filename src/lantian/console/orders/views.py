"""Orders: who is out, where, by when; and what they found."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.orders import forms, listing, page
from lantian.dispatch import actions as dispatch_actions


@open_to(Verb.SEE_DESK)
def orders(request: Visit) -> HttpResponse:
    """The orders of one tab."""
    tab = request.GET.get("tab", "running")
    if tab not in listing.TABS:
        raise Http404
    shown = listing.listing(request.actor, tab=tab, given=request.GET, now=request.now)
    may_plan = request.actor.may(Verb.ISSUE_ORDER)
    return render(request, "console/orders/list.html", {"orders": shown, "may_plan": may_plan})


@open_to(Verb.SEE_DESK)
def order(request: Visit, number: str) -> HttpResponse:
    """One order."""
    shown = page.detail(number, request.actor, now=request.now)
    return render(request, "console/orders/order.html", {"order": shown, "form": forms.Withdraw()})


@require_POST
@open_to(Verb.WITHDRAW_ORDER)
def withdraw(request: Visit, number: str) -> HttpResponse:
    """Take an order back before anybody has arrived."""
    form = forms.Withdraw(request.POST)
    shown = page.detail(number, request.actor, now=request.now)
    if form.is_valid() and refusals.attempt(
        form,
        lambda: dispatch_actions.withdraw(
            number=number, by=request.actor, now=request.now, **form.cleaned_data
        ),
    ):
        messages.success(request, _("%(number)s is withdrawn; the officer reads why.") % {"number": number})
        return redirect("console:order", number)
    return render(request, "console/orders/order.html", {"order": shown, "form": form}, status=422)
