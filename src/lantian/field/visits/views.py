"""A visit on the phone: photos first, answers by thumb, words last. Each is kept the moment it is given."""

from uuid import UUID

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.console import words
from lantian.console.entry import Visit, open_to
from lantian.console.refusals import attempt
from lantian.field.visits import choices
from lantian.field.visits.forms import AnswerForm, FindingForm, PhotoForm
from lantian.field.visits.replies import for_script
from lantian.inspections import actions as inspections
from lantian.inspections import queries as visits


@open_to(Verb.VISIT)
def visit(request: Visit, key: UUID) -> HttpResponse:
    """The checklist as far as it is filled in."""
    found = visits.visit(key, request.actor)
    if found.state != "open":
        return render(request, "field/visits/filed.html", choices.frame(found))
    values = choices.frame(found) | {"items": choices.items(found), "photos": choices.photos(found.photos)}
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
    if not is_kept:
        return JsonResponse({"trouble": choices.trouble(form)}, status=422)
    found = visits.visit(key, request.actor)
    return JsonResponse(
        {"answered": found.answered, "total": len(found.items), "act": choices.act_label(found)}
    )


@require_POST
@for_script
@open_to(Verb.VISIT)
def photo(request: Visit, key: UUID) -> HttpResponse:
    """Keep one photo; it counts as on the server only once its hash comes back."""
    form = PhotoForm(request.POST, request.FILES)
    kept = []
    if form.is_valid():
        given = dict(form.cleaned_data)
        file = given.pop("photo")
        attempt(
            form,
            lambda: kept.append(
                inspections.attach_photo(
                    visit_key=key,
                    content=file.read(settings.LANTIAN_PHOTO_MAX_BYTES + 1),
                    name=file.name,
                    by=request.actor,
                    now=request.now,
                    **given,
                )
            ),
        )
    if not kept:
        is_held = form.has_error(NON_FIELD_ERRORS, code="ItemUnknown")  # the photo itself is good
        return JsonResponse({"trouble": choices.trouble(form), "is_held": is_held}, status=422)
    url = reverse("console:photo", args=[kept[0].key])
    return JsonResponse({"key": str(kept[0].key), "sha256": kept[0].original_id, "url": url})


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
