"""Mending on the phone: what was found, the same view again, what was done."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.cases import actions
from lantian.cases import queries as cases
from lantian.cases.states import Move
from lantian.console import words
from lantian.console.entry import Visit, open_to
from lantian.console.refusals import attempt
from lantian.field.mendings.forms import MendingForm
from lantian.field.visits import choices
from lantian.field.visits.replies import for_script
from lantian.ui import formats


@open_to(Verb.RECTIFY)
def mend(request: Visit, number: str) -> HttpResponse:
    """What the handler needs on the spot; kept on the phone for where there is no signal."""
    case = cases.case(number, request.actor, now=request.now)
    if case.handler is None or case.handler.id != request.actor.id:
        raise Http404
    if Move.SUBMIT not in {act.move for act in case.acts}:
        return redirect("console:case", number)
    left = calendar.remaining(now=request.now, due=case.due_at, clock=case.clock) if case.due_at else None
    given = {
        "case": case,
        "remaining": formats.remaining(left) if left is not None else "",
        "clock": words.word(words.CLOCKS, case.clock),
        "category": words.word(words.CATEGORIES, case.category),
        "form": MendingForm(),
        "failed": [one.reasons for one in case.rechecks if not one.has_passed][-1:],
    }
    return render(request, "field/mendings/mend.html", given)


@require_POST
@for_script
@open_to(Verb.RECTIFY)
def sent(request: Visit, number: str) -> HttpResponse:
    """Take a mending the phone kept; one that came before and lost its answer is answered again."""
    form, url = MendingForm(request.POST), reverse("console:case", args=[number])
    if form.is_valid():
        work = form.work()
        if cases.has_mending(number, work, request.actor):
            return JsonResponse({"number": number, "url": url})
        if attempt(form, lambda: actions.submit(number=number, work=work, by=request.actor, now=request.now)):
            return JsonResponse({"number": number, "url": url})
    return JsonResponse(
        {"trouble": choices.trouble(form), "theirs": _as_it_stands(request, number)}, status=422
    )


def _as_it_stands(request: Visit, number: str) -> str:
    """What the server has: somebody else may have moved the case in the meantime."""
    case = cases.case(number, request.actor, now=request.now)
    if Move.SUBMIT in {act.move for act in case.acts}:
        return ""
    return choices.case_as_it_stands(words.word(words.CASE_STATES, case.state))
