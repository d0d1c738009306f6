"""The list of what residents told, and one case with everything they may be told."""

from collections.abc import Callable

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.cases import actions as cases
from lantian.cases import queries as case_queries
from lantian.console import refusals, words
from lantian.console.entry import Visit, open_to
from lantian.console.residents import forms, page
from lantian.residents import actions, queries


@open_to(Verb.FILE)
def residents(request: Visit) -> HttpResponse:
    """The newest reports; `?only=waiting` those nobody has looked at."""
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) < 19):
        raise Http404(before)
    shown = page.listing(
        request.actor,
        only_waiting=request.GET.get("only") == "waiting",
        before=int(before) if before else None,
    )
    return render(request, "console/residents/list.html", {"page": shown})


@open_to(Verb.FILE)
def told(request: Visit, number: str) -> HttpResponse:
    """What residents told of a case; what is posted is an answer, a photo, words or a way on."""
    shown = page.page(number, request.actor)
    if request.method != "POST":
        return render(request, "console/residents/case.html", {"page": shown})
    doing = _doing(request, number, request.POST.get("act", ""))
    if doing is None:
        raise Http404("act")
    form, act, done = doing
    if form.is_valid() and refusals.attempt(form, act):
        messages.success(request, done)
        return redirect("console:residents-case", number)
    reply = form if isinstance(form, forms.Reply) else None
    for error in [] if reply else [text for texts in form.errors.values() for text in texts]:
        messages.error(request, error)
    shown = page.page(number, request.actor, reply=reply)
    return render(request, "console/residents/case.html", {"page": shown}, status=422)


@open_to(Verb.SEE_CONTACT)
def contact(request: Visit, number: str) -> HttpResponse:
    """How to reach whoever told us; asking for it is written down."""
    case_queries.seen(number, request.actor)
    if request.method != "POST":
        return redirect("console:residents-case", number)
    found = cases.read_contact(number=number, by=request.actor, now=request.now)
    if found is None:
        raise Http404(number)
    response = render(
        request,
        "console/residents/case.html",
        {"page": page.page(number, request.actor, contact=found, of=number)},
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _doing(request: Visit, number: str, act: str) -> tuple[django_forms.Form, Callable[[], None], str] | None:
    """The form of an act with its deed and what is said then; None for an act nobody knows."""
    by, now, sent = request.actor, request.now, request.POST
    if act == "reply":
        reply = forms.Reply(sent)
        return (
            reply,
            lambda: actions.reply(number=number, by=by, now=now, **reply.cleaned_data),
            _("Everybody who told of it reads your answer on their page."),
        )
    if act == "show":
        show = forms.ShowPhoto(sent)
        return (
            show,
            lambda: actions.show_photo(number=number, key=str(show.cleaned_data["key"]), by=by, now=now),
            _("Residents who told of it see this photo from now on."),
        )
    if act == "publish":
        publish = forms.Publish(sent)
        return (
            publish,
            lambda: actions.publish_words(by=by, now=now, **publish.cleaned_data),
            _("Other jurisdictions read these words from now on."),
        )
    if act == "hand_on":
        hand_on = forms.HandOn(sent, neighbours=[(one.code, words.name(one)) for one in queries.neighbours()])
        return (
            hand_on,
            lambda: actions.hand_on(number=number, by=by, now=now, **hand_on.cleaned_data),
            _("It is sent in the next minutes: the kind, a rough place and the words that may leave."),
        )
    return None
