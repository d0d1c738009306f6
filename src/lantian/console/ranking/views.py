"""Rankings: a page, and the same as a file."""

import csv

from django.http import HttpResponse
from django.shortcuts import render

from lantian.accounts.rules import Verb
from lantian.console.entry import Visit, open_to
from lantian.console.ranking import page
from lantian.console.ranking.forms import asked


@open_to(Verb.SEE_DESK)
def ranking(request: Visit) -> HttpResponse:
    """A group over a stretch of days; `?group= kind= by= on=` choose."""
    question = asked(request.GET, now=request.now)
    return render(request, "console/ranking/ranking.html", {"rank": page.compose(question)})


@open_to(Verb.SEE_DESK)
def table(request: Visit) -> HttpResponse:
    """The same as CSV, each unit with its address."""
    question = asked(request.GET, now=request.now)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"ranking-{question.group}-{question.kind}-{question.on}"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    csv.writer(response).writerows(page.rows(question))
    return response
