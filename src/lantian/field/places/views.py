"""The code at a gate, opened by the camera: the order for the place, or a patrol one may begin oneself."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.console import going_words, words
from lantian.console.entry import Visit, open_to
from lantian.dispatch import actions as dispatch_actions
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import PlaceCode
from lantian.dispatch.rules import KindOfGoing
from lantian.ui import formats


class ScanForm(forms.Form):
    """Where the phone is while it scans; it may not know."""

    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    accuracy_m = forms.FloatField(required=False, min_value=0, widget=forms.HiddenInput)


@open_to(Verb.VISIT)
def at(request: Visit, code: str) -> HttpResponse:
    """What this person may do at the place of a code."""
    by = request.actor
    place = dispatch.place_of_code(code)
    mine = list(dispatch.orders_here(by, place))
    patrols = dispatch.terms(KindOfGoing.PUBLIC_PATROL, on=calendar.local_day(request.now)).may_go
    may_patrol = by.role in patrols and by.covers(place.grid.organisation.path)
    if not mine and not may_patrol:
        raise PlaceCode.DoesNotExist(f"nothing of {by.id} is at {code}")
    orders = [
        {
            "number": one.number,
            "what": words.name(one.what),
            "kind": words.word(words.KINDS_OF_GOING, one.kind),
            "mode": words.word(going_words.MODES, one.mode),
            "due": formats.when_short(one.due_at),
            "is_begun": one.arrived_at is not None,
        }
        for one in mine
    ]
    values = {
        "code": code,
        "place": words.name(place),
        "grid": words.name(place.grid),
        "orders": orders,
        "may_patrol": may_patrol and not any(one.kind == KindOfGoing.PUBLIC_PATROL for one in mine),
        "form": ScanForm(),
    }
    return render(request, "field/places/at.html", values)


@require_POST
@open_to(Verb.VISIT)
def scan(request: Visit, code: str, number: str) -> HttpResponse:
    """Scan in on an order, then check in."""
    form = ScanForm(request.POST)
    place = form.cleaned_data if form.is_valid() else {"lon": None, "lat": None, "accuracy_m": None}
    dispatch_actions.scan_in(number=number, code=code, by=request.actor, now=request.now, **place)
    return redirect("field:order", number=number)


@require_POST
@open_to(Verb.VISIT)
def patrol(request: Visit, code: str) -> HttpResponse:
    """Begin a patrol from public ground at the place."""
    number = dispatch_actions.go_oneself(code=code, by=request.actor, now=request.now)
    return redirect("field:order", number=number)
