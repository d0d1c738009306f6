"""Checklists: see them, make a draft, edit it, publish it from a day on."""

import hashlib
from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.console import refusals
from lantian.console.checklists import forms, page, wording
from lantian.console.entry import Visit, open_to
from lantian.inspections import actions, queries, rules

NEW = "new"
FORMS: dict[str, type[forms.forms.Form]] = {"publish": forms.Publish, "withdraw": forms.Withdraw}
SAID: dict[str, Promise | str] = {
    "draft": gettext_lazy("A draft is made; nothing of it holds before it is published."),
    "up": "",
    "down": "",
    "remove": gettext_lazy("The item is removed; the history keeps it."),
    "publish": gettext_lazy("It is published; from that day on visits take it."),
    "withdraw": gettext_lazy("It is withdrawn; visits that were begun go on with it."),
    "discard": gettext_lazy("The draft is thrown away."),
}


@open_to(Verb.SEE_DESK)
def lists(request: Visit) -> HttpResponse:
    """Every checklist with its versions."""
    return render(
        request, "console/checklists/lists.html", {"lists": page.every(request.actor, now=request.now)}
    )


@open_to(Verb.SEE_DESK)
def checklist(request: Visit, number: int) -> HttpResponse:
    """One version: its items, what it asks, what may be done with it."""
    return _shown(request, number)


@open_to(Verb.WRITE_TEMPLATE)
def new(request: Visit) -> HttpResponse:
    """Begin an empty checklist."""
    form = forms.New(request.POST or None)
    made: list[int] = []
    if form.is_valid() and refusals.attempt(
        form,
        lambda: made.append(actions.draft_new(by=request.actor, now=request.now, **form.cleaned_data).pk),
    ):
        return redirect("console:template", made[0])
    values = {"form": form, "title": _("A new checklist"), "act": _("Make the draft")}
    return render(request, "console/checklists/form.html", values, status=422 if form.errors else 200)


@open_to(Verb.WRITE_TEMPLATE)
def describe(request: Visit, number: int) -> HttpResponse:
    """Say what a draft is called and what it is for."""
    found = queries.version(number, request.actor, on=calendar.local_day(request.now)).template
    initial = {name: getattr(found, name) for name in forms.Describe.base_fields}
    form = forms.Describe(request.POST or None, initial=initial)
    if form.is_valid() and refusals.attempt(
        form,
        lambda: actions.describe(template_id=number, by=request.actor, now=request.now, **form.cleaned_data),
    ):
        return redirect("console:template", number)
    return _form(request, number, form, title=_("What it is for"))


@open_to(Verb.WRITE_TEMPLATE)
def item(request: Visit, number: int, code: str) -> HttpResponse:
    """Add an item, or change one."""
    found = queries.version(number, request.actor, on=calendar.local_day(request.now)).template
    questions = queries.written(found)
    known = next((one for one in questions if one.code == code), None)
    if known is None and code != NEW:
        raise Http404(code)
    before = questions[: questions.index(known)] if known else questions
    earlier = [(one.code, page.text(one)) for one in before]
    form = forms.ItemForm(request.POST or None, initial=asdict(known) if known else {}, earlier=earlier)
    if form.is_valid() and refusals.attempt(
        form,
        lambda: actions.write_item(
            template_id=number,
            question=form.question(known.code if known else ""),
            by=request.actor,
            now=request.now,
        ),
    ):
        return redirect("console:template", number)
    return _form(request, number, form, title=page.text(known) if known else _("A new item"))


@open_to(Verb.SEE_DESK)
def sheet(request: Visit, number: int) -> HttpResponse:
    """The items as CSV, for another office."""
    found = queries.version(number, request.actor, on=calendar.local_day(request.now)).template
    text = rules.write_sheet(queries.written(found), wording=wording.of_sheet())
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.code}-v{found.version}.csv"'
    return response


@open_to(Verb.WRITE_TEMPLATE)
def read(request: Visit, number: int) -> HttpResponse:
    """Take the items of a sheet in the place of a draft's; a refusal names row and column."""
    queries.version(number, request.actor, on=calendar.local_day(request.now))
    form = forms.Sheet(request.POST or None, request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and refusals.attempt(form, lambda: _take(request, number, form))
    ):
        messages.success(request, _("The items of the sheet stand in the draft now."))
        return redirect("console:template", number)
    return _form(request, number, form, title=_("Items from a sheet"), act=_("Take the items"), is_file=True)


@require_POST
@open_to(Verb.WRITE_TEMPLATE)
def act(request: Visit, number: int) -> HttpResponse:
    """Move or remove an item, make a version, publish, withdraw, throw away."""
    queries.version(number, request.actor, on=calendar.local_day(request.now))
    move = request.POST.get("move", "")
    if move not in SAID:
        raise Http404(move)
    form = FORMS.get(move, forms.forms.Form)(request.POST)
    went_to: list[int] = []
    if form.is_valid() and refusals.attempt(form, lambda: went_to.append(_do(request, number, move, form))):
        if SAID[move]:
            messages.success(request, str(SAID[move]))
        return (
            redirect("console:templates") if move == "discard" else redirect("console:template", went_to[0])
        )
    return _shown(request, number, trouble=form, move=move)


def _do(request: Visit, number: int, move: str, form: forms.forms.Form) -> int:
    """One act; the version to look at afterwards."""
    on = {"template_id": number, "by": request.actor, "now": request.now}
    code = request.POST.get("code", "")
    if move == "draft":
        return actions.draft_version(**on).pk
    if move in {"up", "down"}:
        actions.move_item(code=code, is_up=move == "up", **on)
    elif move == "remove":
        actions.remove_item(code=code, **on)
    elif move == "publish":
        actions.publish(**on, **form.cleaned_data)
    elif move == "withdraw":
        actions.withdraw_template(**on, **form.cleaned_data)
    else:
        actions.discard(**on)
    return number


def _take(request: Visit, number: int, form: forms.Sheet) -> None:
    file = form.cleaned_data["file"]
    content = file.read()
    questions = rules.read_sheet(content, name=file.name, wording=wording.of_sheet())
    actions.replace_items(
        template_id=number,
        questions=questions,
        sha256=hashlib.sha256(content).hexdigest(),
        by=request.actor,
        now=request.now,
    )


def _form(
    request: Visit, number: int, form: forms.forms.Form, *, title: str, act: str = "", is_file: bool = False
) -> HttpResponse:
    head = page.head(number, request.actor, now=request.now)
    values = {"form": form, "title": title, "head": head, "act": act or _("Keep it"), "is_file": is_file}
    return render(request, "console/checklists/form.html", values, status=422 if form.errors else 200)


def _shown(
    request: Visit, number: int, *, trouble: forms.forms.Form | None = None, move: str = ""
) -> HttpResponse:
    today = calendar.local_day(request.now)
    values = {
        "page": page.one(number, request.actor, now=request.now),
        "trouble": trouble,
        "publish": trouble if move == "publish" else forms.Publish(initial={"valid_from": today.isoformat()}),
        "withdraw": trouble if move == "withdraw" else forms.Withdraw(),
    }
    return render(request, "console/checklists/checklist.html", values, status=422 if trouble else 200)
