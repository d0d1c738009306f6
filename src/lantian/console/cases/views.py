"""Cases: the list, one case, and what may be done to it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.cases import actions as cases_actions
from lantian.cases import queries as cases_queries
from lantian.cases.actions import filtering
from lantian.cases.queries import BadCursor
from lantian.console import refusals
from lantian.console.cases import (
    acts,
    columns,
    filters,
    listing,
    narrowing,
    page,
    sending,
    side_forms,
    squares,
)
from lantian.console.entry import Visit, open_to
from lantian.kernel.refusals import Refused


@open_to(Verb.SEE_CASES)
def cases(request: Visit) -> HttpResponse:
    """One page of a tab of the list; `?number=` goes straight to a case."""
    wanted = request.GET.get("number", "").strip()
    if wanted:
        return redirect("console:case", cases_queries.seen(wanted, request.actor).number)
    try:
        shown = listing.listing(
            request.actor, tab=request.GET.get("tab", "open"), given=request.GET, now=request.now
        )
    except (KeyError, BadCursor) as unknown:
        raise Http404(str(unknown)) from unknown
    saved = filters.shown(request.actor, tab=shown.tab, said=shown.filter.wanted)
    return render(request, "console/cases/list.html", {"cases": shown, "saved": saved})


@open_to(Verb.SEE_CASES)
def save_filter(request: Visit) -> HttpResponse:
    """Keep what the list is narrowed to; then back to that list."""
    if request.method != "POST":
        return redirect("console:cases")
    try:
        filters.save(request.POST, request.actor, now=request.now)
        messages.success(request, _("The filter is saved; it stands above the list."))
    except Refused as refused:
        messages.error(request, refusals.sentence(refused))
    return redirect(narrowing.url("cases", filters.asked(request.POST, request.actor)))


@open_to(Verb.SEE_CASES)
def drop_filter(request: Visit, filter_id: int) -> HttpResponse:
    """Take one's own filter away."""
    if request.method == "POST":
        filtering.drop_filter(filter_id=filter_id, by=request.actor, now=request.now)
        messages.success(request, _("The filter is removed."))
    return redirect("console:cases")


@open_to(Verb.SEE_CASES)
def board(request: Visit) -> HttpResponse:
    """Open cases in a column for each stage."""
    try:
        shown = columns.board(request.actor, given=request.GET, now=request.now)
    except BadCursor as unknown:
        raise Http404(str(unknown)) from unknown
    return render(request, "console/cases/board.html", {"board": shown})


@open_to(Verb.SEE_CASES)
def case_map(request: Visit) -> HttpResponse:
    """How many cases lie in each square of the map."""
    try:
        shown = squares.case_map(request.actor, given=request.GET, now=request.now)
    except KeyError as unknown:
        raise Http404(str(unknown)) from unknown
    return render(request, "console/cases/map.html", {"map": shown})


@open_to(Verb.ASSIGN)
def assign_several(request: Visit) -> HttpResponse:
    """Assign the cases that were picked, each by its own route and limit; each refusal is said."""
    if request.method == "POST":
        numbers = request.POST.getlist("number")[: listing.SHOWN]
        assigned, refused = sending.assign_several(numbers, request.actor, now=request.now)
        if assigned:
            messages.success(request, assigned)
        for sentence in refused:
            messages.error(request, sentence)
    return redirect(f"{reverse('console:cases')}?tab=assign")


@open_to(Verb.SEE_CASES)
def case(request: Visit, number: str) -> HttpResponse:
    """One case with everything that is known of it."""
    shown = page.detail(number, request.actor, now=request.now)
    return render(request, "console/cases/case.html", {"case": shown})


@open_to(Verb.SEE_CASES)
def act(request: Visit, number: str, act: str) -> HttpResponse:
    """One act: its form on a page of its own, or the deed."""
    if act not in acts.MOVES:
        raise Http404(act)
    is_sent = request.method == "POST"
    if not is_sent and not acts.is_open(number, act, request.actor, now=request.now):
        return redirect("console:case", number)
    sent = (request.POST, request.FILES) if is_sent else (None, None)
    doing = acts.doing(number, act, request.actor, now=request.now, data=sent[0], files=sent[1])
    if is_sent and doing.form.is_valid() and refusals.attempt(doing.form, doing.do):
        messages.success(request, doing.done)
        return redirect("console:case", number)
    context = {"case": page.heading(number, request.actor, now=request.now), "doing": doing}
    return render(request, "console/cases/act.html", context, status=422 if is_sent else 200)


@open_to(Verb.ISSUE_ORDER)
def send_to_recheck(request: Visit, number: str) -> HttpResponse:
    """Name somebody independent who looks again: the form, or the deed."""
    view = cases_queries.case(number, request.actor, now=request.now)
    is_sent = request.method == "POST"
    if not is_sent and not sending.is_open(view, request.actor):
        return redirect("console:case", number)
    doing = sending.sending(view, request.actor, now=request.now, data=request.POST if is_sent else None)
    if is_sent and doing.form.is_valid() and refusals.attempt(doing.form, doing.do):
        messages.success(request, doing.done)
        return redirect("console:case", number)
    context = {"case": page.heading(number, request.actor, now=request.now), "doing": doing}
    return render(request, "console/cases/act.html", context, status=422 if is_sent else 200)


@open_to(Verb.OBJECT)
def object_to(request: Visit, number: str) -> HttpResponse:
    """Raise an objection to a mending that is shown in public."""
    form = side_forms.Objection(request.POST or None)

    def raise_it() -> None:
        cases_actions.object_to(number=number, by=request.actor, now=request.now, **form.cleaned_data)

    return _back(request, number, form, raise_it, _("Your objection is kept; the task force decides on it."))


@open_to(Verb.UPHOLD_OBJECTION)
def dismiss(request: Visit, number: str, objection: int) -> HttpResponse:
    """Decide that an objection does not hold."""
    form = side_forms.Dismissal(request.POST or None)

    def decide() -> None:
        cases_actions.dismiss_objection(
            number=number, objection=objection, by=request.actor, now=request.now, **form.cleaned_data
        )

    return _back(request, number, form, decide, _("The objection is dismissed, with its reason."))


def _back(request: Visit, number: str, form: forms.Form, act: Callable[[], None], done: str) -> HttpResponse:
    """Do what the case page asked for; what is refused is said there."""
    cases_queries.seen(number, request.actor)
    if request.method == "POST":
        if form.is_valid() and refusals.attempt(form, act):
            messages.success(request, done)
        else:
            for error in [text for texts in form.errors.values() for text in texts]:
                messages.error(request, error)
    return redirect("console:case", number)


@open_to(Verb.MERGE)
def apart(request: Visit, number: str) -> HttpResponse:
    """Decide that a case is a problem of its own beside one that was offered."""
    form = side_forms.Apart(request.POST or None)

    def decide() -> None:
        cases_actions.keep_apart(number=number, by=request.actor, now=request.now, **form.cleaned_data)

    return _back(request, number, form, decide, _("It is kept as a problem of its own."))


@open_to(Verb.SEE_CASES)
def figure(request: Visit, number: str, suffix: str) -> HttpResponse:
    """The figure of a case as a file."""
    found = page.figure_file(number, request.actor, now=request.now, suffix=suffix)
    if found is None:
        raise Http404(suffix)
    media_type, text = found
    response = HttpResponse(text, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{number}.{suffix}"'
    return response
