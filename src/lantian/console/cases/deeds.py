"""The deeds: what was entered, handed to the room.

Photos are kept before the act that needs them, and only for somebody to whom that act is open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from lantian.accounts.rules import Actor, Role
from lantian.cases import actions, models, rules
from lantian.cases import queries as cases
from lantian.cases.queries import CaseView
from lantian.cases.states import Move
from lantian.console.cases import forms, side_forms
from lantian.inspections import actions as inspections
from lantian.kernel import references


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Which case, who acts, at what moment."""

    view: CaseView
    case: models.Case
    by: Actor
    now: datetime

    @property
    def who(self) -> dict[str, Any]:
        """The arguments every act of the room takes."""
        return {"number": self.view.number, "by": self.by, "now": self.now}

    def is_open(self, move: Move) -> bool:
        """Whether role, part, state and independence let this person try the act now."""
        return any(act.move is move and not act.refusal for act in self.view.acts)


Deed = Callable[[Setting, Any], None]  # Any: each deed has its own form


def _file(at: Setting, form: forms.File) -> None:
    actions.file(**at.who, **form.cleaned_data)


def _void(at: Setting, form: forms.Reason) -> None:
    actions.void(**at.who, **form.cleaned_data)


def _assign(at: Setting, form: forms.Assign) -> None:
    """What was left as proposed is left to the tables."""
    said = form.cleaned_data
    unit = cases.route_of(at.case, now=at.now)
    proposed_at, _clock = cases.due(models.Limit.Step.RECTIFY, at.case, now=at.now)
    is_proposed = said["due_at"].replace(second=0) == proposed_at.replace(second=0, microsecond=0)
    actions.assign(
        **at.who,
        unit_code=None if unit and unit.code == said["unit_code"] else said["unit_code"],
        due_at=None if is_proposed else said["due_at"],
        clock=said["clock"],
    )


def _return(at: Setting, form: forms.Reason) -> None:
    actions.return_(**at.who, **form.cleaned_data)


def _accept(at: Setting, form: forms.Accept) -> None:
    handler = at.by.id if at.by.role is Role.HANDLER else form.cleaned_data["handler_id"]
    actions.accept(**at.who, handler_id=handler)


def _start(at: Setting, form: forms.Bare) -> None:
    actions.start(**at.who)


def _plan(at: Setting, form: forms.Plan) -> None:
    actions.plan(**at.who, target=form.cleaned_data["target"], measures=form.measures)


def _submit(at: Setting, form: forms.Submit) -> None:
    said = form.cleaned_data
    work = rules.Mending(
        what_was_done=said["what_was_done"],
        before_key=_photo_key(Move.SUBMIT, at, form, "before"),
        after_key=_photo_key(Move.SUBMIT, at, form, "after"),
        cost_fen=form.cost_fen,
        penalty_record=said.get("penalty_record", ""),
    )
    actions.submit(**at.who, work=work)


def _recheck_pass(at: Setting, form: forms.Recheck) -> None:
    actions.recheck_pass(**at.who, look=_look(Move.RECHECK_PASS, at, form))


def _recheck_fail(at: Setting, form: forms.Recheck) -> None:
    actions.recheck_fail(**at.who, look=_look(Move.RECHECK_FAIL, at, form))


def _publicise(at: Setting, form: forms.Bare) -> None:
    actions.publicise(**at.who)


def _close(at: Setting, form: forms.Bare) -> None:
    actions.close(**at.who)


def _reopen(at: Setting, form: forms.Reopen) -> None:
    actions.reopen(**at.who, visit_key=form.cleaned_data["visit_key"])


def _verify(at: Setting, form: side_forms.Verify) -> None:
    actions.verify(**at.who, **form.cleaned_data)


def _merge(at: Setting, form: side_forms.Merge) -> None:
    actions.merge(**at.who, **form.cleaned_data)


def _hand_down(at: Setting, form: side_forms.HandDown) -> None:
    said = form.cleaned_data
    actions.hand_down(**at.who, unit_code=said["unit_code"] or None, handler_id=said["handler_id"])


def _ask_extension(at: Setting, form: side_forms.AskExtension) -> None:
    actions.ask_extension(**at.who, **form.cleaned_data)


