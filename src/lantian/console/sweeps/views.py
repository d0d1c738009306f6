"""Sweeps: order one, answer for a place, leave a grid out, close it."""

from collections.abc import Callable

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.cases import queries as cases
from lantian.cases.actions import sweeps as actions
from lantian.cases.models import SweepPlace, SweepTask
from lantian.cases.queries import sweeps as queries
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.sweeps import forms, page
from lantian.inspections import actions as inspections
from lantian.kernel import references


@open_to(Verb.SEE_CASES)
def sweeps(request: Visit) -> HttpResponse:
    """Every sweep a person sees."""
    rows = [page.row(one) for one in queries.sweeps(request.actor, now=request.now)]
    return render(request, "console/sweeps/list.html", {"rows": rows})


@open_to(Verb.ORDER_SWEEP)
def order(request: Visit, number: str) -> HttpResponse:
    """Have every other place of a case's kind looked at."""
    case = cases.seen(number, request.actor)
    form = forms.Order(request.POST or None)
    made: list[str] = []
    if form.is_valid() and refusals.attempt(
        form,
        lambda: made.append(
            actions.order(number=number, by=request.actor, now=request.now, **form.cleaned_data)
        ),
    ):
        messages.success(request, _("The sweep is ordered; each grid has its part."))
        return redirect("console:sweep", made[0])
    context = {"number": number, "title": case.title, "form": form}
    return render(
        request, "console/sweeps/order.html", context, status=422 if request.method == "POST" else 200
    )


@open_to(Verb.SEE_CASES)
def sweep(request: Visit, number: str) -> HttpResponse:
    """How far one sweep has come."""
    shown = page.detail(number, request.actor, now=request.now)
    return render(request, "console/sweeps/sweep.html", {"page": shown, "excuse": forms.Excuse()})


@open_to(Verb.ANSWER_SWEEP)
def answer(request: Visit, number: str, place: int) -> HttpResponse:
    """Say what was seen at one place."""
    shown = page.detail(number, request.actor, now=request.now)
    wanted = next((one for task in shown.tasks for one in task.places if one.id == place), None)
    if wanted is None:
        raise SweepPlace.DoesNotExist(place)
    is_sent = request.method == "POST"
    form = forms.Answer(request.POST, request.FILES) if is_sent else forms.Answer()

    def do() -> None:
        said = form.cleaned_data
        actions.answer(
            number=number,
            place_id=place,
            outcome=said["outcome"],
            words=said["words"],
            case_number=said["case_number"],
            photo_key=_kept(request, said["photo"]),
            by=request.actor,
            now=request.now,
        )

    if is_sent and form.is_valid() and refusals.attempt(form, do):
        messages.success(request, _("Your answer is kept."))
        return redirect("console:sweep", number)
    context = {"page": shown, "place": wanted, "form": form}
    return render(request, "console/sweeps/answer.html", context, status=422 if is_sent else 200)


@require_POST
@open_to(Verb.ORDER_SWEEP)
def excuse(request: Visit, number: str, task: int) -> HttpResponse:
    """Leave a grid out, with the reason."""
    shown = page.detail(number, request.actor, now=request.now)
    if task not in [one.id for one in shown.tasks]:
        raise SweepTask.DoesNotExist(task)
    form = forms.Excuse(request.POST)
    return _back(
        request,
        number,
        form,
        lambda: actions.excuse(
            number=number, task_id=task, by=request.actor, now=request.now, **form.cleaned_data
        ),
        _("It is left out; the reason stands in the history."),
    )


@require_POST
@open_to(Verb.ORDER_SWEEP)
def close(request: Visit, number: str) -> HttpResponse:
    """End a sweep to which all have answered."""
    page.detail(number, request.actor, now=request.now)
    form = django_forms.Form(request.POST)
    return _back(
        request,
        number,
        form,
        lambda: actions.close(number=number, by=request.actor, now=request.now),
        _("The sweep is closed."),
    )


def _back(
    request: Visit, number: str, form: django_forms.Form, act: Callable[[], None], done: str
) -> HttpResponse:
    if form.is_valid() and refusals.attempt(form, act):
        messages.success(request, done)
    for error in [text for texts in form.errors.values() for text in texts]:
        messages.error(request, str(error))
    return redirect("console:sweep", number)


def _kept(request: Visit, upload: object) -> str:
    if upload is None:
        return ""
    evidence = inspections.attach_photo(
        visit_key=None,
        key=references.new_key(request.now),
        content=upload.read(settings.LANTIAN_PHOTO_MAX_BYTES + 1),  # type: ignore[attr-defined]  # a file
        name=upload.name,  # type: ignore[attr-defined]  # a file
        by=request.actor,
        now=request.now,
    )
    return str(evidence.key)
