"""What it takes: to the next place up, to the target, to the end of today."""

from collections.abc import Mapping
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantian.accounts.rules import Verb
from lantian.assessment.queries import daybook, reckoning
from lantian.assessment.queries import prospects as assessment
from lantian.assessment.queries.standing import Standings
from lantian.calendar import queries as calendar
from lantian.console.entry import Visit, open_to
from lantian.console.prospects import ahead, page, reckoned, supposing
from lantian.console.prospects.forms import Levels, Suppose, horizon
from lantian.registry import queries as registry


@open_to(Verb.SEE_DESK)
def ours(request: Visit) -> HttpResponse:
    """Our district's own page; without a station that counts for it there is nothing to tell yet."""
    own = registry.our_district()
    if own.code in daybook.units(daybook.DISTRICTS).names:
        return redirect("console:prospects", group=daybook.DISTRICTS, code=own.code)
    shown = page.without_stations(own, asked=horizon(request.GET))
    return render(request, "console/prospects/not_ranked.html", {"not_ranked": shown})


@open_to(Verb.SEE_DESK)
def prospects(request: Visit, group: str, code: str) -> HttpResponse:
    """One unit; `?kind=` chooses the horizon, the form supposes other values, the other states levels."""
    if group not in daybook.GROUPS or code not in daybook.units(group).names:
        raise Http404
    asked = horizon(request.GET)
    today = calendar.local_day(request.now)
    levels = Levels(request.GET or None)
    shown: dict[str, object] = {"levels": levels, "kind": asked.kind, "group": group, "code": code}
    try:
        found = assessment.prospects(unit=code, group=group, kind=asked.kind, today=today)
    except assessment.NotRanked as refused:
        shown["not_ranked"] = page.not_ranked(refused, asked=asked)
        return render(request, "console/prospects/not_ranked.html", shown)
    shown["page"] = page.compose(found, asked=asked)
    suppose = Suppose(request.GET or None, values=_values(found.standings, code))
    if not suppose.is_bound or suppose.is_valid():
        shown["outcome"] = supposing.outcome(found.standings, suppose, unit=code)
    shown["suppose"] = suppose
    stated = levels.stated if levels.is_bound and levels.is_valid() else {}
    shown["path"] = ahead.path(
        assessment.recover(unit=code, group=group, today=today, stated=stated, made=found.composition)
        if stated
        else found.path
    )
    if found.standings.kind == "region":
        shown["today"] = ahead.today(
            assessment.control_values(unit=code, now=request.now), group=group, code=code, kind=asked.kind
        )
    return render(request, "console/prospects/prospects.html", shown)


@open_to(Verb.SEE_DESK)
def suppose(request: Visit, group: str, code: str) -> HttpResponse:
    """What other values come to, alone: asked for while a slider moves."""
    if group not in daybook.GROUPS or code not in daybook.units(group).names:
        raise Http404
    asked = horizon(request.GET)
    today = calendar.local_day(request.now)
    try:
        seen = assessment.standings_so_far(unit=code, group=group, kind=asked.kind, today=today)
    except assessment.NotRanked as refused:
        raise Http404(str(refused)) from refused
    form = Suppose(request.GET, values=_values(seen, code))
    told = supposing.outcome(seen, form, unit=code) if form.is_valid() else None
    shown = {"suppose": form, "outcome": told}
    response = render(request, "console/prospects/outcome.html", shown, status=200 if told else 400)
    page_url = reverse("console:prospects", args=[group, code])
    response["HX-Replace-Url"] = f"{page_url}?{request.GET.urlencode()}"
    return response


@open_to(Verb.SEE_DESK)
def how(request: Visit, group: str, code: str, what: str, pollutant: str) -> HttpResponse:
    """How one allowance or control value is worked out: formula, inputs, every rounding."""
    if group not in daybook.GROUPS or code not in daybook.units(group).names:
        raise Http404
    asked = horizon(request.GET)
    try:
        found = reckoning.reckon(
            unit=code, group=group, kind=asked.kind, what=what, pollutant=pollutant, now=request.now
        )
    except (assessment.NotRanked, reckoning.NothingToReckon) as refused:
        raise Http404(str(refused)) from refused
    name = page.name_of(group, code)
    shown = reckoned.compose(found, name=name, group=group, code=code, kind=asked.kind)
    return render(request, "console/prospects/how.html", {"page": shown})


def _values(seen: Standings, code: str) -> Mapping[str, Decimal]:
    own = seen.of(code)
    return {} if own is None else own.values
