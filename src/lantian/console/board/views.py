"""The campaign board: task forces, mechanisms, the twenty tasks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.campaign import actions as campaign_actions
from lantian.console import refusals
from lantian.console.board import forms, page
from lantian.console.entry import Visit, open_to


@open_to(Verb.SEE_DESK)
def board(request: Visit) -> HttpResponse:
    """The campaign that runs now."""
    return render(
        request, "console/board/board.html", {"board": page.compose(request.actor, now=request.now)}
    )


@open_to(Verb.FILL_IN_TASK)
def fill_in(request: Visit, number: int) -> HttpResponse:
    """Write down what a task is."""
    code = page.running(now=request.now).code
    form = forms.FillInTask(
        request.POST or None,
        units=page.units(),
        initial=page.known(code, number, by=request.actor, now=request.now),
    )
    if form.is_valid() and refusals.attempt(
        form,
        lambda: campaign_actions.fill_in_task(
            code=code, number=number, by=request.actor, now=request.now, **form.cleaned_data
        ),
    ):
        messages.success(request, _("Task %(number)d is filled in.") % {"number": number})
        return redirect("console:board")
    return _form(request, form, _("Fill in task %(number)d") % {"number": number})


@open_to(Verb.REPORT_TASK)
def report(request: Visit, number: int) -> HttpResponse:
    """Say how a task stands."""
    code = page.running(now=request.now).code
    form = forms.ReportTask(request.POST or None)
    if form.is_valid() and refusals.attempt(
        form,
        lambda: campaign_actions.report_task(
            code=code, number=number, by=request.actor, now=request.now, **form.cleaned_data
        ),
    ):
        messages.success(request, _("Written down."))
        return redirect("console:board")
    return _form(request, form, _("Report task %(number)d") % {"number": number})


@open_to(Verb.FILL_IN_TASK)
def name_force(request: Visit, position: int) -> HttpResponse:
    """Name a task force that had no name."""
    code = page.running(now=request.now).code
    form = forms.NameTaskForce(request.POST or None)
    if form.is_valid() and refusals.attempt(
        form,
        lambda: campaign_actions.name_task_force(
            code=code, position=position, by=request.actor, now=request.now, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The task force is named."))
        return redirect("console:board")
    return _form(request, form, _("Name task force %(number)d") % {"number": position})


def _form(request: Visit, form: forms.forms.Form, title: str) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "console/board/form.html", {"form": form, "title": title}, status=status)
