"""The values of the pages of enforcement."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.cases.models import LawClause
from lantian.cases.queries import enforcement as queries
from lantian.cases.rules import enforcing
from lantian.console import answer_words, words
from lantian.ui import formats
from lantian.ui.parts import KeyValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One enforcement in a list."""

    number: str
    url: str
    party: str
    case: str
    case_url: str
    body: str
    article: str
    standing: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step as it stands."""

    name: str
    standing: str
    document: str
    words: str
    by: str
    amount: str
    is_next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One enforcement."""

    row: Row
    facts: tuple[KeyValue, ...]
    steps: tuple[Step, ...]
    open_step: str
    open_name: str
    daily: str
    may_take: bool
    may_daily: bool


def row(view: queries.View) -> Row:
    """An enforcement as lists show it."""
    one = view.enforcement
    following = words.word(answer_words.STEPS, view.next_step) if view.next_step else ""
    return Row(
        number=one.number,
        url=reverse("console:enforcement", args=[one.number]),
        party=one.party_name,
        case=one.case.number,
        case_url=reverse("console:case", args=[one.case.number]),
        body=words.name(one.body),
        article=f"{_law(one.clause)} {one.clause.article}",
        standing=_("%(step)s is next") % {"step": following} if following else _("executed"),
        total=_("%(yuan)s yuan") % {"yuan": enforcing.yuan(view.total_fen)} if view.total_fen else "—",
    )


def detail(number: str, by: Actor, *, now: datetime) -> Detail:
    """One enforcement with its steps."""
    view = queries.enforcement(number, by, now=now)
    clause = view.enforcement.clause
    may = view.is_bodys and by.may(Verb.ENFORCE)
    open_step = view.next_step or (enforcing.DAILY if view.may_fine_daily else "")
    return Detail(
        row=row(view),
        facts=(
            KeyValue(key=pgettext("law", "Act"), value=_act(clause), note=f"{_law(clause)} {clause.article}"),
            KeyValue(key=_("Consequence"), value=_consequence(clause), note=source(clause)),
            KeyValue(
                key=_("Decided by"),
                value=words.name(view.enforcement.body),
                note=words.word(answer_words.POWERS, clause.power),
            ),
            KeyValue(
                key=_("Transferred"),
                value=formats.when_short(view.enforcement.transferred_at),
                note=words.name(view.enforcement.transferred_by),
            ),
        ),
        steps=tuple(_steps(view)),
        open_step=open_step,
        open_name=words.word(answer_words.STEPS, open_step) if open_step else "",
        daily=_daily(view),
        may_take=may and view.next_step is not None,
        may_daily=may and view.may_fine_daily,
    )


def clauses(category: str, *, now: datetime) -> list[tuple[str, str]]:
    """The clauses to choose from, those of the category first; what is not official says so."""
    found = queries.clauses_for(category, on=calendar.local_day(now))
    return [
        (one.code, f"{one.article} {_act(one)}" + ("" if one.is_official else f" ({source(one)})"))
        for one in found
    ]


def source(clause: LawClause) -> str:
    """Whether a clause was read in the text, or is an entry that is not printed as law."""
    return _("read in the text of the law") if clause.is_official else _("not checked against a text; no law")


def _steps(view: queries.View) -> list[Step]:
    taken = {step.kind: step for step in view.steps if step.kind != enforcing.DAILY}
    rows = [_step(kind, taken.get(kind), view) for kind in enforcing.STEPS]
    return rows + [_step(enforcing.DAILY, one, view) for one in view.steps if one.kind == enforcing.DAILY]


def _step(kind: str, one: queries.models.EnforcementStep | None, view: queries.View) -> Step:
    said = []
    if one and one.amount_fen:
        said.append(_("%(yuan)s yuan") % {"yuan": enforcing.yuan(one.amount_fen)})
    if one and one.first_day and one.last_day:
        said.append(f"{formats.day(one.first_day)} – {formats.day(one.last_day)}")
    if one and one.ordered_on:
        said.append(_("correction ordered on %(day)s") % {"day": formats.day(one.ordered_on)})
    is_next = one is None and kind == view.next_step
    return Step(
        name=words.word(answer_words.STEPS, kind),
        standing=_("taken") if one else (_("next") if is_next else _("later")),
        document=one.document if one else "",
        words=one.words if one else "",
        by=f"{words.name(one.by)} · {formats.when_short(one.at)}" if one else "",
        amount=" · ".join(said),
        is_next=is_next,
    )


def _daily(view: queries.View) -> str:
    """What a daily fine would come to today, or why there is none."""
    if not view.enforcement.clause.is_daily:
        return _("This act is not fined day by day.")
    if view.daily_fen is None or view.daily_from is None:
        return _("Once fined and still undone, it may be fined day by day from the day after the order.")
    said = _("Still undone, it would come to %(yuan)s yuan from %(day)s to today.")
    return said % {"yuan": enforcing.yuan(view.daily_fen), "day": formats.day(view.daily_from)}


def _law(clause: LawClause) -> str:
    return clause.law_zh if words.is_chinese() else clause.law_en


def _act(clause: LawClause) -> str:
    return clause.act_zh if words.is_chinese() else clause.act_en


def _consequence(clause: LawClause) -> str:
    return clause.consequence_zh if words.is_chinese() else clause.consequence_en
