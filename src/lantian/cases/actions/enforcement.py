"""A violation goes to the body that may punish it; that body takes each step, in order, and nobody else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Role, Verb, require
from lantian.calendar import queries as calendar
from lantian.cases import events, models, permissions, rules
from lantian.cases.actions import moving
from lantian.cases.queries import enforcement as queries
from lantian.cases.rules import enforcing
from lantian.kernel import outbox, references


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a step brings: its paper, and what that says."""

    document: str
    words: str = ""
    amount_fen: int | None = None
    ordered_on: date | None = None
    last_day: date | None = None
    evidence_key: str = ""


@transaction.atomic
def transfer(*, number: str, clause: str, party: str, by: Actor, now: datetime) -> str:
    """Hand a violation to the body that holds the power of a clause; returns the enforcement's number."""
    require(Verb.TRANSFER, by)
    case = permissions.visible_cases(by).get(number=number)
    if not case.is_violation:
        raise enforcing.NotViolation(number)
    if not party.strip():
        raise enforcing.PartyMissing()
    today = calendar.local_day(now)
    law = queries.clauses(on=today).get(code=clause)
    body = queries.powers(on=today).get(law.power)
    if body is None:
        raise enforcing.NoPower()
    row = models.Enforcement(
        number=references.next_number("ZF", today.year),
        case=case,
        clause=law,
        body=body,
        party_name=party.strip(),
        transferred_by_id=by.id,
        transferred_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:
        runs = models.Enforcement.objects.get(case=case, clause=law)
        raise enforcing.TransferredAlready(number, enforcement=runs.number) from twice
    outbox.emit(
        events.Transferred(
            about=moving.about(case), by=by.id, at=now, enforcement=row.number, clause=law.code, body=body.pk
        )
    )
    return row.number


@transaction.atomic
def take(*, number: str, step: str, paper: Paper, by: Actor, now: datetime) -> None:
    """Take the next step of an enforcement, or a daily fine once there is a fine."""
    require(Verb.ENFORCE, by)
    held = queries.visible(by).select_for_update(of=("self",))
    row = held.get(number=number)
    _check_body(row, step, by)
    if not paper.document.strip():
        raise enforcing.PaperMissing()
    taken = list(row.steps.all())
    fields = (
        _daily(row, taken, paper, now=now)
        if step == enforcing.DAILY
        else _plain(row, taken, step, paper, now=now)
    )
    if paper.evidence_key:
        photo = permissions.visible_evidence(by).filter(key=paper.evidence_key).first()
        if photo is None:
            raise rules.PhotoUnknown(paper.evidence_key)
        fields["evidence"] = photo
    models.EnforcementStep.objects.create(
        enforcement=row,
        kind=step,
        document=paper.document.strip(),
        words=paper.words.strip(),
        by_id=by.id,
        at=now,
        **fields,
    )
    amount = fields.get("amount_fen")
    outbox.emit(
        events.EnforcementStepTaken(
            about=moving.about(row.case),
            by=by.id,
            at=now,
            enforcement=number,
            step=step,
            document=paper.document.strip(),
            amount_fen=amount if isinstance(amount, int) else None,
        )
    )


@transaction.atomic
def set_power(*, kind: str, unit: str, valid_from: date, by: Actor, now: datetime) -> None:
    """Name the unit that holds a kind of power from a day on; the one before ends the day before."""
    require(Verb.ADMINISTER, by)
    organisation = accounts.organisation_in_area(unit, by)
    running = models.Power.objects.filter(kind=kind, valid_to__isnull=True).first()
    if running is not None and running.organisation_id == organisation.pk:
        return
    if running is not None:
        if valid_from <= running.valid_from:
            running.delete()
        else:
            running.valid_to = valid_from - timedelta(days=1)
            running.save(update_fields=["valid_to"])
    models.Power.objects.create(
        kind=kind, organisation=organisation, origin=f"set by {by.name_en}", valid_from=valid_from
    )
    outbox.emit(
        events.PowerSet(
            about=f"cases.power:{kind}", by=by.id, at=now, unit=organisation.pk, valid_from=valid_from
        )
    )


def _check_body(row: models.Enforcement, step: str, by: Actor) -> None:
    """Raise unless the person works for the body; its head decides, a certificate holder takes evidence."""
    own = [hat for hat in by.hats if hat.organisation_path == row.body.path]
    if not own:
        raise enforcing.NotTheBody(row.body.name_zh, enforcement=row.number)
    if step in enforcing.HEADS_STEPS and not any(hat.role is Role.UNIT_HEAD for hat in own):
        raise enforcing.HeadDecides(row.body.name_zh)
    if step == enforcing.STEPS[0] and not by.has_certificate:
        raise enforcing.CertificateMissing()


def _plain(
    row: models.Enforcement,
    taken: list[models.EnforcementStep],
    step: str,
    paper: Paper,
    *,
    now: datetime,
) -> dict[str, object]:
    if enforcing.next_step([one.kind for one in taken]) != step:
        raise enforcing.OutOfOrder(row.number)
    if step == "decision":
        if paper.ordered_on is None or paper.ordered_on > calendar.local_day(now):
            raise enforcing.OrderDayMissing()
        return {"ordered_on": paper.ordered_on}
    if step == "fine":
        clause = row.clause
        amount = enforcing.check_amount(
            paper.amount_fen, article=clause.article, least_fen=clause.least_fen, most_fen=clause.most_fen
        )
        return {"amount_fen": amount}
    return {}


def _daily(
    row: models.Enforcement, taken: list[models.EnforcementStep], paper: Paper, *, now: datetime
) -> dict[str, object]:
    if not row.clause.is_daily:
        raise enforcing.NoDailyFine(row.clause.article)
    fine, from_day = queries.daily_terms(taken)
    if fine is None or from_day is None or paper.last_day is None:
        raise enforcing.OutOfOrder(row.number)
    amount = enforcing.daily_fine(
        fine_fen=fine,
        first=from_day,
        last=paper.last_day,
        from_day=from_day,
        today=calendar.local_day(now),
    )
    return {"amount_fen": amount, "first_day": from_day, "last_day": paper.last_day}
