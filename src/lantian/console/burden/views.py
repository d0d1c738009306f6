"""What the campaign asks of its officers, week by week."""

from django.http import HttpResponse
from django.shortcuts import render

from lantian.accounts.rules import Verb
from lantian.console.burden import page
from lantian.console.entry import Visit, open_to


@open_to(Verb.SEE_DESK)
def burden(request: Visit) -> HttpResponse:
    """The weeks; `?week=` chooses one, `?show= who=` opens what stands behind a number."""
    shown = page.compose(request.actor, given=request.GET, now=request.now)
    return render(request, "console/burden/burden.html", {"page": shown})
