"""What is said against a mending while it is shown in public, on the page of its case."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.cases.queries import CaseView, ObjectionView
from lantian.cases.states import State
from lantian.console import words
from lantian.console.cases import side_forms
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One objection."""

    id: int
    text: str
    by: str
    standing: str
    is_open: bool
    can_dismiss: bool
    form: forms.Form | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objections:
    """All of a case, and the form to raise one while it is in public."""

    note: str
    rows: tuple[Shown, ...]
    form: forms.Form | None


def objections(view: CaseView, by: Actor) -> Objections | None:
    """The objections to a case; None for one that was never in public."""
    is_public = view.state is State.IN_PUBLICITY
    if not is_public and not view.objections:
        return None
    until = formats.when_short(view.publicity_until) if view.publicity_until else ""
    return Objections(
        note=_("Shown in public until %(until)s") % {"until": until} if is_public and until else "",
        rows=tuple(_shown(one, view, by) for one in view.objections),
        form=side_forms.Objection(auto_id="object_%s") if is_public and by.may(Verb.OBJECT) else None,
    )


def _shown(one: ObjectionView, view: CaseView, by: Actor) -> Shown:
    can_dismiss = one.is_open and by.may(Verb.UPHOLD_OBJECTION)
    decided = _("upheld") if one.is_upheld else _("dismissed")
    said = (words.name(one.by), formats.when_short(one.at), one.decision)
    return Shown(
        id=one.id,
        text=one.words,
        by=_(", ").join(part for part in said if part),
        standing=_("open") if one.is_open else decided,
        is_open=one.is_open,
        can_dismiss=can_dismiss,
        form=side_forms.Dismissal(auto_id=f"dismiss_{one.id}_%s") if can_dismiss else None,
    )
