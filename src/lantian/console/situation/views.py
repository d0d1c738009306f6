"""Today's situation."""

from django.http import HttpResponse
from django.shortcuts import render

from lantian.accounts.rules import Verb
from lantian.console.entry import Visit, open_to
from lantian.console.situation import page


@open_to(Verb.SEE_DESK)
def situation(request: Visit) -> HttpResponse:
    """What matters now; the page asks for itself again every minute."""
    shown = page.compose(request.actor, now=request.now)
    context = {"situation": shown, "as_table": request.GET.get("as") == "table"}
    return render(request, "console/situation/situation.html", context)
