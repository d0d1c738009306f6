"""The record of an inspection on the phone: few fields, names drawn on glass, an on-site order in one tap."""

from uuid import UUID

from django.forms.models import model_to_dict
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.console import words
from lantian.console.entry import Visit, open_to
from lantian.console.refusals import attempt
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import Order
from lantian.field.records.forms import RecordForm
from lantian.field.visits import choices
from lantian.field.visits.replies import for_script
from lantian.inspections import actions as inspections
from lantian.inspections import queries as visits


@open_to(Verb.VISIT)
def record(request: Visit, key: UUID) -> HttpResponse:
    """The record as far as it is written."""
    found = visits.visit(key, request.actor)
    if found.state != "open":
        return redirect("field:visit", key=key)
    before = visits.record_of(key, request.actor)
    row = visits.visit_row(key, request.actor)
    signed = {one.person_id for one in visits.signatures_of(row)}
    form = RecordForm(initial=model_to_dict(before) if before else None)
    values = choices.frame(found) | _page(form, row.order, request)
    values |= {"is_signed_by_me": request.actor.id in signed, "is_signed_by_present": None in signed}
    return render(request, "field/records/record.html", values)


@open_to(Verb.VISIT)
def ahead(request: Visit, number: str) -> HttpResponse:
    """The empty record of an order, kept on the phone for a visit without signal."""
    found = dispatch.order(number, request.actor)
    begun = visits.visit_of(number, request.actor)
    if begun is not None:
        return redirect("field:record", key=begun.key)
    values = choices.frame_ahead(found, visits.form_of(found, now=request.now)) | _page(
        RecordForm(), found, request
    )
    return render(request, "field/records/record.html", values)


@require_POST
@for_script
@open_to(Verb.VISIT)
def sent(request: Visit, key: UUID) -> HttpResponse:
    """Take the record; its signatures are photos that came before it."""
    form = RecordForm(request.POST)
    by, now = request.actor, request.now
    if form.is_valid() and attempt(
        form, lambda: inspections.keep_record(visit_key=key, told=form.told, by=by, now=now)
    ):
        for name, is_present in (("signed_by_me", False), ("signed_by_present", True)):
            if form.cleaned_data[name]:
                inspections.sign(
                    visit_key=key,
                    photo_key=form.cleaned_data[name],
                    is_present=is_present,
                    by=by,
                    now=now,
                )
        return JsonResponse({"kept": str(key)})
    found = visits.visit(key, by)
    theirs = choices.as_it_stands(found)
    return JsonResponse({"trouble": choices.trouble(form), "theirs": theirs}, status=422)


def _page(form: RecordForm, order: Order, request: Visit) -> dict[str, object]:
    terms = dispatch.terms_of(order)
    return {
        "form": form,
        "may_order": "on_site_order" in terms.what_may_follow,
        "who": words.name(request.actor),
        "going": "、".join(words.name(person) for person, _part in dispatch.who_goes(order)),
    }
