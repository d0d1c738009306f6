"""What people and the clock do with briefings: write a day, issue it, keep its PDF."""

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, NotAllowed, Verb
from lantian.calendar import queries as calendar
from lantian.kernel import files, outbox, references
from lantian.observations import queries as observations
from lantian.registry.models import Region
from lantian.reporting import events, models, permissions
from lantian.reporting.models import Briefing
from lantian.reporting.queries import air, issues, printing, writing
from lantian.reporting.queries.writing import Written
from lantian.reporting.rules.refusals import AlreadyIssued, BriefingMoved, check_day
from lantian.reporting.rules.sheet import filled

NUMBER, SERIAL = "JBN", "JBQ"
KIND = "briefing"


def write(*, region_code: str, day: date, by_id: int | None, now: datetime) -> Briefing:
    """Write a day, or write its draft again; after an issue it becomes a new issue beside the old one."""
    region = Region.objects.select_related("organisation").get(code=region_code)
    if by_id is not None:
        _require(accounts.actor_of(Person.objects.get(pk=by_id)), region)
    today = calendar.local_day(now)
    check_day(day, today=today, next_day=day + timedelta(days=1))
    hour = air.morning_hour(day, now=now)
    written = writing.put_into_words(
        region, day=day, hour=hour, now=now, position=observations.lake_position()
    )
    try:
        return _keep(region, written, day=day, by_id=by_id, now=now)
    except IntegrityError as error:
        raise BriefingMoved(f"{region.code} {day}") from error


def write_once(*, region_code: str, day: date, now: datetime) -> Briefing | None:
    """The clock's draft about a day; None when there is one already."""
    if Briefing.objects.filter(region__code=region_code, day=day).exists():
        return None
    return write(region_code=region_code, day=day, by_id=None, now=now)


def issue(*, number: str, by: Actor, now: datetime, seen_digest: str = "") -> Briefing:
    """Issue a draft as it stands, once; then print it and keep the paper.

    With the digest of the page that was read, a draft written again in the meantime is not issued unread.
    """
    draft = permissions.visible_briefings(by).select_related("region__organisation").get(number=number)
    _require(by, draft.region)
    if draft.is_issued:
        raise AlreadyIssued(number)
    if seen_digest and seen_digest != draft.digest:
        raise BriefingMoved(number)
    _issue(draft, by=by, now=now)
    return keep_pdf(number=number, now=now)


def keep_pdf(*, number: str, now: datetime) -> Briefing:
    """Print an issued briefing and keep the paper by its hash; once kept it stays."""
    found = Briefing.objects.select_related("region__organisation", "pdf").get(number=number)
    if found.is_issued and found.pdf is None:
        content = printing.printed(issues.view_of(found))
        kept = files.store(content, kind=KIND, name=f"{number}.pdf", now=now)
        Briefing.objects.filter(pk=found.pk, pdf__isnull=True).update(pdf=kept)
        found.refresh_from_db()
    return found


@transaction.atomic
def _keep(region: Region, written: Written, *, day: date, by_id: int | None, now: datetime) -> Briefing:
    last = Briefing.objects.filter(region=region, day=day).order_by("-issue").first()
    if last is None or last.is_issued:
        found = _new(region, written, day=day, issue=last.issue + 1 if last else 1, by_id=by_id, now=now)
    else:
        found = _again(last, written, by_id=by_id, now=now)
    models.Figure.objects.bulk_create(
        models.Figure(briefing=found, place=place, **asdict(figure))
        for place, figure in enumerate(written.figures)
    )
    outbox.emit(
        events.BriefingWritten(
            about=_about(found.number),
            by=by_id,
            at=now,
            region=region.code,
            day=day.isoformat(),
            issue=found.issue,
            revision=found.revision,
            position=found.position,
            digest=found.digest,
        )
    )
    return found


def _new(
    region: Region, written: Written, *, day: date, issue: int, by_id: int | None, now: datetime
) -> Briefing:
    number = references.next_number(NUMBER, calendar.local_day(now).year)
    return Briefing.objects.create(
        number=number,
        region=region,
        day=day,
        issue=issue,
        **_contents(written, number=number, day=day, issue=issue),
        written_at=now,
        written_by_id=by_id,
    )


def _again(draft: Briefing, written: Written, *, by_id: int | None, now: datetime) -> Briefing:
    """A draft that nobody has issued is replaced whole."""
    contents = _contents(written, number=draft.number, day=draft.day, issue=draft.issue)
    moved = Briefing.objects.filter(pk=draft.pk, state=Briefing.State.DRAFT, revision=draft.revision).update(
        **contents, revision=draft.revision + 1, written_at=now, written_by_id=by_id
    )
    if not moved:
        raise BriefingMoved(draft.number)
    models.Figure.objects.filter(briefing=draft).delete()
    draft.refresh_from_db()
    return draft


@transaction.atomic
def _issue(draft: Briefing, *, by: Actor, now: datetime) -> None:
    serial = int(references.next_number(SERIAL, calendar.local_day(now).year).rpartition("-")[2])
    moved = Briefing.objects.filter(pk=draft.pk, state=Briefing.State.DRAFT, revision=draft.revision).update(
        state=Briefing.State.ISSUED, serial=serial, issued_at=now, issued_by_id=by.id
    )
    if not moved:
        raise BriefingMoved(draft.number)
    texts = {figure.key: figure.text for figure in draft.figures.all()}
    outbox.emit(
        events.BriefingIssued(
            about=_about(draft.number),
            by=by.id,
            at=now,
            region=draft.region.code,
            day=draft.day.isoformat(),
            issue=draft.issue,
            serial=serial,
            position=draft.position,
            digest=draft.digest,
            words=filled(draft.lead["zh"], texts),
        )
    )


def _contents(written: Written, *, number: str, day: date, issue: int) -> dict[str, object]:
    """What is stored of a written day, with the digest over all of it."""
    stored: dict[str, object] = {
        "lead": written.lead,
        "blocks": written.blocks,
        "things": written.things,
        "stations": written.stations,
        "hours": written.hours,
        "basis": written.basis,
        "position": written.position,
    }
    said = {
        **stored,
        "number": number,
        "day": day.isoformat(),
        "issue": issue,
        "figures": [asdict(figure) for figure in written.figures],
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {**stored, "digest": hashlib.sha256(canonical.encode()).hexdigest()}


def _require(by: Actor, region: Region) -> None:
    path = region.organisation.path if region.organisation else "/"
    if not permissions.may_write(by, path=path):
        raise NotAllowed(Verb.WRITE_BRIEFING, by)


def _about(number: str) -> str:
    return f"reporting.briefing:{number}"
