"""Accounts: who is there, in what role; the administrator's pages."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts import actions as accounts_actions
from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import OutsideArea, Role, Verb
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.people import forms, page

FORMS: dict[str, type[Form]] = {
    "role": forms.ChangeRole,
    "close": forms.CloseAccount,
    "password": forms.NewPassword,
}


@open_to(Verb.ADMINISTER)
def people(request: Visit) -> HttpResponse:
    """Every account of the administrator's area."""
    rows = [page.row(person) for person in accounts.accounts_in_area(request.actor)]
    leaves = page.leaves(request.actor, now=request.now)
    return render(request, "console/people/list.html", {"rows": rows, "leaves": leaves})


@open_to(Verb.ADMINISTER)
def person(request: Visit, username: str, act: str = "") -> HttpResponse:
    """One account and what may be done to it."""
    who = accounts.account(username, request.actor)
    if act and act not in FORMS:
        raise Http404
    shown = {name: form(prefix=name, initial={"role": who.role}) for name, form in FORMS.items()}
    if request.method == "POST" and act:
        form = shown[act] = FORMS[act](request.POST, prefix=act)
        if form.is_valid() and refusals.attempt(form, _deed(request, username, act, form)):
            messages.success(request, _("Done. It is written in the history."))
            return redirect("console:people")
    context = _context(request, who) | {"forms": shown}
    return render(
        request, "console/people/person.html", context, status=422 if request.method == "POST" else 200
    )


@require_POST
@open_to(Verb.ADMINISTER)
def set_leave(request: Visit, username: str) -> HttpResponse:
    """Put somebody's leave down, with who stands in."""
    who = accounts.account(username, request.actor)
    form = forms.Leave(request.POST, people=page.stand_ins(who, request.actor))
    said = {"username": username, "by": request.actor, "now": request.now}
    return _kept(
        request, who, form, lambda: accounts_actions.set_leave(**said, **form.cleaned_data), leave=form
    )


@require_POST
@open_to(Verb.ADMINISTER)
def add_means(request: Visit, username: str) -> HttpResponse:
    """Keep a way to reach somebody."""
    who = accounts.account(username, request.actor)
    form = forms.Means(request.POST)
    said = {"username": username, "by": request.actor, "now": request.now}
    return _kept(
        request, who, form, lambda: accounts_actions.add_means(**said, **form.cleaned_data), means=form
    )


@require_POST
@open_to(Verb.ADMINISTER)
def end_leave(request: Visit, leave: int) -> HttpResponse:
    """Somebody is back."""
    try:
        accounts_actions.end_leave(leave_id=leave, by=request.actor, now=request.now)
    except OutsideArea as outside:
        raise Http404 from outside  # of another administrator's people nothing is told
    messages.success(request, _("Done. It is written in the history."))
    return redirect("console:people")


@require_POST
@open_to(Verb.ADMINISTER)
def end_means(request: Visit, means: int) -> HttpResponse:
    """A way to reach somebody holds no more."""
    try:
        accounts_actions.end_means(means_id=means, by=request.actor, now=request.now)
    except OutsideArea as outside:
        raise Http404 from outside
    messages.success(request, _("Done. It is written in the history."))
    return redirect("console:people")


def _kept(request: Visit, who: Person, form: Form, act: Callable[[], object], **filled: Form) -> HttpResponse:
    if form.is_valid() and refusals.attempt(form, act):
        messages.success(request, _("Done. It is written in the history."))
        return redirect("console:person", who.username)
    shown = {name: kind(prefix=name, initial={"role": who.role}) for name, kind in FORMS.items()}
    context = _context(request, who) | {"forms": shown} | filled
    return render(request, "console/people/person.html", context, status=422)


def _context(request: Visit, who: Person) -> dict[str, object]:
    """What the page of an account shows beside its forms."""
    return {
        "person": page.row(who),
        "is_self": who.pk == request.actor.id,
        "ways": page.ways(who),
        "leaves": page.leaves(request.actor, now=request.now, of=who),
        "leave": forms.Leave(people=page.stand_ins(who, request.actor)),
        "means": forms.Means(),
    }


def _deed(request: Visit, username: str, act: str, form: Form) -> Callable[[], None]:
    """The action a form asks for."""
    said = {"username": username, "by": request.actor, "now": request.now}
    if act == "role":
        return lambda: accounts_actions.change_role(role=Role(form.cleaned_data["role"]), **said)
    if act == "password":
        return lambda: accounts_actions.set_password(password=form.cleaned_data["password"], **said)
    return lambda: accounts_actions.close_account(**said)
