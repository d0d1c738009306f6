"""Enforcement: what was transferred, one of them step by step, and the transfer itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.cases import queries as cases
from lantian.cases.actions import enforcement as actions
from lantian.cases.queries import enforcement as queries
from lantian.console import refusals
from lantian.console.enforcement import forms, page
from lantian.console.entry import Visit, open_to


@open_to(Verb.SEE_CASES)
def enforcements(request: Visit) -> HttpResponse:
    """Everything that was transferred."""
    rows = [page.row(one) for one in queries.enforcements(request.actor, now=request.now)]
    return render(request, "console/enforcement/list.html", {"rows": rows})


@open_to(Verb.TRANSFER)
def transfer(request: Visit, number: str) -> HttpResponse:
    """Hand a violation to the body that may punish it."""
    case = cases.seen(number, request.actor)
    form = forms.Transfer(
        request.POST or None,
        clauses=page.clauses(case.category, now=request.now),
        initial={"party": case.source.answerable.name_zh if case.source else ""},
    )
    made: list[str] = []
    if form.is_valid() and refusals.attempt(
        form,
        lambda: made.append(
            actions.transfer(number=number, by=request.actor, now=request.now, **form.cleaned_data)
        ),
    ):
        messages.success(request, _("It is transferred to the body that holds the power."))
        return redirect("console:enforcement", made[0])
    context = {"number": number, "title": case.title, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "console/enforcement/transfer.html", context, status=status)


@open_to(Verb.SEE_CASES)
def enforcement(request: Visit, number: str) -> HttpResponse:
    """One enforcement, and its next step for the body's own people."""
    shown = page.detail(number, request.actor, now=request.now)
    is_sent = request.method == "POST"
    form = forms.Step(request.POST if is_sent else None, step=shown.open_step)
    if (
        is_sent
        and form.is_valid()
        and refusals.attempt(
            form,
            lambda: actions.take(
                number=number,
                step=shown.open_step,
                paper=actions.Paper(**form.paper),  # type: ignore[arg-type]  # a form's values
                by=request.actor,
                now=request.now,
            ),
        )
    ):
        messages.success(request, _("Done. It is written in the history."))
        return redirect("console:enforcement", number)
    context = {"page": shown, "form": form}
    return render(request, "console/enforcement/one.html", context, status=422 if is_sent else 200)
