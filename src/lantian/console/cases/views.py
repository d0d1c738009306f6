"""Cases: the list, one case with its history, and every move."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from lantian.accounts.rules import Verb
from lantian.cases.queries import BadCursor
from lantian.cases.states import VERBS
from lantian.console import refusals, words
from lantian.console.cases import listing, moves, page
from lantian.console.entry import Visit, open_to


@open_to(Verb.SEE_CASES)
def cases(request: Visit) -> HttpResponse:
    """One page of a tab; `?number=` goes straight to a case."""
    if request.GET.get("number"):
        return redirect("console:case", request.GET["number"].strip())
    asked = {name: request.GET.get(name, "") for name in ("after", "level", "category")}
    tab = request.GET.get("tab", "open")
    if tab not in listing.TABS:
        raise Http404
    try:
        shown = listing.compose(request.actor, tab=tab, now=request.now, **asked)
    except BadCursor as wrong:
        raise Http404(str(wrong)) from wrong
    choices = {"levels": list(words.CASE_LEVELS.items()), "categories": list(words.CATEGORIES.items())}
    return render(request, "console/cases/list.html", {"cases": shown, "asked": asked, **choices})


@open_to(Verb.SEE_CASES)
def case(request: Visit, number: str) -> HttpResponse:
    """One case."""
    return render(request, "console/cases/case.html", {"case": page.compose(number, request.actor, now=request.now)})


@open_to(Verb.SEE_CASES)
def move(request: Visit, number: str, slug: str) -> HttpResponse:
    """The page of one move; posted, it is done, or refused with what was entered kept."""
    head = page.head(number, request.actor, now=request.now)
    offer = moves.offer(slug)
    if offer is None:
        raise Http404
    if not any(request.actor.may(VERBS[one]) for one in offer.moves):
        raise PermissionDenied(f"{request.actor.role} may not {slug}")
    is_sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if is_sent else (None, None)
    asked = moves.Context(view=head.view, by=request.actor, now=request.now, data=data, files=files)
    form = offer.form(asked)
    if form.is_valid() and refusals.attempt(form, lambda: offer.deed(request, number, form)):
        messages.success(request, str(offer.done))
        return redirect("console:case", number)
    context = {"head": head, "offer": offer, "form": form, "consequence": offer.consequence(asked)}
    return render(request, "console/cases/move.html", context, status=422 if is_sent else 200)
