"""The quality desk: look at what checks propose, decide with a reason, declare data levels."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.assessment import actions as assessment_actions
from lantian.calendar import queries as calendar
from lantian.console import air, refusals, words
from lantian.console.entry import Visit, open_to
from lantian.console.quality import asking, forms, page
from lantian.observations import actions as observing

DONE = {
    forms.ACCEPT: gettext_lazy("Accepted: the readings count no more. The numbers move within seconds."),
    forms.REJECT: gettext_lazy("Rejected: the readings go on counting, and the check will not propose them."),
    forms.RESTORE: gettext_lazy("Restored: the readings count again. The numbers move back within seconds."),
}


@open_to(Verb.SEE_DESK)
def desk(request: Visit) -> HttpResponse:
    """What waits or was decided; `?state=`, `?check=`, `?station=` narrow it, `?page=` goes on."""
    return _desk(request, _declare(request))


@open_to(Verb.SEE_DESK)
def flag(request: Visit, pk: int) -> HttpResponse:
    """One flag, with what would move."""
    return render(request, "console/quality/flag.html", _flag(request, pk, forms.Judge()))


@require_POST
@open_to(Verb.JUDGE_FLAG)
def judge(request: Visit, pk: int) -> HttpResponse:
    """Accept, reject or restore."""
    page.one(pk, request.actor, now=request.now)  # not found where the person may not see the station
    form = forms.Judge(request.POST)
    if form.is_valid() and refusals.attempt(form, _deed(request, pk, form)):
        messages.success(request, str(DONE[form.cleaned_data["move"]]))
        return redirect("console:flag", pk)
    return render(request, "console/quality/flag.html", _flag(request, pk, form), status=422)


@require_POST
@open_to(Verb.DECLARE_LEVEL)
def declare(request: Visit) -> HttpResponse:
    """Say how far a stretch of days has been looked at."""
    form = _declare(request, bound=True)
    if form.is_valid() and refusals.attempt(
        form,
        lambda: assessment_actions.declare_level(
            by=request.actor, today=calendar.local_day(request.now), now=request.now, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The data level is declared."))
        return redirect("console:quality")
    return _desk(request, form, status=422)


def _deed(request: Visit, pk: int, form: forms.Judge) -> Callable[[], object]:
    given = form.cleaned_data
    said = {"flag_id": pk, "by": request.actor, "reason": given["reason"], "now": request.now}
    if given["move"] == forms.REJECT:
        return lambda: observing.reject_flag(**said)
    if given["move"] == forms.RESTORE:
        return lambda: observing.restore(**said)
    seen = (given["first"], given["last"]) if given["first"] and given["last"] else None
    return lambda: observing.accept_flag(**said, seen=seen)


def _declare(request: Visit, *, bound: bool = False) -> forms.Declare:
    stations = [one for one in air.visible_stations(request.actor) if one.kind in air.STATUTORY]
    choices = [(one.code, words.name(one)) for one in stations]
    return forms.Declare(request.POST if bound else None, stations=choices)


def _desk(request: Visit, form: forms.Declare, *, status: int = 200) -> HttpResponse:
    shown = page.desk(asking.asked(request.GET), request.actor, now=request.now)
    return render(request, "console/quality/desk.html", {"desk": shown, "form": form}, status=status)


def _flag(request: Visit, pk: int, form: forms.Judge) -> dict[str, object]:
    return {"flag": page.one(pk, request.actor, now=request.now), "form": form}
