"""Anything an officer comes across: a photo, a kind, sent. Three taps, with or without a signal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.cases import actions as cases
from lantian.cases import rules
from lantian.console import words
from lantian.console.entry import Visit, open_to
from lantian.console.refusals import attempt
from lantian.field.reports.forms import ReportForm
from lantian.field.visits import choices
from lantian.field.visits.replies import for_script
from lantian.inspections import actions as inspections
from lantian.kernel import references
from lantian.registry import queries as registry
from lantian.registry.models import Source

# kinds in the order officers meet them; the rest stand behind "more"
FIRST_KINDS = (
    "construction_dust",
    "bare_land",
    "road_dust",
    "stockpile",
    "open_burning",
    "smoke",
    "odour",
    "other",
)


@open_to(Verb.REPORT)
def report(request: Visit) -> HttpResponse:
    """The page; without a script it takes the photos itself."""
    if request.method != "POST":
        return _page(request, _form(request))
    form = ReportForm(request.POST, sources=_sources(request))
    made: list[str] = []
    if form.is_valid() and attempt(form, lambda: made.append(_with_files(request, form))):
        messages.success(request, _("Reported as %(number)s.") % {"number": made[0]})
        return redirect("field:day")
    return _page(request, form, status=422)


@require_POST
@for_script
@open_to(Verb.REPORT)
def sent(request: Visit, key: UUID) -> HttpResponse:
    """Take a report the phone kept; sending it twice makes one case."""
    form = ReportForm(request.POST, sources=_sources(request))
    made: list[str] = []
    if form.is_valid() and attempt(form, lambda: made.append(_report(request, form, key=key))):
        url = reverse("console:case", args=[made[0]])
        return JsonResponse({"number": made[0], "url": url})
    return JsonResponse({"trouble": choices.trouble(form)}, status=422)


def _form(request: Visit) -> ReportForm:
    chosen = {"source_code": request.GET.get("at", "")}
    return ReportForm(sources=_sources(request), initial=chosen)


def _page(request: Visit, form: ReportForm, *, status: int = 200) -> HttpResponse:
    kinds = list(form["category"])
    first = [one for one in kinds if one.data["value"] in FIRST_KINDS]
    places = [
        {"code": one.code, "lon": one.lon, "lat": one.lat, "name": words.name(one)} for one in _known(request)
    ]
    given = {
        "form": form,
        "first": sorted(first, key=lambda one: FIRST_KINDS.index(one.data["value"])),
        "more": [one for one in kinds if one not in first],
        "places": places,
    }
    return render(request, "field/reports/report.html", given, status=status)


def _known(request: Visit) -> list[Source]:
    """Places of the person's own grids; of all grids of their area where they have none."""
    return registry.sources_of(
        request.actor.id, area_path=request.actor.area_path, on=calendar.local_day(request.now)
    )


def _sources(request: Visit) -> list[tuple[str, str]]:
    return [(one.code, words.name(one)) for one in _known(request)]


def _with_files(request: Visit, form: ReportForm) -> str:
    """Keep the photos that came with the form, then report."""
    keys = []
    for file in request.FILES.getlist("files"):
        key = references.new_key(request.now)
        inspections.attach_photo(
            visit_key=None, key=key, content=file.read(), name=file.name or "photo.jpg",
            by=request.actor, now=request.now,
        )  # fmt: skip
        keys.append(str(key))
    form.cleaned_data["photos"] = (*form.cleaned_data["photos"], *keys)
    return _report(request, form, key=references.new_key(request.now))


def _report(request: Visit, form: ReportForm, *, key: UUID) -> str:
    said = form.cleaned_data
    source = next((one for one in _known(request) if one.code == said["source_code"]), None)
    lon, lat = said["lon"], said["lat"]
    if lon is None or lat is None:
        assert source is not None  # the form asks for one or the other
        lon, lat = source.lon, source.lat
    grid = registry.grid_at(lon, lat) or (source.grid if source else None)
    if grid is None:
        raise rules.OutsideGrids(lon=lon, lat=lat)
    title = source.name_zh if source else said["landmark"] or grid.name_zh
    local = (said["said_at"] or request.now).astimezone(calendar.local_zone())
    channel = rules.patrol_channel(local.time())
    problem = form.problem(title=title[:120], lon=lon, lat=lat, channel=channel)
    return cases.report(key=key, problem=problem, by=request.actor, now=request.now)
