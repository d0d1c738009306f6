"""Papers of visits and letters: print once, read again, and the page on which anybody verifies one."""

import hashlib
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.console import answer_words, refusals
from lantian.console.entry import Visit, open_to
from lantian.inspections import queries as inspections
from lantian.reporting import actions as reporting_actions
from lantian.reporting import queries as reporting
from lantian.reporting.models import Paper
from lantian.ui import formats

MOST_BYTES = 20_000_000
KINDS = {
    "record": _("Record of an on-site inspection"),
    "slip": _("On-site order"),
    "letter": pgettext_lazy("to a unit", "Letter"),
    **answer_words.RUNGS,
}


class Compare(forms.Form):
    """The file somebody holds; it is hashed and not kept."""

    paper = forms.FileField(label=_("The PDF you hold"))


@require_POST
@open_to(Verb.SEE_DESK)
def print_paper(request: Visit, key: UUID, kind: str) -> HttpResponse:
    """Print a paper of a visit, or open the one that was printed."""
    number = inspections.visit(key, request.actor).order_number
    if kind not in KINDS:
        raise Paper.DoesNotExist(kind)
    form = forms.Form(request.POST)
    form.is_valid()
    address = _address(request)
    made: list[Paper] = []
    if refusals.attempt(
        form,
        lambda: made.append(
            reporting_actions.print_paper(
                visit_key=key, kind=kind, verify_url=address, by=request.actor, now=request.now
            )
        ),
    ):
        return redirect("console:paper", made[0].number)
    messages.error(request, " ".join(form.non_field_errors()))
    return redirect("console:order", number)


@open_to(Verb.SEE_DESK)
def paper(request: Visit, number: str) -> HttpResponse:
    """The PDF as it was kept."""
    found = HttpResponse(reporting.paper_bytes(number, request.actor), content_type="application/pdf")
    found["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return found


@require_POST
@open_to(Verb.SEE_CASES)
def print_letter(request: Visit, number: str) -> HttpResponse:
    """Print a letter about a case, or open the one that was printed."""
    reporting_actions.print_letter(
        number=number, verify_url=_address(request), by=request.actor, now=request.now
    )
    return redirect("console:letter-paper", number)


@open_to(Verb.SEE_CASES)
def letter_paper(request: Visit, number: str) -> HttpResponse:
    """The PDF of a letter as it was kept."""
    found = HttpResponse(reporting.letter_bytes(number, request.actor), content_type="application/pdf")
    found["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return found


def verify_any(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in; open to everybody."""
    code = request.GET.get("code", "").strip().upper()
    if code:
        return redirect("console:verify", code)
    return render(request, "console/papers/verify.html", {"code": "", "found": None, "form": Compare()})


def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a paper with this code exists, and whether a file is that paper; open to everybody."""
    try:
        found = reporting.verified(code)
    except Paper.DoesNotExist:
        values = {"code": code[:20], "found": None, "form": Compare()}
        return render(request, "console/papers/verify.html", values, status=404)
    form = Compare(request.POST or None, request.FILES or None)
    verdict = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["paper"]
        verdict = "other" if given.size > MOST_BYTES else _compare(given, found.sha256)
    values = {
        "code": code.upper(),
        "found": found,
        "kind": KINDS[found.kind],
        "printed": formats.when(found.printed_at),
        "form": form,
        "verdict": verdict,
    }
    return render(request, "console/papers/verify.html", values)


def _address(request: HttpRequest) -> str:
    """Where a paper's code is verified, with a place for the code."""
    return request.build_absolute_uri(reverse("console:verify", args=["CODE"])).replace("CODE", "{code}")


def _compare(given: object, sha256: str) -> str:
    whole = hashlib.sha256()
    for piece in given.chunks():  # type: ignore[attr-defined]  # Django's uploaded file
        whole.update(piece)
    return "same" if whole.hexdigest() == sha256 else "other"
