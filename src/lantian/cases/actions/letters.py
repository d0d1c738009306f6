"""Letters to units outside our command: asked, reminded, answered. They get no order and no other rung."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.calendar import queries as calendar
from lantian.cases import events, models, permissions, queries, rules
from lantian.cases.actions import assigning, moving, rectify, self_check, warning
from lantian.cases.queries import ladder
from lantian.cases.rules import answering
from lantian.cases.states import GRAVE, VERBS, Move, State
from lantian.kernel import outbox, references


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a unit wrote back."""

    outcome: str
    words: str
    number: str
    day: date


def write(
    *,
    number: str,
    unit_code: str,
    by: Actor,
    now: datetime,
    text: str = "",
    reply_by: datetime | None = None,
) -> str:
    """Assign a case to a unit outside our command by a letter; returns the letter's number."""
    require(Verb.WRITE_LETTER, by)
    case = moving.load(number, Move.ASSIGN, by)
    unit = Organisation.objects.get(code=unit_code)
    if unit.is_under_command:
        raise answering.UnderCommand(unit.name_zh)
    if not by.covers(unit.path):
        raise NotAllowed(VERBS[Move.ASSIGN], by, f"{unit.code} is outside the area")
    proposed, clock = queries.due(models.Limit.Step.LETTER, case, now=now)
    reply_by = reply_by or proposed
    rules.check_due(due_at=reply_by, now=now)
    text = text.strip() or ladder.letter_draft(case, unit.name_zh, reply_by=reply_by, now=now)
    with transaction.atomic():
        letter = _letter(case, unit, text=text, reply_by=reply_by, reminds=None, by=by, now=now)
        moving.move(
            case,
            Move.ASSIGN,
            unit=unit,
            sub_unit=None,
            handler=None,
            order_number=letter.number,
            clock=clock,
            assigned_at=now,
            **warning.limit(due_at=reply_by, clock=clock, now=now),
        )
        outbox.emit(
            events.Assigned(
                about=moving.about(case),
                by=by.id,
                at=now,
                unit=unit.pk,
                unit_code=unit.code,
                route="letter",
                order_number=letter.number,
                clock=clock,
                due_at=reply_by,
            )
        )
    return letter.number


def remind(case: models.Case, *, words: str, by: Actor, now: datetime) -> models.Letter:
    """Write once more, in the caller's transaction; the first letter stays what it is."""
    first = case.letters.filter(reminds__isnull=True).order_by("-sent_at").first()
    if case.unit is None or first is None:
        raise answering.RungOver(case.number)
    reply_by, _ = queries.due(models.Limit.Step.LETTER, case, now=now)
    return _letter(case, case.unit, text=words, reply_by=reply_by, reminds=first, by=by, now=now)


def record_answer(
    *, letter: str, answer: Answer, by: Actor, now: datetime, work: rules.Mending | None = None
) -> None:
    """Write down what a unit answered.

    Declined, the case comes back to the desk; mended, with the view before and after, it goes to be rechecked
    like any other, and whoever recorded it has had a hand in it.
    """
    require(Verb.WRITE_LETTER, by)
    found = models.Letter.objects.select_related("case__unit", "organisation").get(
        number=letter, case__in=permissions.visible_cases(by)
    )
    _check_answer(found, answer, work=work, now=now)
    with transaction.atomic():
        written = models.Letter.objects.filter(pk=found.pk, outcome="").update(
            outcome=answer.outcome,
            reply=answer.words.strip(),
            reply_number=answer.number.strip(),
            replied_at=calendar.day_bounds(answer.day)[0],
            recorded_by_id=by.id,
        )
        if not written:
            raise answering.LetterAnswered(letter)
        outbox.emit(
            events.LetterAnswered(
                about=moving.about(found.case),
                by=by.id,
                at=now,
                unit=found.organisation_id,
                letter=letter,
                outcome=answer.outcome,
                reply=answer.words.strip(),
                reply_number=answer.number.strip(),
            )
        )
        if answer.outcome == models.Letter.Outcome.DECLINED:
            _give_back(found, answer, by=by, now=now)
        elif answer.outcome == models.Letter.Outcome.MENDED and work is not None:
            _hand_in(found.case, work=work, by=by, now=now)


def _letter(
    case: models.Case,
    unit: Organisation,
    *,
    text: str,
    reply_by: datetime,
    reminds: models.Letter | None,
    by: Actor,
    now: datetime,
) -> models.Letter:
    letter = models.Letter.objects.create(
        number=references.next_number("HAN", calendar.local_day(now).year),
        case=case,
        organisation=unit,
        reminds=reminds,
        text=text.strip(),
        reply_by=reply_by,
        sent_by_id=by.id,
        sent_at=now,
    )
    outbox.emit(
        events.LetterSent(
            about=moving.about(case),
            by=by.id,
            at=now,
            unit=unit.pk,
            letter=letter.number,
            reply_by=reply_by,
            reminds=reminds.number if reminds else "",
        )
    )
    return letter


def _check_answer(found: models.Letter, answer: Answer, *, work: rules.Mending | None, now: datetime) -> None:
    rules.check_reason(answer.words)
    if found.outcome:
        raise answering.LetterAnswered(found.number)
    if not calendar.local_day(found.sent_at) <= answer.day <= calendar.local_day(now):
        raise answering.AnswerLater(answer.day)
    if answer.outcome == models.Letter.Outcome.MENDED and work is None:
        raise answering.PhotosMissing()
    models.Letter.Outcome(answer.outcome)


def _give_back(found: models.Letter, answer: Answer, *, by: Actor, now: datetime) -> None:
    case = found.case
    if case.state != State.ASSIGNED or case.unit_id != found.organisation_id:
        return  # the case has gone on meanwhile
    moving.move(case, Move.RETURN, returns=case.returns + 1)
    outbox.emit(
        events.Returned(
            about=moving.about(case),
            by=by.id,
            at=now,
            unit=case.unit_id,
            reason=answer.words.strip(),
            returns=case.returns,
        )
    )


def _hand_in(case: models.Case, *, work: rules.Mending, by: Actor, now: datetime) -> None:
    """Take the mending of a unit that has nobody here through its steps, recorded by the desk."""
    if case.level in GRAVE:
        raise rules.PlanNeeded(case.level)
    held = models.Case.objects.select_related(*moving.DETAILS).get(pk=case.pk)
    assigning.take_for_outside(held, by=by, now=now)
    rectify.hand_in_for_outside(held, work=work, by=by, now=now)
    self_check.vouch_for_outside(held, by=by, now=now)
