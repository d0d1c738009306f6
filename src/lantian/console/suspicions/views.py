"""Tracing: where an alarm may come from, and who is sent to look."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.suspicions import forms, page, sending
from lantian.diagnosis import actions as diagnosis_actions
from lantian.dispatch import actions as dispatch_actions


@open_to(Verb.SEE_SUSPICIONS)
def suspicions(request: Visit) -> HttpResponse:
    """Every suspicion this person may see, the undecided first."""
    sentence, rows = page.listing(request.actor)
    return render(request, "console/suspicions/list.html", {"sentence": sentence, "rows": rows})


@open_to(Verb.SEE_SUSPICIONS)
def suspicion(request: Visit, number: str) -> HttpResponse:
    """One suspicion, with the order that is proposed; choices in the address change what will happen."""
    return _show(request, number, dismiss=forms.Dismiss())


@require_POST
@open_to(Verb.ISSUE_ORDER)
def send(request: Visit, number: str) -> HttpResponse:
    """Issue the order."""
    form = sending.form_for(number, request.actor, now=request.now, data=request.POST)
    issued: list[str] = []
    if form.is_valid() and refusals.attempt(
        form,
        lambda: issued.append(
            dispatch_actions.issue(
                by=request.actor, now=request.now, **sending.order_of(form, number, request.actor)
            )
        ),
    ):
        messages.success(
            request, _("%(number)s is issued. The officer sees it on the phone now.") % {"number": issued[0]}
        )
        return redirect("console:order", issued[0])
    return _show(request, number, send=form, dismiss=forms.Dismiss(), status=422)


@require_POST
@open_to(Verb.DISMISS)
def dismiss(request: Visit, number: str) -> HttpResponse:
    """Decide that nobody goes."""
    form = forms.Dismiss(request.POST)
    if form.is_valid() and refusals.attempt(
        form,
        lambda: diagnosis_actions.dismiss(
            number=number, by=request.actor, now=request.now, **form.cleaned_data
        ),
    ):
        messages.success(request, _("Nobody goes; the reason stays in the history."))
        return redirect("console:suspicions")
    return _show(request, number, dismiss=form, status=422)


def _show(
    request: Visit, number: str, *, dismiss: forms.Dismiss, send: forms.Send | None = None, status: int = 200
) -> HttpResponse:
    shown = page.detail(number, request.actor)
    context: dict[str, object] = {"suspicion": shown, "dismiss": dismiss}
    if shown.may_send or send:
        form = send or sending.form_for(number, request.actor, now=request.now, data=request.GET or None)
        context |= {"send": form, "consequence": sending.consequence(form, now=request.now)}
    return render(request, "console/suspicions/suspicion.html", context, status=status)
