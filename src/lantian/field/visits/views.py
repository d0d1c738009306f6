"""A visit on the phone: photos first, answers by thumb, words last. Each is kept the moment it is given."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.cases import actions as cases
from lantian.console import words
from lantian.console.entry import Visit, open_to
from lantian.console.refusals import attempt
from lantian.dispatch import queries as dispatch
from lantian.field.visits import choices
from lantian.field.visits.forms import AnswerForm, FindingForm, StageForm
from lantian.field.visits.replies import for_script
from lantian.inspections import actions as inspections
from lantian.inspections import queries as visits


@open_to(Verb.VISIT)
def visit(request: Visit, key: UUID) -> HttpResponse:
    """The checklist as far as it is filled in."""
    found = visits.visit(key, request.actor)
    if found.state != "open":
        return render(request, "field/visits/filed.html", choices.frame(found))
    values = choices.frame(found) | {
        "items": choices.items(found.items, may_enter=found.may_enter),
        "photos": choices.photos(found.photos),
    }
    return render(request, "field/visits/visit.html", values)


@require_POST
@for_script
@open_to(Verb.VISIT)
def answer(request: Visit, key: UUID) -> HttpResponse:
    """Keep one answer; the page learns how many are left."""
    form = AnswerForm(request.POST)
    is_kept = form.is_valid() and attempt(
        form,
        lambda: inspections.answer(visit_key=key, by=request.actor, now=request.now, **form.cleaned_data),
    )
    found = visits.visit(key, request.actor)
    if not is_kept:
        theirs = choices.as_it_stands(found)
        return JsonResponse({"trouble": choices.trouble(form), "theirs": theirs}, status=422)
    return _counted(found)


@require_POST
@for_script
@open_to(Verb.VISIT)
def stage(request: Visit, key: UUID) -> HttpResponse:
    """Keep which stage of work the place is in."""
    form = StageForm(request.POST)
    is_kept = form.is_valid() and attempt(
        form,
        lambda: inspections.name_stage(visit_key=key, by=request.actor, now=request.now, **form.cleaned_data),
    )
    found = visits.visit(key, request.actor)
    if not is_kept:
        theirs = choices.as_it_stands(found)
        return JsonResponse({"trouble": choices.trouble(form), "theirs": theirs}, status=422)
    return _counted(found)


@require_POST
@open_to(Verb.VISIT)
def checklist(request: Visit, key: UUID) -> HttpResponse:
    """Keep a whole checklist at once, for a browser without script; then ask what follows from it."""
    found = visits.visit(key, request.actor)
    chosen = request.POST.get("stage_code", "")
    form = StageForm({"stage_code": chosen})
    if chosen and chosen != found.stage_code:
        attempt(
            form,
            lambda: inspections.name_stage(
                visit_key=key, stage_code=chosen, by=request.actor, now=request.now
            ),
        )
    for item in found.items:
        given = AnswerForm(
            {
                "item_id": item.id,
                "value": request.POST.get(f"item-{item.id}", ""),
                "note": request.POST.get(f"note-{item.id}", ""),
            }
        )
        if given.is_valid() and not form.errors:
            _keep_answer(form, request, key, given.cleaned_data)
    if form.has_error("__all__"):
        messages.error(request, choices.trouble(form))
    return redirect("field:visit", key=key)


@open_to(Verb.SEE_DESK)
def preview(request: Visit, number: int) -> HttpResponse:
    """A checklist as its officer will see it; nothing that is tapped here is kept."""
    found = visits.version(number, request.actor, on=calendar.local_day(request.now)).template
    form = visits.form(found)
    values = {
        "items": choices.items(form.items, may_enter=False),
        "stages": choices.stages(form.stages, ""),
        "checklist": choices.checklist_name(form),
        "total": sum(item.is_asked for item in form.items),
        "back": reverse("console:template", args=[number]),
    }
    return render(request, "field/visits/preview.html", values)


def _keep_answer(form: StageForm, request: Visit, key: UUID, given: dict[str, Any]) -> None:
    attempt(form, lambda: inspections.answer(visit_key=key, by=request.actor, now=request.now, **given))


def _counted(found: visits.VisitView) -> JsonResponse:
    act = choices.act_label(found.asked - found.answered)
    return JsonResponse({"answered": found.answered, "total": found.asked, "act": act})


@open_to(Verb.VISIT)
def finding(request: Visit, key: UUID) -> HttpResponse:
    """Say what the visit came to."""
    found = visits.visit(key, request.actor)
    if found.state != "open":
        return redirect("field:visit", key=key)
    lists = {"sources": choices.sources(found), "categories": choices.categories(found)}
    form = FindingForm(request.POST or None, initial=choices.proposed(found), **lists)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: inspections.file_finding(
                visit_key=key, by=request.actor, now=request.now, **form.cleaned_data
            ),
        )
    ):
        cases.order_on_site(visit_key=key, now=request.now)
        return redirect("field:visit", key=key)
    values = choices.frame(found) | {"form": form, "step": _("Finding")}
    return render(request, "field/visits/finding.html", values | {"kinds": words.FINDINGS})


@open_to(Verb.VISIT)
def ahead(request: Visit, number: str) -> HttpResponse:
    """The empty checklist of an order, kept on the phone for a check-in without signal."""
    found = dispatch.order(number, request.actor)
    begun = visits.visit_of(number, request.actor)
    if begun is not None:
        return redirect("field:visit", key=begun.key)
    form = visits.form_of(found, now=request.now)
    values = choices.frame_ahead(found, form) | {
        "items": choices.items(form.items, may_enter=dispatch.terms_of(found).may_enter_firm)
    }
    return render(request, "field/visits/visit.html", values)


@open_to(Verb.VISIT)
def ahead_finding(request: Visit, number: str) -> HttpResponse:
    """The empty finding of an order, kept on the phone for a visit without signal."""
    found = dispatch.order(number, request.actor)
    begun = visits.visit_of(number, request.actor)
    if begun is not None:
        return redirect("field:finding", key=begun.key)
    form = visits.form_of(found, now=request.now)
    goal = [(found.source.code, words.name(found.source))] if found.source else []
    kinds = list(dict.fromkeys([*(item.category for item in form.items), *words.CATEGORIES]))
    values = choices.frame_ahead(found, form) | {"form": FindingForm(sources=goal, categories=kinds)}
    return render(request, "field/visits/finding.html", values)
