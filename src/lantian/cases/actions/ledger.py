"""The ledger of a superior inspection: lines, monthly progress, and the six steps to strike a line off."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Q

from lantian.accounts import queries as accounts
from lantian.accounts.models import Organisation, Person
from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.calendar import queries as calendar
from lantian.cases import events, models, permissions, rules
from lantian.cases.actions import moving, opening
from lantian.cases.queries import ledger
from lantian.cases.rules import ledger as law
from lantian.cases.rules import ledger_rows
from lantian.cases.states import Level, State
from lantian.inspections.models import Evidence
from lantian.kernel import outbox
from lantian.kernel.refusals import Refused
from lantian.registry.models import Source


@transaction.atomic
def open_entry(*, number: str, entry: law.Entry, by: Actor, now: datetime) -> models.LedgerEntry:
    """Put a case of a superior inspection into the ledger: the first step of its procedure."""
    require(Verb.KEEP_LEDGER, by)
    case = permissions.visible_cases(by).get(number=number)
    if case.channel != law.CHANNEL:
        raise law.NotOfInspection(number)
    law.check_entry(entry)
    today = calendar.local_day(now)
    lead = _unit(entry.lead_unit, by=by, on=today)
    line = models.LedgerEntry(
        case=case,
        batch=entry.batch.strip(),
        serial=entry.serial.strip(),
        original_words=entry.original_words.strip(),
        tier=entry.tier,
        target=entry.target.strip(),
        measures=entry.measures.strip(),
        span=entry.span,
        due_on=entry.due_on,
        lead_unit=lead,
        contact=_contact(entry.contact, lead),
        added_by_id=by.id,
        added_at=now,
    )
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError as twice:
        raise law.EntryTwice(batch=line.batch, serial=line.serial, number=number) from twice
    line.cooperating.set([_unit(one, by=by, on=today) for one in entry.cooperating])
    outbox.emit(
        events.LedgerOpened(
            about=moving.about(case),
            by=by.id,
            at=now,
            batch=line.batch,
            serial=line.serial,
            unit=lead.pk,
            due_on=line.due_on,
        )
    )
    first = ledger.procedure(on=today)[0]
    _take(line, first, words=line.target, document=f"{line.batch} {line.serial}", by=by, now=now)
    return line


@transaction.atomic
def report_progress(*, number: str, month: date, words: str, by: Actor, now: datetime) -> None:
    """Say how far a line has come in a month; said again, the later words count."""
    require(Verb.REPORT_PROGRESS, by)
    line = ledger.visible_entries(by).get(case__number=number)
    units = [line.lead_unit, *line.cooperating.all()]
    if not any(by.is_of(unit.path) for unit in units):
        raise NotAllowed(Verb.REPORT_PROGRESS, by, "the line is another unit's")
    rules.check_reason(words)
    models.LedgerProgress.objects.create(
        entry=line, month=month.replace(day=1), words=words.strip(), by_id=by.id, at=now
    )
    outbox.emit(
        events.ProgressReported(
            about=moving.about(line.case),
            by=by.id,
            at=now,
            month=month.replace(day=1),
            words=words.strip(),
        )
    )


@transaction.atomic
def take_step(
    *,
    number: str,
    step: str,
    words: str,
    document: str,
    by: Actor,
    now: datetime,
    evidence_key: str = "",
) -> None:
    """Take the next step of the procedure: none is left out, none comes before its time."""
    require(Verb.TAKE_STEP, by)
    line = ledger.visible_entries(by).select_for_update(of=("self",)).get(case__number=number)
    steps = ledger.procedure(on=calendar.local_day(line.added_at))
    wanted = next((one for one in steps if one.code == step), None)
    if wanted is None:
        raise models.ProcedureStep.DoesNotExist(step)
    taken = [row.step.code for row in line.steps.select_related("step")]
    due = law.next_step([one.code for one in steps], taken)
    if step in taken:
        raise law.StepTakenAlready(wanted.name_zh)
    if due != step:
        raise law.StepOutOfOrder(wanted.name_zh, before=next(one.name_zh for one in steps if one.code == due))
    if not any(hat.role in wanted.roles for hat in by.hats):
        raise law.StepNotYours(wanted.name_zh)
    if wanted.needs_state and line.case.state not in wanted.needs_state:
        raise law.StepTooSoon(wanted.name_zh, state=State(line.case.state))
    photo = _evidence(evidence_key, by)
    _take(line, wanted, words=words, document=document, by=by, now=now, evidence=photo)


@transaction.atomic
def take_sheet(*, content: bytes, name: str, by: Actor, now: datetime) -> list[str]:
    """Import a ledger sheet whole or not at all; returns the numbers of its cases.

    A line whose problem is no case yet makes one, filed under superior supervision.
    """
    require(Verb.KEEP_LEDGER, by)
    lines = ledger_rows.lines(content, name=name)
    bad: list[str] = []
    numbers: list[str] = []
    for line in lines:
        try:
            if line.wrong:
                raise law.SheetBad(line.wrong)
            with transaction.atomic():
                numbers.append(_take_line(line, by=by, now=now))
        except (Refused, Source.DoesNotExist) as wrong:
            bad.append(ledger_rows.named(line, wrong))
    if bad:
        raise law.RowsBad(bad)
    return numbers


def _take_line(line: ledger_rows.Line, *, by: Actor, now: datetime) -> str:
    source = Source.objects.select_related("grid__organisation").get(
        Q(code=line.place) | Q(name_zh=line.place) | Q(name_en=line.place),
        grid__organisation__path__startswith=by.area_path,
    )
    problem = rules.Problem(
        category=line.category,
        title=source.name_zh[:120],
        lon=source.lon,
        lat=source.lat,
        words=line.entry.original_words[:500],
        source_code=source.code,
        channel=law.CHANNEL,
    )
    key = uuid5(NAMESPACE_URL, f"{line.entry.batch}/{line.entry.serial}")
    number = opening.report(key=key, problem=problem, by=by, now=now)
    if models.Case.objects.get(number=number).state == State.REPORTED:
        opening.file(
            number=number,
            level=Level.SUPERIOR,
            standard_code=line.entry.batch[:60],
            is_separate=True,
            by=by,
            now=now,
        )
    open_entry(number=number, entry=line.entry, by=by, now=now)
    return number


def _take(
    line: models.LedgerEntry,
    step: models.ProcedureStep,
    *,
    words: str,
    document: str,
    by: Actor,
    now: datetime,
    evidence: Evidence | None = None,
) -> None:
    if not document.strip():
        raise law.DocumentMissing(step.needs)
    models.StepTaken.objects.create(
        entry=line,
        step=step,
        words=words.strip()[:500],
        document=document.strip(),
        evidence=evidence,
        by_id=by.id,
        at=now,
    )
    outbox.emit(
        events.StepTaken(
            about=moving.about(line.case),
            by=by.id,
            at=now,
            step=step.code,
            document=document.strip(),
        )
    )


def _evidence(key: str, by: Actor) -> Evidence | None:
    if not key:
        return None
    found = permissions.visible_evidence(by).filter(key=key).first()
    if found is None:
        raise rules.PhotoUnknown(key)
    return found


def _unit(name: str, *, by: Actor, on: date) -> Organisation:
    found = accounts.organisation_named(name, on=on, under=by.area_path)
    if found is None:
        raise law.UnitUnknown(name)
    return found


def _contact(said: str, unit: Organisation) -> Person:
    """The named contact of a unit; without a name its first head, else anybody of it."""
    people: Sequence[Person] = list(
        Person.objects.filter(organisation__path__startswith=unit.path, is_active=True).order_by("username")
    )
    if said.strip():
        named = [one for one in people if said.strip() in {one.username, one.name_zh, one.name_en}]
    else:
        named = sorted(people, key=lambda one: one.role != "unit_head")
    if not named:
        raise law.ContactUnknown(said or "—", unit=unit.name_zh)
    return named[0]
