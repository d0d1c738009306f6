"""Where a number comes from, down to the packet it arrived in."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from lantian.accounts.rules import Verb
from lantian.console.entry import Visit, open_to
from lantian.reporting import queries as reporting


@open_to(Verb.EXPLAIN)
def explain(request: Visit) -> HttpResponse:
    """The way down from the address asked for."""
    found = reporting.trace(request.GET.get("a", ""), by=request.actor)
    return JsonResponse(reporting.trace_as_json(found), json_dumps_params={"ensure_ascii": False})


@open_to(Verb.EXPLAIN)
def packet(request: Visit, position: int) -> HttpResponse:
    """The packet at a journal position."""
    found = reporting.trace(f"observations.packet:{position}", by=request.actor)
    return JsonResponse(reporting.trace_as_json(found), json_dumps_params={"ensure_ascii": False})
