"""Who an escalation would meet and whether each can be reached, before it is needed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts import actions as accounts
from lantian.accounts.rules import Verb
from lantian.console.entry import Visit, open_to
from lantian.console.reach import page


@open_to(Verb.SEE_REACH)
def reach(request: Visit) -> HttpResponse:
    """Every unit with open cases, those with holes first."""
    shown = page.listing(request.actor, now=request.now)
    return render(request, "console/reach/reach.html", {"page": shown})


@require_POST
@open_to(Verb.SEE_MEANS)
def confirm(request: Visit, means: int) -> HttpResponse:
    """Note that somebody was reached today."""
    accounts.confirm_means(means_id=means, by=request.actor, now=request.now)
    messages.success(request, _("Noted: they were reached today."))
    return redirect("console:reach")
