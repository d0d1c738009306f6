"""The tables of pages as files: a comparison, a list from above beside ours, a station's figure."""

from collections.abc import Iterable, Sequence

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lantian.accounts.rules import Verb
from lantian.api.exports import files
from lantian.api.exports import shown as sheets
from lantian.api.exports.files import Format
from lantian.console.burden import page as burden_page
from lantian.console.cases import listing as case_list
from lantian.console.compare import forms as comparing
from lantian.console.compare import page as compare_page
from lantian.console.coverage import page as coverage_page
from lantian.console.entry import Visit, open_to
from lantian.console.official import page as official_page
from lantian.console.stations import page as station_page
from lantian.console.stations import views as station_views
from lantian.observations import queries as observations


@require_GET
@open_to(Verb.SEE_CASES)
def cases(request: Visit, form: str) -> HttpResponseBase:
    """The cases of a tab of the list, narrowed as the page is; all of them, whatever their number."""
    tab = request.GET.get("tab", "open")
    if tab not in case_list.TABS:
        raise Http404(tab)
    rows = case_list.table(request.actor, tab=tab, given=request.GET, now=request.now)
    return _answer(request, form, rows, name=f"cases-{tab}", title=_("Cases"), facts=())


@require_GET
@open_to(Verb.SEE_DESK)
def burden(request: Visit, form: str) -> HttpResponseBase:
    """What was asked of each officer in each of the last weeks, of those whose burden a person sees."""
    rows = burden_page.table(request.actor, now=request.now)
    return _answer(request, form, rows, name="burden", title=_("Burden by officer and week"), facts=())


@require_GET
@open_to(Verb.SEE_COVERAGE)
def coverage(request: Visit, form: str) -> HttpResponseBase:
    """Every grid and place against its frequency, narrowed as the page is, each day in a column."""
    rows = coverage_page.table(request.actor, given=request.GET, now=request.now)
    return _answer(request, form, rows, name="coverage", title=_("Coverage"), facts=())


@require_GET
@open_to(Verb.SEE_DESK)
def compare(request: Visit, form: str) -> HttpResponseBase:
    """What a comparison shows, each value with its address; a question with a problem goes to its page."""
    question = comparing.asked(request.GET, by=request.actor, now=request.now)
    if question.problems:
        return redirect(f"{reverse('console:compare')}?{request.GET.urlencode()}")
    name = f"compare-{question.figure}-{question.first}-{question.last}"
    facts = compare_page.compose(question).caption.facts
    rows = compare_page.rows(question)
    return _answer(request, form, rows, name=name, title=_("Comparison"), facts=facts)


@require_GET
@open_to(Verb.SEE_DESK)
def official(request: Visit, number: int, form: str) -> HttpResponseBase:
    """A list from above beside our figures, each row with the address of ours."""
    rows = official_page.table(number)
    title = _("Printed and ours")
    return _answer(request, form, rows, name=f"official-{number}", title=title, facts=())


@require_GET
@open_to(Verb.SEE_DESK)
def station(request: Visit, code: str, form: str) -> HttpResponseBase:
    """A station's figure hour by hour, each hour with its address."""
    found, series = station_views.series(request, code)
    name = f"{found.code}-{series.figure}"
    facts = (_("hourly means, named by their start"), f"{series.n}/{series.of} h")
    rows = station_page.table(series)
    return _answer(
        request, form, rows, name=name, title=_("Hours of a station"), facts=facts, figure=series.figure
    )


def _answer(
    request: Visit,
    form: str,
    rows: Iterable[Sequence[str]],
    *,
    name: str,
    title: str,
    facts: tuple[str, ...],
    figure: str = "",
) -> HttpResponseBase:
    if form not in (Format.CSV, Format.XLSX, Format.PARQUET):
        raise Http404(f"nothing is written as {form!r}")
    sheet = sheets.sheet(
        rows,
        name=name, title=title, facts=facts, now=request.now, position=observations.lake_position(),
        figure=figure,
    )  # fmt: skip
    return files.answer(sheet, Format(form))
