"""Lists from above: hand one in, hold it against ours, take it back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.assessment import actions as assessment_actions
from lantian.assessment.models import ImportedList
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.official import forms, page
from lantian.kernel import files


@open_to(Verb.SEE_DESK)
def lists(request: Visit) -> HttpResponse:
    """Every list, also those withdrawn."""
    return render(request, "console/official/lists.html", {"lists": page.every(request.actor)})


@open_to(Verb.IMPORT_LIST)
def hand_in(request: Visit) -> HttpResponse:
    """Hand in a list; a refusal names file, row and column, and nothing of the list is taken."""
    if request.method != "POST":
        return render(request, "console/official/hand_in.html", {"form": forms.HandIn()})
    form = forms.HandIn(request.POST, request.FILES)
    taken: list[ImportedList] = []
    if form.is_valid() and refusals.attempt(form, lambda: taken.append(_deed(request, form)())):
        messages.success(request, _("The list is taken: %(rows)d rows.") % {"rows": taken[0].rows})
        return redirect("console:official-list", taken[0].pk)
    return render(request, "console/official/hand_in.html", {"form": form}, status=422)


@open_to(Verb.SEE_DESK)
def listed(request: Visit, number: int) -> HttpResponse:
    """One list: figures beside ours, or the days it leaves out."""
    shown = page.one(number, request.actor)
    return render(request, "console/official/list.html", {"page": shown, "form": forms.Withdraw()})


@open_to(Verb.SEE_DESK)
def as_handed_in(request: Visit, number: int) -> HttpResponse:
    """The bytes that were handed in, checked against their hash."""
    found = ImportedList.objects.get(pk=number)
    try:
        content = files.read(found.sha256)
    except files.FileLost as lost:
        raise Http404(str(lost)) from lost
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{found.kind}-{number}.csv"'
    return response


@require_POST
@open_to(Verb.IMPORT_LIST)
def withdraw(request: Visit, number: int) -> HttpResponse:
    """Take a list back; what it left out counts again."""
    form = forms.Withdraw(request.POST)
    if form.is_valid() and refusals.attempt(
        form,
        lambda: assessment_actions.withdraw_list(
            list_id=number, by=request.actor, now=request.now, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The list is withdrawn; what it left out counts again."))
        return redirect("console:official-list", number)
    shown = page.one(number, request.actor)
    return render(request, "console/official/list.html", {"page": shown, "form": form}, status=422)


def _deed(request: Visit, form: forms.HandIn) -> Callable[[], ImportedList]:
    """The action a filled form asks for."""
    given = form.cleaned_data
    said = {
        "content": given["file"].read(),
        "name": given["file"].name,
        "title": given["title"],
        "authority": given["authority"],
        "by": request.actor,
        "now": request.now,
    }
    if given["kind"] == ImportedList.Kind.EXCEPTIONAL:
        return lambda: assessment_actions.import_exceptional(**said)
    return lambda: assessment_actions.import_official(first=given["first"], last=given["last"], **said)
