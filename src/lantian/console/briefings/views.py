"""Briefings: what is said of each day, and who issues it."""

from datetime import timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.console import refusals
from lantian.console.briefings import forms, listing, page
from lantian.console.entry import Visit, open_to
from lantian.registry import queries as registry
from lantian.reporting import actions
from lantian.reporting import queries as reporting
from lantian.reporting.models import Briefing
from lantian.ui import formats


@open_to(Verb.SEE_BRIEFINGS)
def briefings(request: Visit) -> HttpResponse:
    """The briefings by day, the newest first."""
    yesterday = calendar.local_day(request.now) - timedelta(days=1)
    return _list(request, forms.Write(initial={"day": yesterday}))


@open_to(Verb.SEE_BRIEFINGS)
def briefing(request: Visit, number: str) -> HttpResponse:
    """One briefing, with what has moved since and what may be done with it."""
    return _show(request, number, forms.Issue())


@open_to(Verb.SEE_BRIEFINGS)
def pdf(request: Visit, number: str) -> HttpResponse:
    """A briefing as paper: the kept one once it is issued, a draft's before; `?language=en` in English."""
    language = "en" if request.GET.get("language") == "en" else "zh"
    content = reporting.pdf(number, request.actor, language=language)
    paper = HttpResponse(content, content_type="application/pdf")
    name = f"{number}-en.pdf" if language == "en" else f"{number}.pdf"
    paper["Content-Disposition"] = f'inline; filename="{name}"'
    return paper


@require_POST
@open_to(Verb.WRITE_BRIEFING)
def act(request: Visit) -> HttpResponse:
    """Write a day (again), or issue a draft."""
    return _issue(request) if request.POST.get("act") == "issue" else _write(request)


def _write(request: Visit) -> HttpResponse:
    form = forms.Write(request.POST)
    written: list[Briefing] = []
    if form.is_valid() and refusals.attempt(
        form,
        lambda: written.append(
            actions.write(
                region_code=registry.our_district().code,
                by_id=request.actor.id,
                now=request.now,
                **form.cleaned_data,
            )
        ),
    ):
        said = {"number": written[0].number, "day": formats.day(written[0].day)}
        messages.success(request, _("%(number)s is written about %(day)s. Read it, then issue it.") % said)
        return redirect("console:briefing", written[0].number)
    return _list(request, form, status=422)


def _issue(request: Visit) -> HttpResponse:
    form = forms.Issue(request.POST)
    number = request.POST.get("number", "")
    if form.is_valid() and refusals.attempt(
        form, lambda: actions.issue(by=request.actor, now=request.now, **form.cleaned_data)
    ):
        messages.success(request, _("%(number)s is issued and its paper is kept.") % {"number": number})
        return redirect("console:briefing", number)
    return _show(request, number, form, status=422)


def _list(request: Visit, form: forms.Write, *, status: int = 200) -> HttpResponse:
    shown = {"list": listing.listing(request.actor, now=request.now), "form": form}
    return render(request, "console/briefings/list.html", shown, status=status)


def _show(request: Visit, number: str, form: Form, *, status: int = 200) -> HttpResponse:
    shown = {"briefing": page.detail(number, request.actor, now=request.now), "form": form}
    return render(request, "console/briefings/briefing.html", shown, status=status)
