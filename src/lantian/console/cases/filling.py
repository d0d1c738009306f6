"""The forms of the acts, filled in with what is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Role
from lantian.calendar import queries as calendar
from lantian.cases import models
from lantian.cases import queries as cases
from lantian.cases.states import Move
from lantian.console import words
from lantian.console.cases import forms, side_forms
from lantian.console.cases.deeds import Setting
from lantian.inspections.queries import PhotoView
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoChoice:
    """A photo of the case that can be named as the view before."""

    key: str
    url: str
    taken: str


def form(
    move: Move,
    at: Setting,
    *,
    data: Any = None,
    files: Mapping[str, Any] | None = None,
    auto_id: str = "id_%s",
) -> django_forms.Form:  # Any: Django's QueryDict and uploaded files
    """The form of an act, with what is known filled in or what was sent."""
    kind, extra = _KINDS.get(move, (forms.Bare, _nothing))
    return kind(data, files, auto_id=auto_id, **extra(at))


def photos(at: Setting) -> tuple[PhotoChoice, ...]:
    """The photos of the case, those of the finding first."""
    return tuple(
        PhotoChoice(key=one.key, url=reverse("console:photo", args=[one.key]), taken=_taken(one))
        for one in at.view.photos
    )


def kept(filled: django_forms.Form) -> str:
    """Where a photo is seen that was kept from the try before; empty without one."""
    for name in ("after_key", "photo_key"):
        key = filled.data.get(name) if name in filled.fields else ""
        if key:
            return reverse("console:photo", args=[key])
    return ""


def findings(at: Setting) -> list[tuple[str, str]]:
    """New findings of the same kind that may reopen the case."""
    if at.case.closed_at is None:
        return []
    return [
        (
            str(one.visit.key),
            f"{formats.when_short(one.at)} · {words.name(one.source or one.visit.order.grid)}",
        )
        for one in cases.findings_after(at.case, at.by)
    ]


def _taken(photo: PhotoView) -> str:
    return formats.when_short(photo.taken_at or photo.received_at)


def _file(at: Setting) -> dict[str, Any]:  # Any: arguments of the form, as below
    return {
        "initial": {
            "level": at.view.level.value,
            "standard_code": at.view.standard_code or forms.CLAUSES.get(at.view.category, ""),
        }
    }


def _assign(at: Setting) -> dict[str, Any]:
    unit = cases.route_of(at.case, now=at.now)
    due_at, clock = cases.due(models.Limit.Step.RECTIFY, at.case, now=at.now)
    known = {
        one.code: one for one in accounts.units_under_command() if one.parent_id and at.by.covers(one.path)
    }
    if unit:
        known = {unit.code: unit} | known
    return {
        "units": [("", _("choose a unit")), *((code, words.name(one)) for code, one in known.items())],
        "initial": {"unit_code": unit.code if unit else "", "due_at": due_at, "clock": clock},
    }


def _accept(at: Setting) -> dict[str, Any]:
    if at.by.role is Role.HANDLER or at.case.unit is None:
        return {"handlers": [(at.by.id, words.name(at.by))], "initial": {"handler_id": at.by.id}}
    people = accounts.people_with(Role.HANDLER, under=at.case.unit.path)
    chosen = people[0].pk if len(people) == 1 else ""
    first = [] if chosen else [("", _("choose a handler"))]
    return {
        "handlers": [
            *first,
            *((one.pk, f"{words.name(one)} · {words.name(one.organisation)}") for one in people),
        ],
        "initial": {"handler_id": chosen},
    }


def _submit(at: Setting) -> dict[str, Any]:
    shown = [(one.key, one.taken) for one in photos(at)]
    return {
        "photos": shown,
        "is_violation": at.view.is_violation,
        "initial": {"before_key": shown[0][0] if shown else ""},
    }


def _recheck(at: Setting) -> dict[str, Any]:
    bounds = cases.bounds(on=calendar.local_day(at.now))
    reason = cases.on_site_reason(at.case, round=len(at.view.rounds), bounds=bounds)
    return {"initial": {"is_on_site": "yes" if reason else "no"}}


def _reopen(at: Setting) -> dict[str, Any]:
    return {"findings": findings(at)}


def _verify(at: Setting) -> dict[str, Any]:
    people = accounts.people_with(Role.GRID_OFFICER, under=at.by.area_path)
    return {"people": [(one.pk, f"{words.name(one)} · {words.name(one.organisation)}") for one in people]}


def _merge(at: Setting) -> dict[str, Any]:
    return {"initial": {"into": cases.open_duplicate(at.case, now=at.now) or ""}}


def _hand_down(at: Setting) -> dict[str, Any]:
    if at.case.unit is None:
        return {}
    path = at.case.unit.path
    parts = [one for one in accounts.units_below(path)]
    people = accounts.people_with(Role.HANDLER, under=path)
    return {
        "units": [(one.code, words.name(one)) for one in parts],
        "handlers": [(one.pk, f"{words.name(one)} · {words.name(one.organisation)}") for one in people],
    }


def _grant(at: Setting) -> dict[str, Any]:
    asked = at.case.extensions.filter(decided_at__isnull=True).first()
    return {"initial": {"due_at": asked.wanted_until if asked else None}}


def _uphold(at: Setting) -> dict[str, Any]:
    waiting = at.case.objections.filter(decided_at__isnull=True)
    return {"objections": [(one.pk, one.words[:80]) for one in waiting]}


def _later(at: Setting) -> dict[str, Any]:
    return {"initial": {"is_on_site": "yes" if at.view.is_grave else "no"}}


def _nothing(at: Setting) -> dict[str, Any]:
    return {}


_KINDS: dict[Move, tuple[Any, Any]] = {  # Any: each form with the function of its arguments
    Move.FILE: (forms.File, _file),
    Move.VOID: (forms.Reason, _nothing),
    Move.VERIFY: (side_forms.Verify, _verify),
    Move.MERGE: (side_forms.Merge, _merge),
    Move.HAND_DOWN: (side_forms.HandDown, _hand_down),
    Move.ASK_EXTENSION: (side_forms.AskExtension, _nothing),
    Move.GRANT_EXTENSION: (side_forms.GrantExtension, _grant),
    Move.REFUSE_EXTENSION: (forms.Reason, _nothing),
    Move.PARK: (side_forms.Park, _nothing),
    Move.FAIL_SELF_CHECK: (forms.Reason, _nothing),
    Move.UPHOLD_OBJECTION: (side_forms.Uphold, _uphold),
    Move.RECHECK_LATER_OK: (forms.Recheck, _later),
    Move.ASSIGN: (forms.Assign, _assign),
    Move.RETURN: (forms.Reason, _nothing),
    Move.ACCEPT: (forms.Accept, _accept),
    Move.PLAN: (forms.Plan, _nothing),
    Move.SUBMIT: (forms.Submit, _submit),
    Move.RECHECK_PASS: (forms.Recheck, _recheck),
    Move.RECHECK_FAIL: (forms.Recheck, _recheck),
    Move.REOPEN: (forms.Reopen, _reopen),
}
