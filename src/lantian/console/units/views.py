"""Units: heads of record, other names, orders or letters; and which department looks after what."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts import actions as accounts
from lantian.accounts import queries
from lantian.accounts.rules import Verb
from lantian.cases.actions import answering, enforcement
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.units import forms, page

ACTS = ("head", "end-head", "alias", "command")


@open_to(Verb.ADMINISTER)
def units(request: Visit) -> HttpResponse:
    """Every unit of the administrator's area."""
    shown = page.listing(request.actor, now=request.now)
    return render(request, "console/units/list.html", {"page": shown})


@open_to(Verb.ADMINISTER)
def unit(request: Visit, code: str, act: str = "") -> HttpResponse:
    """One unit and what may be said of it."""
    if act and act not in ACTS:
        raise Http404(act)
    found = queries.organisation_in_area(code, request.actor)
    sent = request.POST if request.method == "POST" else None
    shown: dict[str, Form] = {
        "head": forms.SetHead(sent if act == "head" else None, people=page.people(found, request.actor)),
        "end-head": forms.EndHead(sent if act == "end-head" else None),
        "alias": forms.AddAlias(sent if act == "alias" else None),
        "command": forms.SetCommand(
            sent if act == "command" else None, initial={"is_under_command": found.is_under_command}
        ),
    }
    form = shown.get(act)
    is_filled = sent is not None and form is not None and form.is_valid()
    if is_filled and form is not None and refusals.attempt(form, _deed(request, code, act, form)):
        messages.success(request, _("Done. It is written in the history."))
        return redirect("console:unit", code)
    context = {
        "page": page.detail(found, now=request.now),
        "head": shown["head"],
        "end": shown["end-head"],
        "alias": shown["alias"],
        "command": shown["command"],
    }
    return render(request, "console/units/unit.html", context, status=422 if sent is not None else 200)


@open_to(Verb.ADMINISTER)
def duties(request: Visit) -> HttpResponse:
    """Which department looks after which kind of problem, and who holds which power."""
    sent = request.POST if request.method == "POST" else None
    form = forms.Duty(sent, what=page.whats(), units=page.unit_choices(request.actor))

    def do() -> None:
        said = form.cleaned_data
        kind, _sep, code = said["what"].partition(":")
        given = {"unit": said["unit"], "valid_from": said["valid_from"], "by": request.actor}
        if kind == "category":
            answering.set_industry_duty(category=code, now=request.now, **given)
        else:
            enforcement.set_power(kind=code, now=request.now, **given)

    if sent is not None and form.is_valid() and refusals.attempt(form, do):
        messages.success(request, _("Done. It is written in the history."))
        return redirect("console:unit-duties")
    context = {"page": page.duties(now=request.now), "form": form}
    return render(request, "console/units/duties.html", context, status=422 if sent is not None else 200)


def _deed(request: Visit, code: str, act: str, form: Form) -> Callable[[], object]:
    """The action a form asks for."""
    who = {"by": request.actor, "now": request.now}
    said = form.cleaned_data
    if act == "head":
        return lambda: accounts.set_head(unit=code, **said, **who)
    if act == "end-head":
        return lambda: accounts.end_head(**said, **who)
    if act == "alias":
        return lambda: accounts.add_alias(unit=code, **said, **who)
    return lambda: accounts.set_command(unit=code, **said, **who)
