"""Rankings."""

from django.http import HttpResponse
from django.shortcuts import render

from lantian.accounts.rules import Verb
from lantian.console.entry import Visit, open_to
from lantian.console.ranking import page
from lantian.console.ranking.forms import asked


@open_to(Verb.SEE_DESK)
def ranking(request: Visit) -> HttpResponse:
    """A group over a stretch of days; `?group= kind= by= on=` choose, `sort=` orders the table."""
    question = asked(request.GET, now=request.now)
    return render(request, "console/ranking/ranking.html", {"rank": page.compose(question)})
