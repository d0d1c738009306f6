"""What a person may do to a case now: the form, what will happen and to whom, and the deed itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.urls import reverse

from lantian.accounts.rules import Actor
from lantian.cases import queries as cases
from lantian.cases.queries import CaseView
from lantian.cases.states import Move
from lantian.console import words
from lantian.console.cases import deeds, filling, forms, saying, sending

SLUGS: dict[Move, str] = {move: move.value.replace("_", "-") for move in Move if move is not Move.REPORT}
LATER_FAIL = "recheck-later-fail"
MOVES = {slug: move for move, slug in SLUGS.items()} | {LATER_FAIL: Move.RECHECK_LATER_OK}
LIKELY = (
    Move.VERIFY,
    Move.FILE,
    Move.ASSIGN,
    Move.ACCEPT,
    Move.GRANT_EXTENSION,
    Move.START,
    Move.PLAN,
    Move.SUBMIT,
    Move.PASS_SELF_CHECK,
    Move.RECHECK_PASS,
    Move.PUBLICISE,
    Move.UPHOLD_OBJECTION,
    Move.CLOSE,
    Move.RECHECK_LATER_OK,
    Move.RESUME,
    Move.FAIL_SELF_CHECK,
    Move.REFUSE_EXTENSION,
    Move.HAND_DOWN,
    Move.ASK_EXTENSION,
    Move.PARK,
    Move.RETURN,
    Move.MERGE,
    Move.VOID,
    Move.REOPEN,
)
NEVER_LIKELY = set(LIKELY[LIKELY.index(Move.RESUME) :])
ON_A_PAGE = {Move.SUBMIT, Move.RECHECK_PASS, Move.RECHECK_FAIL, Move.RECHECK_LATER_OK, Move.PLAN}
SEND = "send-to-recheck"
RECHECKS = {Move.RECHECK_PASS, Move.RECHECK_FAIL, Move.RECHECK_LATER_OK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One act as the case page offers it; with `barred`, it is shown and cannot be chosen."""

    slug: str
    url: str
    label: str
    consequence: str
    form: django_forms.Form
    is_main: bool
    is_on_page: bool
    barred: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """One act on its way: its form, filled in or not, and the deed."""

    move: Move
    label: str
    url: str
    form: django_forms.Form
    template: str
    consequence: str
    photos: tuple[Any, ...]  # Any: photos with their choices, as the form's template prints them
    kept: str
    pass_url: str
    fail_url: str
    do: Callable[[], None]
    done: str

    @property
    def is_filing(self) -> bool:
        """Whether this is the moment at which a duplicate should be seen."""
        return self.move is Move.FILE


def offers(view: CaseView, by: Actor, *, now: datetime) -> tuple[Offer, ...]:
    """The acts open to a person, the likely one first and filled."""
    known = {act.move: act for act in view.acts if act.move is not Move.RECHECK_FAIL}
    ranked = [known[move] for move in LIKELY if move in known]
    setting = deeds.Setting(view=view, by=by, now=now, case=cases.seen(view.number, by)) if ranked else None
    shown: list[Offer] = []
    for act in ranked:
        if setting is None or (act.move is Move.REOPEN and not filling.findings(setting)):
            continue
        shown.append(
            Offer(
                slug=SLUGS[act.move],
                url=reverse("console:case-act", args=[view.number, SLUGS[act.move]]),
                label=label(act.move),
                consequence=saying.consequence(act.move, setting),
                form=filling.form(act.move, setting, auto_id=f"{SLUGS[act.move]}_%s"),
                is_main=False,
                is_on_page=act.move in ON_A_PAGE,
                barred=words.word(words.DEPENDENCE, act.refusal) if act.refusal else "",
            )
        )
    if sending.is_open(view, by):
        shown.append(
            Offer(
                slug=SEND,
                url=sending.url(view.number),
                label=sending.label(),
                consequence=sending.consequence(view),
                form=forms.Bare(),
                is_main=False,
                is_on_page=True,
                barred="",
            )
        )
    return _with_main(shown)


def doing(
    number: str,
    slug: str,
    by: Actor,
    *,
    now: datetime,
    data: Any = None,
    files: Mapping[str, Any] | None = None,
) -> Doing:  # Any: Django's QueryDict and uploaded files
    """One act; KeyError for a word that is none, Case.DoesNotExist for somebody who may not see the case."""
    move = MOVES[slug]
    view = cases.case(number, by, now=now)
    setting = deeds.Setting(view=view, by=by, now=now, case=cases.seen(number, by))
    filled = filling.form(move, setting, data=data, files=files)
    if any(act.refusal for act in view.acts if act.move is move):
        for field in filled.fields.values():  # the refusal comes before anything that may be missing
            field.required = False
    deed = deeds.recheck_later_fail if slug == LATER_FAIL else deeds.DEEDS[move]
    passes, fails = _looks(move)
    return Doing(
        move=move,
        label=label(move),
        url=reverse("console:case-act", args=[number, slug]),
        form=filled,
        template=f"console/cases/forms/{_template(move)}.html",
        consequence=saying.consequence(move, setting),
        photos=filling.photos(setting) if move in {Move.SUBMIT, *RECHECKS} else (),
        kept=filling.kept(filled),
        pass_url=reverse("console:case-act", args=[number, passes]),
        fail_url=reverse("console:case-act", args=[number, fails]),
        do=lambda: deed(setting, filled),
        done=saying.done(Move.REOPEN if slug == LATER_FAIL else move, number),
    )


def _looks(move: Move) -> tuple[str, str]:
    """The two answers of a look: now, or later at a closed case."""
    if move is Move.RECHECK_LATER_OK:
        return SLUGS[move], LATER_FAIL
    return SLUGS[Move.RECHECK_PASS], SLUGS[Move.RECHECK_FAIL]


def is_open(number: str, slug: str, by: Actor, *, now: datetime) -> bool:
    """Whether a person may try the act now."""
    view = cases.case(number, by, now=now)
    return any(act.move is MOVES[slug] and not act.refusal for act in view.acts)


def label(move: Move) -> str:
    """The act in the office's words."""
    is_recheck = move in {Move.RECHECK_PASS, Move.RECHECK_FAIL}
    return str(words.CASE_RECHECK) if is_recheck else words.word(words.CASE_MOVES, move)


def _with_main(shown: list[Offer]) -> tuple[Offer, ...]:
    for place, offer in enumerate(shown):
        if not offer.barred and MOVES.get(offer.slug) not in NEVER_LIKELY:
            main = replace(offer, is_main=True)
            return (main, *shown[:place], *shown[place + 1 :])
    return tuple(shown)


def _template(move: Move) -> str:
    special = {
        Move.SUBMIT: "submit",
        Move.RECHECK_PASS: "recheck",
        Move.RECHECK_FAIL: "recheck",
        Move.RECHECK_LATER_OK: "recheck",
        Move.PLAN: "plan",
    }
    return special.get(move, "plain")
