"""Taking numbers out: files for people, tokens for their programs, and what programs may ask."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lantian.accounts import actions as accounting
from lantian.accounts import queries as accounts
from lantian.accounts.rules import MOST_TOKENS, TOKEN_LIFE, Verb
from lantian.api.front import contract, forms
from lantian.api.writing import moment
from lantian.assessment.queries import daybook
from lantian.calendar import queries as calendar
from lantian.console import refusals
from lantian.console.entry import Visit, open_to


@require_GET
@open_to(Verb.SEE_DESK)
def exports(request: Visit) -> HttpResponse:
    """Take numbers out as a file, and let programs read."""
    last = daybook.last_whole_day(calendar.local_day(request.now))
    start = {"what": forms.DAYS, "first": last.replace(day=1), "last": last}
    return _page(request, form=forms.TakeOut(initial=start, by=request.actor))


@require_GET
@open_to(Verb.SEE_DESK)
def file(request: Visit) -> HttpResponse:
    """Lead from what was chosen to its file."""
    form = forms.TakeOut(request.GET, by=request.actor)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    said = form.cleaned_data
    return redirect(f"{reverse('v1:' + said['what'])}?{urlencode(_asked(said))}")


@never_cache
@require_POST
@open_to(Verb.HOLD_TOKEN)
def make_token(request: Visit) -> HttpResponse:
    """Make a token and show it this once."""
    form = forms.MakeToken(request.POST)
    made: list[str] = []

    def make() -> None:
        title = form.cleaned_data["title"]
        made.append(accounting.make_token(title=title, by=request.actor, now=request.now))

    if form.is_valid() and refusals.attempt(form, make):
        return _page(request, token=made[0])
    return _page(request, token_form=form, status=422)


@require_POST
@open_to(Verb.HOLD_TOKEN)
def revoke_token(request: Visit, number: int) -> HttpResponse:
    """End one of one's own tokens."""
    accounting.revoke_token(token_id=number, by=request.actor, now=request.now)
    messages.success(request, _("The token counts no more."))
    return redirect("api:exports")


@require_GET
@open_to(Verb.SEE_DESK)
def docs(request: Visit) -> HttpResponse:
    """What programs may ask, with an example for the command line."""
    shown = {"questions": contract.questions(), "origin": request.build_absolute_uri("/")[:-1]}
    return render(request, "api/docs.html", shown)


def _asked(said: dict[str, Any]) -> dict[str, str]:  # Any: what a form has cleaned
    """The parameters of the question that the form stands for."""
    kind, _colon, code = said["whose"].partition(":")
    whose = {"station": code} if said["what"] == forms.READINGS else {"kind": kind, "subject": code}
    if said["what"] == forms.DAYS:
        stretch = {"first": said["first"].isoformat(), "last": said["last"].isoformat()}
    else:
        since, until = calendar.day_bounds(said["first"])[0], calendar.day_bounds(said["last"])[1]
        stretch = {"since": moment(since), "until": moment(until)}
    given = whose | stretch | {"format": said["format"]}
    return {name: value for name, value in given.items() if value}


def _page(
    request: Visit,
    *,
    form: forms.TakeOut | None = None,
    token_form: forms.MakeToken | None = None,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = {
        "form": form or forms.TakeOut(by=request.actor),
        "token_form": token_form or forms.MakeToken(),
        "token": token,
        "tokens": accounts.tokens_of(request.actor, now=request.now),
        "most": MOST_TOKENS,
        "days": TOKEN_LIFE.days,
        "origin": request.build_absolute_uri("/")[:-1],
    }
    return render(request, "api/exports.html", shown, status=status)
