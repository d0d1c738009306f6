"""Places: the overview, one place, and its targets."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.assessment import actions as assessment
from lantian.console import refusals, sorting, words
from lantian.console.entry import Visit, open_to
from lantian.console.places import page
from lantian.console.places.forms import TargetForm
from lantian.registry import queries as registry


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
