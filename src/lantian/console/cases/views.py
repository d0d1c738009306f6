"""Cases: the list, one case, and what may be done to it."""

from django.http import Http404, HttpResponse

from lantian.accounts.rules import Verb
from lantian.console.entry import Visit, open_to


@open_to(Verb.SEE_CASES)
def cases(request: Visit) -> HttpResponse:
    raise Http404


@open_to(Verb.SEE_CASES)
def case(request: Visit, number: str) -> HttpResponse:
    raise Http404


@open_to(Verb.SEE_CASES)
def act(request: Visit, number: str, act: str) -> HttpResponse:
    raise Http404


@open_to(Verb.SEE_CASES)
def figure(request: Visit, number: str, suffix: str) -> HttpResponse:
    raise Http404
