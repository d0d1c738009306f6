"""Where nobody has looked in time: the list, each with its weeks, and the map."""

from django.http import HttpResponse
from django.shortcuts import render

from lantian.accounts.rules import Verb
from lantian.console.coverage import page
from lantian.console.entry import Visit, open_to


@open_to(Verb.SEE_COVERAGE)
def coverage(request: Visit) -> HttpResponse:
    """The list; `?grid=`, `?what=`, `?holes=on` narrow it."""
    shown = page.compose(request.actor, given=request.GET, now=request.now)
    return render(request, "console/coverage/coverage.html", {"page": shown})
