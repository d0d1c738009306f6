"""The ledger: its lines, one of them, a sheet that leaves and one that comes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Verb
from lantian.cases.actions import ledger as actions
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.ledger import forms, page, sheet


@open_to(Verb.SEE_CASES)
def ledger(request: Visit) -> HttpResponse:
    """The lines a person sees, narrowed."""
    shown = page.listing(request.actor, request.GET, now=request.now)
    return render(request, "console/ledger/list.html", {"page": shown})


@open_to(Verb.SEE_CASES)
def file(request: Visit, suffix: str) -> HttpResponse:
    """The lines as a sheet, in the order in which offices keep it."""
    if suffix not in sheet.TYPES:
        raise Http404(suffix)
    lines = page.lines(request.actor, request.GET, now=request.now)
    response = HttpResponse(sheet.written(lines, suffix), content_type=sheet.TYPES[suffix])
    response["Content-Disposition"] = f'attachment; filename="ledger.{suffix}"'
    return response


@open_to(Verb.KEEP_LEDGER)
def hand_in(request: Visit) -> HttpResponse:
    """Hand a sheet in; each line that cannot be taken is named, and then none is taken."""
    is_sent = request.method == "POST"
    form = forms.Sheet(request.POST, request.FILES) if is_sent else forms.Sheet()
    taken: list[str] = []

    def take() -> None:
        given = form.cleaned_data["file"]
        taken.extend(
            actions.take_sheet(content=given.read(), name=given.name, by=request.actor, now=request.now)
        )

    if is_sent and form.is_valid() and refusals.attempt(form, take):
        said = ngettext("%(count)d line is taken.", "%(count)d lines are taken.", len(taken))
        messages.success(request, said % {"count": len(taken)})
        return redirect("console:ledger")
    context = {"form": form, "columns": sheet.HEADS}
    return render(request, "console/ledger/hand_in.html", context, status=422 if is_sent else 200)


@open_to(Verb.SEE_CASES)
def entry(request: Visit, number: str, act: str = "") -> HttpResponse:
    """One line: its words, its months, its steps; and what this person may add."""
    if act not in {"", "progress", "step"}:
        raise Http404(act)
    shown = page.entry(number, request.actor, now=request.now)
    is_sent = request.method == "POST" and act != ""
    progress = forms.Progress(
        request.POST if is_sent and act == "progress" else None, initial={"month": shown.month}
    )
    step = forms.Step(request.POST if is_sent and act == "step" else None)
    form, said = (
        (progress if act == "progress" else step),
        {"number": number, "by": request.actor, "now": request.now},
    )

    def do() -> None:
        if act == "progress":
            actions.report_progress(**said, **form.cleaned_data)
        else:
            actions.take_step(step=shown.next_code, **said, **form.cleaned_data)

    if is_sent and form.is_valid() and refusals.attempt(form, do):
        messages.success(request, _("Done. It is written in the history."))
        return redirect("console:ledger-entry", number)
    context = {"page": shown, "progress": progress, "step": step}
    return render(request, "console/ledger/entry.html", context, status=422 if is_sent else 200)
