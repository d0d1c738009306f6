"""Stations: the newest hour of all, and one with its hours, packets, alarms and flags."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from airshed.standards.tables import POLLUTANTS
from lantian.accounts.rules import Verb
from lantian.assessment import permissions
from lantian.assessment.queries import hours
from lantian.assessment.queries.hours import Series
from lantian.console.entry import Visit, open_to
from lantian.console.stations import listing, page
from lantian.registry.models import Station
from lantian.ui.figures import standalone


@open_to(Verb.SEE_DESK)
def stations(request: Visit) -> HttpResponse:
    """Every station; `?as=map` draws them."""
    as_map = request.GET.get("as") == "map"
    shown = listing.compose(request.actor, with_map=as_map)
    return render(request, "console/stations/list.html", {"stations": shown, "as_map": as_map})


@open_to(Verb.SEE_DESK)
def station(request: Visit, code: str) -> HttpResponse:
    """One station; `?p=` chooses the parameter, `?h=` 24 or 72 hours, `?episode=` what is told in full."""
    parameter, length = _asked(request)
    asked = {"parameter": parameter, "length": length, "episode": request.GET.get("episode", "")}
    shown = page.detail(code, request.actor, now=request.now, **asked)
    choices = {"parameters": POLLUTANTS, "lengths": page.LENGTHS}
    return render(request, "console/stations/station.html", {"station": shown, **choices})


@open_to(Verb.SEE_DESK)
def figure(request: Visit, code: str) -> HttpResponse:
    """The figure as a file that stands alone."""
    found, held = series(request, code)
    response = HttpResponse(standalone.render(page.figure(found, held)), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{code}-{held.figure}.svg"'
    return response


def _asked(request: Visit) -> tuple[str, int]:
    parameter = request.GET.get("p", "pm10")
    length = request.GET.get("h", str(page.LENGTHS[0]))
    if parameter not in POLLUTANTS or length not in {str(one) for one in page.LENGTHS}:
        raise Http404
    return parameter, int(length)


def series(request: Visit, code: str) -> tuple[Station, Series]:
    """A station and the hours of its figure, as `?p=` and `?h=` choose them."""
    parameter, length = _asked(request)
    found = permissions.visible_stations(request.actor).get(code=code)
    return found, hours.series(found, figure=parameter, last=hours.latest_hour() or request.now, hours=length)