def _grant_extension(at: Setting, form: side_forms.GrantExtension) -> None:
    actions.grant_extension(**at.who, **form.cleaned_data)


def _refuse_extension(at: Setting, form: forms.Reason) -> None:
    actions.refuse_extension(**at.who, **form.cleaned_data)


def _park(at: Setting, form: side_forms.Park) -> None:
    actions.park(**at.who, pause=rules.Pause(**form.cleaned_data))


def _resume(at: Setting, form: forms.Bare) -> None:
    actions.resume(**at.who)


def _pass_self_check(at: Setting, form: forms.Bare) -> None:
    actions.pass_self_check(**at.who)


def _fail_self_check(at: Setting, form: forms.Reason) -> None:
    actions.fail_self_check(**at.who, **form.cleaned_data)


def _uphold_objection(at: Setting, form: side_forms.Uphold) -> None:
    actions.uphold_objection(**at.who, **form.cleaned_data)


def _recheck_later_ok(at: Setting, form: forms.Recheck) -> None:
    actions.recheck_later_ok(**at.who, look=_look(Move.RECHECK_LATER_OK, at, form))


def recheck_later_fail(at: Setting, form: forms.Recheck) -> None:
    """A later look found the mending undone: the case opens again, one level higher."""
    actions.reopen_after_look(**at.who, look=_look(Move.RECHECK_LATER_OK, at, form))


def _look(move: Move, at: Setting, form: forms.Recheck) -> rules.Look:
    """What was seen."""
    said = form.cleaned_data
    photo = _photo_key(move, at, form, "photo")
    return rules.Look(
        answers=form.answers,
        is_on_site=bool(said["is_on_site"]),
        reasons=said["reasons"],
        photo_keys=(photo,) if photo else (),
        has_fake_photo=said["has_fake_photo"],
    )


def _photo_key(move: Move, at: Setting, form: Any, field: str) -> str:  # Any: a form with photos
    """The key of the photo in a field: of the one that came now, else of the one named.

    A photo that comes with an act that is not this person's, or not open now, is not kept: the room refuses.
    """
    is_sent = form.cleaned_data[field] is not None
    if is_sent and at.is_open(move):
        return _kept(at, form, field)
    return "" if is_sent else str(form.cleaned_data[f"{field}_key"])


def _kept(at: Setting, form: Any, field: str) -> str:  # Any: as above
    """Keep an uploaded photo at once, and note its key in the form: a refusal that follows loses nothing."""
    upload = form.cleaned_data[field]
    evidence = inspections.attach_photo(
        visit_key=None,
        key=references.new_key(at.now),
        content=upload.read(settings.LANTIAN_PHOTO_MAX_BYTES + 1),
        name=upload.name,
        by=at.by,
        now=at.now,
    )
    form.data = form.data.copy()
    form.data[f"{field}_key"] = str(evidence.key)
    return str(evidence.key)


DEEDS: dict[Move, Deed] = {
    Move.FILE: _file,
    Move.VOID: _void,
    Move.ASSIGN: _assign,
    Move.RETURN: _return,
    Move.ACCEPT: _accept,
    Move.START: _start,
    Move.PLAN: _plan,
    Move.SUBMIT: _submit,
    Move.RECHECK_PASS: _recheck_pass,
    Move.RECHECK_FAIL: _recheck_fail,
    Move.PUBLICISE: _publicise,
    Move.CLOSE: _close,
    Move.VERIFY: _verify,
    Move.MERGE: _merge,
    Move.HAND_DOWN: _hand_down,
    Move.ASK_EXTENSION: _ask_extension,
    Move.GRANT_EXTENSION: _grant_extension,
    Move.REFUSE_EXTENSION: _refuse_extension,
    Move.PARK: _park,
    Move.RESUME: _resume,
    Move.PASS_SELF_CHECK: _pass_self_check,
    Move.FAIL_SELF_CHECK: _fail_self_check,
    Move.UPHOLD_OBJECTION: _uphold_objection,
    Move.RECHECK_LATER_OK: _recheck_later_ok,
    Move.REOPEN: _reopen,
}
