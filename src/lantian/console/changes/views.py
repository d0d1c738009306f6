"""Published numbers that moved, the newest first."""

from django.http import HttpResponse
from django.shortcuts import render

from lantian.accounts.rules import Verb
from lantian.console.changes import forms, page
from lantian.console.entry import Visit, open_to


@open_to(Verb.SEE_DESK)
def changes(request: Visit) -> HttpResponse:
    """What moved; `?of=` chooses whose numbers, `?before=` goes on behind a row."""
    question = forms.asked(request.GET)
    return render(
        request,
        "console/changes/changes.html",
        {"page": page.compose(question, request.actor, now=request.now)},
    )
