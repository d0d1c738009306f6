"""A visit on the phone: photos first, answers by thumb, words last. Each is kept the moment it is given."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.console import words
from lantian.console.entry import Visit, open_to
from lantian.console.refusals import attempt
from lantian.dispatch import queries as dispatch
from lantian.field.visits import choices
from lantian.field.visits.forms import AnswerForm, FindingForm
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
    return JsonResponse(
        {"answered": found.answered, "total": len(found.items), "act": choices.act_label(found)}
    )


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
    form = visits.form_of(found, now=request.now).items
    values = choices.frame_ahead(found, form) | {
        "items": choices.items(form, may_enter=dispatch.terms_of(found).may_enter_firm)
    }
    return render(request, "field/visits/visit.html", values)


@open_to(Verb.VISIT)
def ahead_finding(request: Visit, number: str) -> HttpResponse:
    """The empty finding of an order, kept on the phone for a visit without signal."""
    found = dispatch.order(number, request.actor)
    begun = visits.visit_of(number, request.actor)
    if begun is not None:
        return redirect("field:finding", key=begun.key)
    form = visits.form_of(found, now=request.now).items
    goal = [(found.source.code, words.name(found.source))] if found.source else []
    kinds = list(dict.fromkeys([*(item.category for item in form), *words.CATEGORIES]))
    values = choices.frame_ahead(found, form) | {"form": FindingForm(sources=goal, categories=kinds)}
    return render(request, "field/visits/finding.html", values)
