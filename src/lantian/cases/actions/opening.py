"""How a case begins: somebody reports it, the desk files it or says that it is none."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Verb, require
from lantian.calendar import queries as calendar
from lantian.cases import events, models, permissions, queries, rules
from lantian.cases.actions import answering, ending, moving, sorting
from lantian.cases.states import Level, Move, State
from lantian.dispatch import queries as dispatch
from lantian.inspections import queries as inspections
from lantian.inspections.models import Evidence, Finding
from lantian.kernel import outbox, references
from lantian.kernel.refusals import KeyTaken
from lantian.registry import queries as registry
from lantian.registry.models import Grid, Source


def report(*, key: UUID, problem: rules.Problem, by: Actor, now: datetime) -> str:
    """Say that there is a problem; returns the number of the case. Sending it twice makes one case."""
    require(Verb.REPORT, by)
    before = models.Case.objects.filter(key=key).first()
    if before is not None:
        return _same(before, by=by)
    photos = _photos(problem.photo_keys, by)
    channel = queries.channel(problem.channel, on=calendar.local_day(now))
    if channel.needs_evidence:
        rules.check_report(has_photo=bool(photos), reading_address=problem.reading_address)
    rules.check_happened(problem.happened_at, now=now)
    source = (
        Source.objects.select_related("grid__organisation").get(code=problem.source_code)
        if (problem.source_code)
        else None
    )
    grid = registry.grid_at(problem.lon, problem.lat) or (source.grid if source else None)
    if grid is None:
        raise rules.OutsideGrids(lon=problem.lon, lat=problem.lat)
    case = _drafted(problem, key=key, grid=grid, source=source, by_id=by.id, now=now)
    return _begin(case, photos=photos, now=now, contact=problem.contact)


def report_finding(*, visit_key: UUID | str, now: datetime) -> str | None:
    """Turn a filed problem into a case, or reopen the closed one that it shows to have come back.

    Returns the number of the case, None when the finding is no problem. Doing it twice changes nothing.
    """
    finding = inspections.finding_of(visit_key)
    if finding.result != Finding.Result.PROBLEM:
        return None
    before = _case_of(finding)
    if before is not None:
        return before
    verified = sorting.add_verification(visit_key=visit_key, now=now)
    if verified is not None:
        return verified
    problem = _problem(finding, now=now)
    old = queries.rebound_of(
        category=problem.category,
        source_id=finding.source_id,
        lon=problem.lon,
        lat=problem.lat,
        found_at=finding.at,
    )
    officer = accounts.actor_of(finding.visit.officer)
    if old is not None:
        ending.reopen_from(old, finding=finding, by=officer, now=now)
        return old.number
    grid = registry.grid_at(problem.lon, problem.lat) or finding.visit.order.grid
    case = _drafted(
        problem, key=references.new_key(now), grid=grid, source=finding.source, by_id=officer.id, now=now
    )
    case.finding = finding
    return _begin(case, photos=inspections.photos_of(visit_key), now=now)


def file(
    *,
    number: str,
    level: Level | str,
    standard_code: str,
    by: Actor,
    now: datetime,
    is_violation: bool = False,
    is_separate: bool = False,
) -> None:
    """Take a reported problem up, with how grave it is and the duty that was not met."""
    case = moving.load(number, Move.FILE, by)
    if not standard_code.strip():
        raise rules.StandardMissing()
    if is_violation:
        _check_penalty_may_follow(case)
    sorting.check_verified(case, on_day=now)
    is_public = case.reported_by.username == accounts.WINDOW  # who earns no points
    other = None if is_separate else queries.open_duplicate(case, now=now)
    if other is not None:
        raise rules.DuplicateOpen(other)
    with transaction.atomic():
        moving.move(
            case,
            Move.FILE,
            level=Level(level),
            standard_code=standard_code,
            is_violation=is_violation,
            filed_at=now,
        )
        outbox.emit(
            events.Filed(
                about=moving.about(case),
                by=by.id,
                at=now,
                level=str(case.level),
                category=case.category,
                standard_code=standard_code,
                is_violation=is_violation,
                is_separate=is_separate,
                finder=case.reported_by_id,
                finder_unit=None if is_public else case.reported_by.organisation_id,
            )
        )
        answering.fix_responsibility(case, by=by, now=now)


def void(*, number: str, reason: str, by: Actor, now: datetime) -> None:
    """Say that it is no case, and why; the finder is told."""
    case = moving.load(number, Move.VOID, by)
    rules.check_reason(reason)
    with transaction.atomic():
        moving.move(case, Move.VOID)
        outbox.emit(
            events.Voided(
                about=moving.about(case), by=by.id, at=now, reason=reason, finder=case.reported_by_id
            )
        )


def _photos(keys: tuple[str, ...], by: Actor) -> list[Evidence]:
    found = {
        str(photo.key): photo for photo in permissions.visible_evidence(by).filter(key__in=keys).distinct()
    }
    for key in keys:
        if str(key) not in found:
            raise rules.PhotoUnknown(key)
    return [found[str(key)] for key in keys]


def _same(before: models.Case, *, by: Actor) -> str:
    if before.reported_by_id != by.id:
        raise KeyTaken(before.key)
    return before.number


def _case_of(finding: Finding) -> str | None:
    """The case a finding has begun or reopened."""
    begun = models.Case.objects.filter(finding=finding).first()
    reopened = models.Rebound.objects.select_related("case").filter(finding=finding).first()
    if begun is None and reopened is None:
        return None
    return begun.number if begun else reopened.case.number


def _problem(finding: Finding, *, now: datetime) -> rules.Problem:
    visit = finding.visit
    lon, lat = _place(finding)
    source = finding.source
    local = finding.at.astimezone(calendar.local_zone())
    return rules.Problem(
        category=finding.category,
        title=(source or visit.order.grid).name_zh[:120],
        words=finding.words,
        lon=lon,
        lat=lat,
        source_code=source.code if source else "",
        reading_address=_alarm(finding),
        channel=rules.patrol_channel(local.time()),
    )


def _place(finding: Finding) -> tuple[float, float]:
    """Where the officer stood; else the source, the alarming station, or the middle of the grid."""
    visit = finding.visit
    if visit.lon is not None and visit.lat is not None:
        return visit.lon, visit.lat
    suspicion = visit.order.suspicion
    known = finding.source or (suspicion.episode.station if suspicion else None)
    if known is not None:
        return known.lon, known.lat
    return registry.middle_of(visit.order.grid)


def _alarm(finding: Finding) -> str:
    suspicion = finding.visit.order.suspicion
    return f"assessment.episode:{suspicion.episode.number}" if suspicion else ""


def _drafted(
    problem: rules.Problem, *, key: UUID, grid: Grid, source: Source | None, by_id: int, now: datetime
) -> models.Case:
    return models.Case(
        key=key,
        state=State.REPORTED,
        level=Level.MINOR,
        channel=problem.channel,
        medium=problem.medium,
        category=problem.category,
        title=problem.title,
        words=problem.words,
        lon=problem.lon,
        lat=problem.lat,
        address=problem.address,
        grid=grid,
        source=source,
        reading_address=problem.reading_address,
        reported_by_id=by_id,
        happened_at=problem.happened_at,
        reported_at=now,
        is_demo=grid.is_demo,
    )


def _begin(
    case: models.Case, *, photos: list[Evidence], now: datetime, contact: rules.Contact = rules.NOBODY
) -> str:
    """Number and write a new case; of two sendings of one key the second gets the first one's number."""
    try:
        with transaction.atomic():
            case.number = references.next_number("QX", calendar.local_day(now).year)
            case.save(force_insert=True)
            moving.add_photos(case, photos, now=now)
            moving.write_scope(case)
            moving.write_text(case)
            if contact:
                _keep_contact(case, contact, now=now)
            outbox.emit(_reported(case, now=now))
    except IntegrityError:
        before = models.Case.objects.filter(key=case.key).first()
        if before is None or before.reported_by_id != case.reported_by_id:
            raise
        return before.number
    return case.number


def _keep_contact(case: models.Case, contact: rules.Contact, *, now: datetime) -> None:
    """Keep how to reach whoever told us: beside the case, and in no event."""
    models.CaseContact.objects.create(
        case=case, name=contact.name, phone=contact.phone, words=contact.words, at=now
    )


def _reported(case: models.Case, *, now: datetime) -> events.Reported:
    visit = case.finding.visit if case.finding else None
    suspicion = visit.order.suspicion if visit else None
    return events.Reported(
        about=moving.about(case),
        by=case.reported_by_id,
        at=now,
        channel=case.channel,
        medium=case.medium,
        happened_at=case.happened_at,
        category=case.category,
        grid=case.grid.code,
        source=case.source.code if case.source else "",
        visit_key=str(visit.key) if visit else "",
        suspicion_number=suspicion.number if suspicion else "",
        reading_address=case.reading_address,
    )


def _check_penalty_may_follow(case: models.Case) -> None:
    """A case from a visit can be a violation only after a kind of going that a penalty may follow."""
    if case.finding is None:
        return
    order = case.finding.visit.order
    if not dispatch.terms_of(order).penalty_may_follow:
        raise rules.PenaltyCannotFollow(order.kind)
