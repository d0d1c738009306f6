"""The operator's page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.console.entry import Visit, open_to
from lantian.console.quarantine import page
from lantian.ingest import actions as ingest_actions


@open_to(Verb.SEE_QUARANTINE)
def quarantine(request: Visit) -> HttpResponse:
    """What was set aside and how the house runs; `?walk=1` walks the whole chain of seals."""
    shown = page.compose(now=request.now, walk="walk" in request.GET)
    return render(request, "console/quarantine/quarantine.html", {"running": shown})


@require_POST
@open_to(Verb.SEE_QUARANTINE)
def settle(request: Visit, pk: int) -> HttpResponse:
    """A row was dealt with."""
    try:
        ingest_actions.settle(quarantine_id=pk, now=request.now)
    except ingest_actions.SettledAlready:
        messages.info(request, _("Somebody else had already settled it."))
    else:
        messages.success(request, _("Settled. If it comes again, a new row appears."))
    return redirect("console:quarantine")
