"""Places: the overview, one place, and its targets."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.assessment import actions as assessment
from lantian.calendar import queries as calendar
from lantian.console import refusals, sorting, words
from lantian.console.entry import Visit, open_to
from lantian.console.places import forms, page, wall
from lantian.console.places.forms import TargetForm
from lantian.registry import queries as registry
from lantian.ui.figures import standalone


@open_to(Verb.SEE_DESK)
def places(request: Visit) -> HttpResponse:
    """All places, ours first; `?sort=` orders them."""
    order = sorting.order(request.GET, page.COLUMNS, usual=page.OURS_FIRST)
    shown = {"groups": page.overview(order), "headings": tuple(page.headings(order))}
    return render(request, "console/places/list.html", shown)


@open_to(Verb.SEE_DESK)
def place(request: Visit, code: str) -> HttpResponse:
    """One place over now, yesterday, month and year."""
    region = registry.counted_regions().get(code=code)
    shown = page.compose(region, now=request.now)
    may_set = request.actor.may(Verb.SET_TARGET)
    return render(request, "console/places/place.html", {"seen": shown, "may_set": may_set})


@open_to(Verb.SEE_DESK)
def year(request: Visit, code: str) -> HttpResponse:
    """A year of a place for a wall; `?year=` chooses it, `?paper=a3` the sheet it is printed on."""
    region = registry.counted_regions().get(code=code)
    asked, today = forms.asked_year(request.GET, now=request.now), calendar.local_day(request.now)
    shown = {"wall": wall.compose(region, year=asked.year, today=today), "paper": asked.paper}
    return render(request, "console/places/year.html", shown)


@open_to(Verb.SEE_DESK)
def year_figure(request: Visit, code: str, what: str) -> HttpResponse:
    """One of its figures as a file that stands alone."""
    region = registry.counted_regions().get(code=code)
    asked, today = forms.asked_year(request.GET, now=request.now), calendar.local_day(request.now)
    svg = wall.drawn(region, what=what, year=asked.year, today=today)
    if not svg:
        raise Http404
    response = HttpResponse(standalone.render(svg), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{code}-{asked.year}-{what}.svg"'
    return response


@open_to(Verb.SET_TARGET)
def target(request: Visit, code: str) -> HttpResponse:
    """Set a place a target."""
    region = registry.counted_regions().get(code=code)
    form = TargetForm(request.POST or None)
    if form.is_valid() and refusals.attempt(
        form,
        lambda: assessment.set_target(
            subject_kind="region", subject=code, by=request.actor, now=request.now, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The target is set."))
        return redirect("console:place", code=code)
    title = _("Set a target for %(name)s") % {"name": words.name(region)}
    return render(request, "console/places/target.html", {"form": form, "title": title, "code": code})
