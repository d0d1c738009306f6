"""Pages of sites and plants, for those who keep them and for the office."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.cases import actions as cases
from lantian.console import words
from lantian.console.entry import Visit, open_to
from lantian.console.photos.views import kept_bytes
from lantian.console.refusals import attempt
from lantian.console.sites import forms, listing, page, register, reply, roster, sheet, told
from lantian.registry import actions as registry
from lantian.registry.models import Source
from lantian.sites import actions, permissions
from lantian.sites import queries as sites

SITE, PLANT = Source.Kind.SITE.value, Source.Kind.PLANT.value


@open_to(Verb.SEE_SITES)
def every_site(request: Visit) -> HttpResponse:
    """Every site a person may see, with its plate."""
    shown = listing.compose(request.actor, kind=SITE, now=request.now)
    return render(request, "console/sites/list.html", {"page": shown})


@open_to(Verb.SEE_SITES)
def every_plant(request: Visit) -> HttpResponse:
    """Every plant a person may see."""
    shown = listing.compose(request.actor, kind=PLANT, now=request.now)
    return render(request, "console/sites/list.html", {"page": shown})


@open_to(Verb.SEE_SITES)
def site(request: Visit, code: str) -> HttpResponse:
    """One site."""
    shown = page.compose(code, request.actor, kind=SITE, now=request.now)
    return render(request, "console/sites/place.html", {"page": shown})


@open_to(Verb.SEE_SITES)
def plant(request: Visit, code: str) -> HttpResponse:
    """One plant."""
    shown = page.compose(code, request.actor, kind=PLANT, now=request.now)
    return render(request, "console/sites/place.html", {"page": shown})


@open_to(Verb.SEE_SITES)
def plate(request: Visit, code: str) -> HttpResponse:
    """How a plate was computed, part by part, and what colours a site had."""
    source = sites.place(code, request.actor)
    standing = sites.standing(source, now=request.now)
    if standing is None:
        raise Source.DoesNotExist(code)
    context = {
        "place_url": sheet.place_url(source),
        "card": page.plate_card(source, standing, request.actor),
        "parts": told.part_rows(standing.now.parts, source, request.actor),
        "history": page.plate_history(source),
        "name": words.name(source),
    }
    return render(request, "console/sites/plate.html", context)


@open_to(Verb.SEE_SITES)
def day_sheet(request: Visit, code: str, day: str) -> HttpResponse:
    """The sheet of a day; posting signs it, or writes a correction of a signed one."""
    source, on = sites.place(code, request.actor), sheet.day_of(day)
    form = None
    if request.method == "POST":
        is_correction = "is_correction" in request.POST
        form = sheet.form_of(source, on, is_correction=is_correction, data=request.POST, files=request.FILES)
        given = {"is_correction": is_correction, "now": request.now}
        if form.is_valid() and attempt(form, lambda: sheet.sign(form, source, on, request.actor, **given)):
            messages.success(request, _("Signed. It does not change any more."))
            return redirect(sheet.place_url(source))
    shown = sheet.compose(source, on, request.actor, filled=form, now=request.now)
    return render(request, "console/sites/sheet.html", {"page": shown}, status=422 if form else 200)


@open_to(Verb.SEE_SITES)
def week(request: Visit, code: str, day: str) -> HttpResponse:
    """A week of sheets; who manages the site confirms it."""
    source, on = sites.place(code, request.actor), sheet.day_of(day)
    form = None
    if request.method == "POST":
        form = forms.Week(request.POST)
        if form.is_valid() and attempt(
            form,
            lambda: actions.confirm_week(
                source_code=code,
                monday=on,
                words=form.cleaned_data["words"],
                by=request.actor,
                now=request.now,
            ),
        ):
            messages.success(request, _("The week is confirmed."))
            return redirect(sheet.place_url(source))
    shown = sheet.week(source, on, request.actor, filled=form, now=request.now)
    return render(request, "console/sites/week.html", {"page": shown}, status=422 if form else 200)


@open_to(Verb.SEE_SITES)
def duty_roster(request: Visit, code: str) -> HttpResponse:
    """The roster; posting checks in, or puts somebody on duty."""
    source, now = sites.place(code, request.actor), request.now
    filled: dict[str, forms.OnDuty | forms.CheckIn] = {}
    if request.method == "POST" and "check_in" in request.POST:
        form = filled["check_in"] = forms.CheckIn(request.POST)
        if form.is_valid() and attempt(
            form,
            lambda: actions.check_in(source_code=code, by=request.actor, now=now, **form.cleaned_data),
        ):
            messages.success(request, _("You are checked in."))
            return redirect("console:site-roster", code=code)
    elif request.method == "POST":
        duty = filled["set_form"] = roster.form_of(source, today=calendar.local_day(now), data=request.POST)
        if duty.is_valid() and attempt(duty, lambda: roster.put(duty, source, request.actor, now=now)):
            messages.success(request, _("The roster is kept."))
            return redirect("console:site-roster", code=code)
    shown = roster.compose(source, request.actor, now=now, **filled)  # type: ignore[arg-type]  # by name
    return render(request, "console/sites/roster.html", {"page": shown}, status=422 if filled else 200)


@open_to(Verb.SEE_SITES)
def one_reply(request: Visit, code: str, number: str) -> HttpResponse:
    """A demand for a reply; its keepers answer it, the desk decides about one that failed."""
    source = sites.place(code, request.actor)
    shown = reply.compose(source, number, request.actor, now=request.now)
    if request.method == "POST" and "decide" in request.POST:
        return _decide(request, source, number)
    if request.method == "POST":
        form = forms.Reply(request.POST, request.FILES)
        if form.is_valid() and attempt(form, lambda: _answer(request, form, number)):
            messages.success(request, _("The reply is with the desk."))
            return redirect(sheet.place_url(source))
        shown = reply.compose(source, number, request.actor, filled=form, now=request.now)
        return render(request, "console/sites/reply.html", {"page": shown}, status=422)
    return render(request, "console/sites/reply.html", {"page": shown})


def _answer(request: Visit, form: forms.Reply, number: str) -> None:
    keys = sheet.keep_photos(form, request.actor, now=request.now)
    said = form.cleaned_data
    actions.reply(
        number=number, cause=said["cause"], measure=said["measure"], photo_keys=keys, by=request.actor,
        now=request.now,
    )  # fmt: skip


def _decide(request: Visit, source: Source, number: str) -> HttpResponse:
    """A case of it, or none with a reason; a person decides."""
    form = forms.Decide(request.POST)
    made: list[str] = []

    def act() -> None:
        reason, given = form.cleaned_data["reason"], {"by": request.actor, "now": request.now}
        if request.POST["decide"] == "case":
            made.append(actions.make_case(number=number, words=reason, **given))
        else:
            actions.set_aside(number=number, reason=reason, **given)

    if form.is_valid() and attempt(form, act):
        messages.success(request, _("Done. It is written in the history."))
        return redirect("console:case", made[0]) if made else redirect("console:sites")
    shown = reply.compose(source, number, request.actor, decide=form, now=request.now)
    return render(request, "console/sites/reply.html", {"page": shown}, status=422)


@open_to(Verb.SEE_SITES)
def own_case(request: Visit, code: str, number: str) -> HttpResponse:
    """A case as the place it is about sees it; while it is in public an objection is taken."""
    source = sites.place(code, request.actor)
    found = sites.case_of(source, number, request.actor)
    form = forms.Object(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"number": number, "words": form.cleaned_data["words"], "by": request.actor}
        if attempt(form, lambda: cases.object_to(now=request.now, **said)):
            messages.success(request, _("Your objection is with the task force."))
            return redirect("console:site-case", code, number)
    context = {
        "case": found,
        "row": page.case_row(source, found, request.actor),
        "place_url": sheet.place_url(source),
        "place": words.name(source),
        "form": form if found.state == "in_publicity" and request.actor.may(Verb.OBJECT) else None,
        "known": page.case_facts(found),
        "looks": page.case_looks(found),
        "own_objections": page.own_objections(found),
    }
    return render(request, "console/sites/case.html", context, status=422 if form.errors else 200)


@open_to(Verb.STATE_FACTS)
def facts(request: Visit, code: str) -> HttpResponse:
    """A plant states its three facts."""
    source = sites.place(code, request.actor)
    if source.kind != PLANT:
        raise Source.DoesNotExist(code)
    form = forms.Facts(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"energy": form.energy, "vehicles": form.vehicles, "by": request.actor, "now": request.now}
        trips = form.cleaned_data["trips_per_day"]
        if attempt(form, lambda: actions.state_facts(source_code=code, trips_per_day=trips, **given)):
            messages.success(request, _("The statement is kept; the one before it stays readable."))
            return redirect("console:plant", code)
    context = {"form": form, "name": words.name(source), "place_url": sheet.place_url(source)}
    return render(request, "console/sites/facts.html", context, status=422 if form.errors else 200)


@open_to(Verb.ADMINISTER)
def take_up(request: Visit) -> HttpResponse:
    """Which sites and plants have duties, and who keeps them; the administrator says so."""
    by, now = request.actor, request.now
    form = register.form(by, now=now, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and "end" in request.POST:
        code, _colon, username = request.POST["end"].partition(":")
        registry.end_keeper(person=username, source=code, by=by, now=now)
        messages.success(request, _("Done. It is written in the history."))
        return redirect("console:site-register")
    if form.is_bound and form.is_valid() and attempt(form, lambda: register.put(form, by, now=now)):
        messages.success(request, _("Done. It is written in the history."))
        return redirect("console:site-register")
    context = {"form": form, "rows": register.rows(by, now=now)}
    return render(request, "console/sites/register.html", context, status=422 if form.is_bound else 200)


@open_to(Verb.SEE_SITES)
def photo(request: Visit, key: UUID) -> HttpResponse:
    """The public copy of a photo of a sheet or reply."""
    seen = permissions.visible_photos(request.actor).select_related("public_copy")
    found = seen.get(key=key)
    return kept_bytes(found.public_copy_id, found.public_copy.media_type)
