"""Where a number comes from, down to the packet it arrived in."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.console.entry import Visit, open_to
from lantian.console.explain import examples, forms, page
from lantian.kernel.references import BadAddress
from lantian.reporting import queries as reporting


@open_to(Verb.EXPLAIN)
def explain(request: Visit) -> HttpResponse:
    """The way down from the address asked for; without one, what an address is."""
    address = request.GET.get("a", "").strip()
    return _way_down(request, address) if address else _ask(request, forms.Ask())


@open_to(Verb.EXPLAIN)
def packet(request: Visit, position: int) -> HttpResponse:
    """The packet at a journal position."""
    return _way_down(request, f"observations.packet:{position}")


def _way_down(request: Visit, address: str) -> HttpResponse:
    try:
        trace = reporting.trace(address, by=request.actor)
    except BadAddress:
        return _nowhere(
            request, address, _("This is no address: room.kind:key@position is needed."), status=400
        )
    except reporting.NotYet as error:
        return _nowhere(request, address, _not_yet(error), status=400)
    except reporting.CannotTrace:
        return _nowhere(
            request, address, _("Nothing is kept under this address, or it is not yours to see."), status=404
        )
    if request.GET.get("format") == "json":
        return JsonResponse(reporting.trace_as_json(trace), json_dumps_params={"ensure_ascii": False})
    return render(request, "console/explain/explain.html", {"explained": page.compose(trace)})


def _not_yet(error: reporting.NotYet) -> str:
    return _(
        "Position %(as_of)d lies in the future: the newest thing recorded is at %(newest)d. Take a "
        "smaller one."
    ) % {"as_of": error.as_of, "newest": error.newest}


def _nowhere(request: Visit, address: str, sentence: str, *, status: int) -> HttpResponse:
    if request.GET.get("format") == "json":
        return JsonResponse(
            {"address": address, "error": sentence}, status=status, json_dumps_params={"ensure_ascii": False}
        )
    form = forms.Ask({"a": address})
    form.add_error("a", sentence)
    return _ask(request, form, status=status)


def _ask(request: Visit, form: forms.Ask, *, status: int = 200) -> HttpResponse:
    shown = {"form": form, "examples": examples.examples(request.actor)}
    return render(request, "console/explain/ask.html", shown, status=status)
