"""Comparisons."""

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


def _page(request: Visit, question: Asked) -> HttpResponse:
    """The page; with a problem in the question it says so."""
    shown = {"page": page.compose(question), "form": Choose(question, entered=request.GET)}
    return render(request, "console/compare/compare.html", shown, status=400 if question.problems else 200)
