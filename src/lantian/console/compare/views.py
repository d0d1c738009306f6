"""Comparisons: a page, and the same as a file."""

import csv

from django.http import HttpResponse
from django.shortcuts import render

from lantian.accounts.rules import Verb
from lantian.console.compare import page
from lantian.console.compare.forms import Asked, Choose, asked
from lantian.console.entry import Visit, open_to


@open_to(Verb.SEE_DESK)
def compare(request: Visit) -> HttpResponse:
    """Up to six side by side; `?place= station= figure= first= last= over=` choose."""
    return _page(request, asked(request.GET, by=request.actor, now=request.now))


@open_to(Verb.SEE_DESK)
def values(request: Visit) -> HttpResponse:
    """What the page shows as CSV, each value with its address."""
    question = asked(request.GET, by=request.actor, now=request.now)
    if question.problems:
        return _page(request, question)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"compare-{question.figure}-{question.first}-{question.last}"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    csv.writer(response).writerows(page.rows(question))
    return response


def _page(request: Visit, question: Asked) -> HttpResponse:
    """The page; with a problem in the question it says so."""
    shown = {"page": page.compose(question), "form": Choose(question, entered=request.GET)}
    return render(request, "console/compare/compare.html", shown, status=400 if question.problems else 200)
