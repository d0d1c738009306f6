"""Who answers for a case and what was done about it: the five levels, letters, rungs, sweeps, enforcement."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Verb
from lantian.cases.models import Case, LedgerEntry, Letter
from lantian.cases.queries import enforcement, ladder, responsibility, sweeps
from lantian.cases.states import OPEN_STATES, State
from lantian.console import answer_words, words
from lantian.ui import formats
from lantian.ui.parts import KeyValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One of the five levels, as it was written down."""

    name: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something else that may be begun from the case."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What the page shows of it."""

    fixed: str
    levels: tuple[Level, ...]
    away: tuple[str, ...]
    matters: tuple[KeyValue, ...]
    offers: tuple[Offer, ...]


def answering(case: Case, by: Actor, *, now: datetime) -> Answering:
    """The chain of a case that is seen already, and what hangs on it."""
    lines = responsibility.lines_of(case, now=now)
    tiers: dict[str, list[str]] = {}
    for line in lines:
        tiers.setdefault(line.tier, []).append(_named(line))
    return Answering(
        fixed=_("as of %(when)s, never changed") % {"when": formats.when_short(lines[0].at)} if lines else "",
        levels=tuple(
            Level(name=words.word(answer_words.LEVELS, tier), people=tuple(people))
            for tier, people in tiers.items()
        ),
        away=_away(case, now=now),
        matters=(*_letters(case, by), *_rungs(case), *_more(case, by, now=now)),
        offers=_offers(case, by),
    )


def _named(line: responsibility.Line) -> str:
    name = (line.name_zh if words.is_chinese() else line.name_en) or _("nobody is on record")
    if line.seat != "unit":
        name = f"{words.word(answer_words.SEATS, line.seat)} {name}"
    if line.since:
        name += _(" (now %(name)s)") % {"name": words.name(line.since)}
    return name


def _away(case: Case, *, now: datetime) -> tuple[str, ...]:
    """Who of the case is on leave, and who stands in."""
    people = [case.handler_id] if case.handler_id else []
    if case.unit_id:
        people += [one.pk for one in accounts.heads_of_unit(case.unit_id)]
    said = _("%(name)s is on leave until %(until)s; %(stand_in)s stands in.")
    return tuple(
        said
        % {
            "name": words.name(leave.person),
            "until": formats.when_short(leave.ends_at),
            "stand_in": words.name(leave.stand_in),
        }
        for leave in accounts.stand_ins(people, now=now).values()
    )


def _letters(case: Case, by: Actor) -> list[KeyValue]:
    rows = []
    for letter in Letter.objects.filter(case=case).select_related("organisation"):
        note = _("reply by %(due)s") % {"due": formats.when_short(letter.reply_by)}
        if letter.outcome:
            note = f"{words.word(answer_words.OUTCOMES, letter.outcome)} {letter.reply_number} {letter.reply}"
        url = reverse("console:letter", args=[letter.number])
        rows.append(
            KeyValue(
                key=_("Letter %(number)s") % {"number": letter.number},
                value=words.name(letter.organisation),
                note=note,
                url=url,
            )
        )
    return rows


def _rungs(case: Case) -> list[KeyValue]:
    rows = []
    for rung in ladder.of_case(case):
        if rung.taken_at and rung.taken_by:
            note = f"{rung.number} · {words.name(rung.taken_by)} · {formats.when_short(rung.taken_at)}"
        elif rung.declined_by:
            note = _("not taken: %(reason)s") % {"reason": rung.declined_reason}
        else:
            note = _("drafted %(when)s") % {"when": formats.when_short(rung.drafted_at)}
        kind = words.word(answer_words.RUNGS, rung.kind)
        rows.append(KeyValue(key=_("Rung"), value=kind, note=note))
    return rows


def _more(case: Case, by: Actor, *, now: datetime) -> list[KeyValue]:
    rows = []
    entry = LedgerEntry.objects.filter(case=case).first()
    if entry is not None:
        url = reverse("console:ledger-entry", args=[case.number])
        rows.append(KeyValue(key=_("Inspection ledger"), value=f"{entry.batch} · {entry.serial}", url=url))
    for one in sweeps.of_case(case):
        said = _("%(answered)d of %(places)d places answered") % {
            "answered": one.answered,
            "places": one.places,
        }
        url = reverse("console:sweep", args=[one.sweep.number])
        rows.append(KeyValue(key=_("Sweep"), value=said, note=one.sweep.words, url=url))
    for view in enforcement.of_case(case, by, now=now):
        url = reverse("console:enforcement", args=[view.enforcement.number])
        step = words.word(answer_words.STEPS, view.next_step) if view.next_step else _("executed")
        rows.append(
            KeyValue(key=_("Enforcement"), value=words.name(view.enforcement.body), note=step, url=url)
        )
    return rows


def _offers(case: Case, by: Actor) -> tuple[Offer, ...]:
    offers = []
    if by.may(Verb.ORDER_SWEEP) and case.state in {State.PASSED, State.IN_PUBLICITY, State.CLOSED}:
        offers.append(Offer(label=_("Order a sweep"), url=reverse("console:sweep-order", args=[case.number])))
    if by.may(Verb.TRANSFER) and case.is_violation:
        offers.append(
            Offer(label=_("Transfer for punishment"), url=reverse("console:transfer", args=[case.number]))
        )
    if by.may(Verb.WRITE_LETTER) and case.state in {State.FILED, State.RETURNED, State.REOPENED}:
        offers.append(
            Offer(label=_("Write a letter"), url=reverse("console:letter-write", args=[case.number]))
        )
    if by.may(Verb.TAKE_RUNG) and case.state in OPEN_STATES and _has_drafts(case):
        offers.append(Offer(label=_("Ladder"), url=reverse("console:ladder")))
    return tuple(offers)


def _has_drafts(case: Case) -> bool:
    return case.rungs.filter(taken_at__isnull=True, declined_at__isnull=True).exists()
