"""What it takes: to the next place up, to the target, to the end of today."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lantian.accounts.rules import Verb
from lantian.assessment.queries import daybook
from lantian.assessment.queries import prospects as assessment
from lantian.calendar import queries as calendar
from lantian.console.entry import Visit, open_to
from lantian.console.prospects import ahead, page
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
    suppose, levels = Suppose(request.GET or None), Levels(request.GET or None)
    shown: dict[str, object] = {"suppose": suppose, "levels": levels, "kind": asked.kind}
    try:
        found = assessment.prospects(unit=code, group=group, kind=asked.kind, today=today)
    except assessment.NotRanked as refused:
        shown["not_ranked"] = page.not_ranked(refused, asked=asked)
        return render(request, "console/prospects/not_ranked.html", shown)
    shown["page"] = page.compose(found, asked=asked)
    if suppose.is_bound and suppose.is_valid() and suppose.changes:
        shown["outcome"] = page.suppose(found, suppose)
    stated = levels.stated if levels.is_bound and levels.is_valid() else {}
    shown["path"] = ahead.path(
        assessment.recover(unit=code, group=group, today=today, stated=stated, made=found.composition)
        if stated
        else found.path
    )
    if found.standings.kind == "region":
        shown["today"] = ahead.today(assessment.control_values(unit=code, now=request.now))
    return render(request, "console/prospects/prospects.html", shown)
