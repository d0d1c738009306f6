"""Briefings: what is said of each day, and who issues it."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.console.entry import Visit, open_to
from lantian.reporting import queries as reporting


@open_to(Verb.SEE_BRIEFINGS)
def briefings(request: Visit) -> HttpResponse:
    """The briefings by day, the newest first."""
    return HttpResponse(", ".join(one.number for one in reporting.briefings(request.actor)[:50]))


@open_to(Verb.SEE_BRIEFINGS)
def briefing(request: Visit, number: str) -> HttpResponse:
    """One briefing."""
    return HttpResponse(reporting.briefing(number, request.actor).number)


@open_to(Verb.SEE_BRIEFINGS)
def pdf(request: Visit, number: str) -> HttpResponse:
    """A briefing as paper."""
    return HttpResponse(reporting.pdf(number, request.actor), content_type="application/pdf")


@require_POST
@open_to(Verb.WRITE_BRIEFING)
def act(request: Visit) -> HttpResponse:
    """Write a day, or issue a draft."""
    return HttpResponse(status=422)
