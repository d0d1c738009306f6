"""The ladder: rungs the clock drafted, and the letter a person sends or leaves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.cases.actions import ladder as actions
from lantian.cases.models import Rung
from lantian.cases.queries import ladder
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.ladder import forms, page


@open_to(Verb.TAKE_RUNG)
def rungs(request: Visit) -> HttpResponse:
    """What waits for somebody, and what was decided."""
    return render(request, "console/ladder/list.html", {"page": page.listing(request.actor, now=request.now)})


@open_to(Verb.TAKE_RUNG)
def decide(request: Visit, number: str, rung: int) -> HttpResponse:
    """One drafted rung: send its letter, or leave it with a reason."""
    waits = next((one for one in ladder.waiting(request.actor, now=request.now) if one.rung.pk == rung), None)
    if waits is None or waits.case.number != number:
        raise Rung.DoesNotExist(f"{number}/{rung}")
    sent = request.POST if request.method == "POST" else None
    is_taken = sent is not None and "take" in sent
    take = forms.Take(sent if is_taken else None, initial={"words": waits.draft})
    decline = forms.Decline(sent if sent is not None and not is_taken else None)
    said = {"number": number, "rung_id": rung, "by": request.actor, "now": request.now}
    if is_taken and take.is_valid():
        if refusals.attempt(take, lambda: actions.take_rung(words=take.cleaned_data["words"], **said)):
            messages.success(request, _("The letter is sent and stands in the history."))
            return redirect("console:ladder")
    elif (
        sent is not None
        and not is_taken
        and decline.is_valid()
        and refusals.attempt(
            decline, lambda: actions.decline_rung(reason=decline.cleaned_data["reason"], **said)
        )
    ):
        messages.success(request, _("It is not taken; the reason stands in the history."))
        return redirect("console:ladder")
    context = {"rung": page.row(waits, now=request.now), "take": take, "decline": decline}
    return render(request, "console/ladder/rung.html", context, status=422 if sent is not None else 200)
