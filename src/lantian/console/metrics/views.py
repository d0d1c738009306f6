"""How well cases are closed: numbers by unit, and the cases behind one of them."""

from django.http import HttpResponse
from django.shortcuts import render

from lantian.accounts.rules import Verb
from lantian.console.entry import Visit, open_to
from lantian.console.metrics import page


@open_to(Verb.SEE_CASES)
def metrics(request: Visit) -> HttpResponse:
    """The numbers of a period (`?first= last=`); `?show= unit=` opens the cases of one of them."""
    form = page.asked(request.GET, now=request.now)
    shown = page.compose(form, request.actor, now=request.now)
    return render(
        request, "console/metrics/metrics.html", {"page": shown}, status=200 if form.is_valid() else 400
    )
