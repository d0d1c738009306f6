"""Who counts for a place: seen by everybody at the desk, stated by administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.assessment import actions as assessment
from lantian.calendar import queries as calendar
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.members import page
from lantian.console.members.forms import MembershipForm
from lantian.registry import queries as registry


@open_to(Verb.SEE_DESK)
def members(request: Visit, code: str) -> HttpResponse:
    """The stations of a place with weight, dates and reason; an administrator states another."""
    region = registry.regions().get(code=code)
    codes = {row.station.code for row in registry.memberships(region)}
    form = MembershipForm(members=codes) if request.actor.may(Verb.SET_MEMBERSHIP) else None
    status = 200
    if request.method == "POST":
        form = MembershipForm(request.POST, members=codes)
        if form.is_valid() and refusals.attempt(
            form,
            lambda: assessment.set_membership(
                region=code, by=request.actor, now=request.now, **form.cleaned_data
            ),
        ):
            messages.success(request, _("It is stated; the days it touches are being assessed again."))
            return redirect("console:place-members", code)
        status = 422
    shown = page.compose(region, on=calendar.local_day(request.now))
    return render(request, "console/members/members.html", {"page": shown, "form": form}, status=status)
