"""The order form of a suspicion: what is proposed, what may be chosen, and what will happen."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.console.orders import budgeting
from lantian.console.suspicions import forms
from lantian.diagnosis import queries as diagnosis
from lantian.dispatch import queries as dispatch
from lantian.dispatch.rules import KindOfGoing
from lantian.registry import queries as registry
from lantian.registry.models import Source
from lantian.ui import formats


def form_for(
    number: str, by: Actor, *, now: datetime, data: Any = None
) -> forms.Send:  # Any: Django's QueryDict
    """The form as the house proposes it, or as it was sent."""
    draft = dispatch.draft_for(suspicion_number=number, now=now)
    view = diagnosis.suspicion(number, by)
    candidates = [(one.code, f"{words.name(one)} · {one.score:.2f}") for one in view.candidates]
    initial = {
        "what": f"{draft.kind}:{draft.what.code}",
        "source_code": draft.source.code if draft.source else "",
        "officer_id": draft.officer.pk if draft.officer else None,
        "hours": f"{draft.hours.normalize():f}",
        "clock": draft.clock,
    }
    able = dispatch.officers(kind=draft.kind, on=calendar.local_day(now), under=by.area_path)
    return forms.Send(
        data,
        initial=initial,
        whats=_whats(draft.source, now=now),
        sources=candidates,
        people=budgeting.labelled([(one.pk, _person(one)) for one in able], now=now),
    )


def _whats(source: Source | None, *, now: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be asked for, by kind of going."""
    groups = []
    fitting = dispatch.purposes_at(source, on=calendar.local_day(now))
    for kind in KindOfGoing:
        purposes = [one for one in fitting if kind in one.kinds_of_going]
        if purposes:
            label = words.word(words.KINDS_OF_GOING, kind)
            groups.append((label, [(f"{kind}:{one.code}", words.name(one)) for one in purposes]))
    return groups


def _person(person: Person) -> str:
    certificate = _(" · certificate holder") if person.certificate else ""
    return f"{words.name(person)} · {words.name(person.organisation)}{certificate}"


def order_of(form: forms.Send, number: str, by: Actor) -> dict[str, Any]:  # Any: the action's own arguments
    """What `dispatch.issue` is told; the grid is the source's, or the alarming station's."""
    said = form.cleaned_data
    return {
        "kind": form.kind,
        "grid_code": _grid(said["source_code"], number, by),
        "officer_id": said["officer_id"],
        "what": form.purpose,
        "hours": said["hours"],
        "clock": said["clock"],
        "suspicion_number": number,
        "source_code": said["source_code"] or None,
        "companion_id": said["companion_id"],
        "over_reason": said["over_reason"],
    }


def _grid(source_code: str, number: str, by: Actor) -> str:
    if source_code:
        return Source.objects.select_related("grid").get(code=source_code).grid.code
    station = registry.stations().select_related("grid").get(code=diagnosis.suspicion(number, by).station)
    return station.grid.code if station.grid else ""


def consequence(form: forms.Send, *, now: datetime) -> str:
    """Who is told to do what by when, in one sentence; empty while the form is not complete."""
    values = {name: form[name].value() for name in ("what", "officer_id", "hours", "clock")}
    people = dict(form.fields["officer_id"].choices)
    try:
        officer = people[int(values["officer_id"])]
        hours = form.fields["hours"].clean(values["hours"])
    except (KeyError, TypeError, ValueError, forms.forms.ValidationError):
        return ""
    due = calendar.due_at(start=now, hours=hours, clock=values["clock"]) if hours > 0 else now
    return _(
        "%(officer)s is told now; to be on the spot by %(due)s (%(clock)s). %(rule)s "
        "It can be withdrawn until they arrive."
    ) % {
        "officer": str(officer).partition(" · ")[0],
        "due": formats.when_short(due),
        "clock": words.word(words.CLOCKS, str(values["clock"])),
        "rule": words.word(words.GOING_RULES, str(values["what"]).partition(":")[0]),
    }
