"""Accounts: who is there, in what role; the administrator's pages."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts import actions as accounts_actions
from lantian.accounts import queries as accounts
from lantian.accounts.rules import Role, Verb
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
    return render(request, "console/people/list.html", {"rows": rows})


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
    context = {"person": page.row(who), "forms": shown, "is_self": who.pk == request.actor.id}
    return render(
        request, "console/people/person.html", context, status=422 if request.method == "POST" else 200
    )


def _deed(request: Visit, username: str, act: str, form: Form) -> Callable[[], None]:
    """The action a form asks for."""
    said = {"username": username, "by": request.actor, "now": request.now}
    if act == "role":
        return lambda: accounts_actions.change_role(role=Role(form.cleaned_data["role"]), **said)
    if act == "password":
        return lambda: accounts_actions.set_password(password=form.cleaned_data["password"], **said)
    return lambda: accounts_actions.close_account(**said)
