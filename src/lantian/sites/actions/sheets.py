"""Signing the sheet of a day, correcting it, and confirming a week."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor, Role, Verb, require
from lantian.calendar import queries as calendar
from lantian.inspections.models import Evidence
from lantian.kernel import outbox
from lantian.kernel.refusals import gettext_noop
from lantian.registry.models import Source
from lantian.sites import events, models, queries, rules
from lantian.sites.actions import own

WHO_FILLS = {
    Source.Kind.SITE: (Role.SITE_DUST_OFFICER, gettext_noop("the site's dust officer")),
    Source.Kind.PLANT: (Role.PLANT_MANAGER, gettext_noop("who manages the plant")),
}
WEEK = 7


def sign_sheet(
    *,
    source_code: str,
    day: date,
    taps: Mapping[str, str],
    stage: str,
    words: str,
    photo_keys: Sequence[UUID | str],
    by: Actor,
    now: datetime,
) -> models.Sheet:
    """Sign the sheet of a day: what the machines say is filled in and frozen; afterwards it never changes.

    A day whose time to sign is over may still be signed, and stays marked as late.
    """
    source = _fillable(source_code, day, by=by, now=now)
    if before := models.Sheet.objects.filter(source=source, day=day).first():
        raise rules.SheetSigned(day, signed_at=before.signed_at)
    return _write(
        source, day, version=1, taps=taps, stage=stage, words=words, reason="", photo_keys=photo_keys, by=by,
        now=now, is_late=now > queries.due_at(day),
    )  # fmt: skip


def correct_sheet(
    *,
    source_code: str,
    day: date,
    taps: Mapping[str, str],
    stage: str,
    words: str,
    reason: str,
    photo_keys: Sequence[UUID | str],
    by: Actor,
    now: datetime,
) -> models.Sheet:
    """Write the next version of a signed sheet, with the reason; what was signed before stays readable."""
    source = _fillable(source_code, day, by=by, now=now)
    rules.check_reason(reason)
    before = models.Sheet.objects.filter(source=source, day=day).order_by("-version").first()
    if before is None:
        raise rules.NothingToCorrect(day)
    return _write(
        source, day, version=before.version + 1, taps=taps, stage=stage, words=words, reason=reason,
        photo_keys=photo_keys, by=by, now=now, is_late=before.is_late,
    )  # fmt: skip


@transaction.atomic
def confirm_week(*, source_code: str, monday: date, words: str, by: Actor, now: datetime) -> models.Week:
    """Who manages the site confirms a week that is over; days without a sheet are written beside it."""
    require(Verb.CONFIRM_WEEK, by)
    source = own.own_place(source_code, by)
    monday = rules.monday_of(monday)
    sunday = monday + timedelta(days=WEEK - 1)
    if sunday > calendar.local_day(now):
        raise rules.WeekRunning(monday, sunday=sunday)
    first = max(monday, queries.begins_on(source))
    signed = set(
        models.Sheet.objects.filter(source=source, day__gte=first, day__lte=sunday).values_list(
            "day", flat=True
        )
    )
    if not signed:
        raise rules.WeekEmpty(monday)
    missing = [day.isoformat() for day in rules.days_of(first=first, last=sunday) if day not in signed]
    defaults = {"missing": missing, "words": words, "confirmed_by_id": by.id, "confirmed_at": now}
    week, is_new = models.Week.objects.get_or_create(source=source, monday=monday, defaults=defaults)
    if not is_new:
        raise rules.WeekConfirmed(monday)
    outbox.emit(
        events.WeekConfirmed(
            about=own.about(source),
            by=by.id,
            at=now,
            source=source.code,
            monday=monday.isoformat(),
            missing=tuple(missing),
            words=words,
        )
    )
    return week


def _fillable(code: str, day: date, *, by: Actor, now: datetime) -> Source:
    """The place, if this person fills its sheets and the day has begun since its duties did."""
    require(Verb.FILL_SHEET, by)
    source = own.own_place(code, by)
    role, who = WHO_FILLS[Source.Kind(source.kind)]
    if by.role is not role:
        raise rules.NotYours(source.name_zh, who=who)
    if day > calendar.local_day(now):
        raise rules.DayAhead(day)
    since = queries.begins_on(source)
    if day < since:
        raise rules.BeforeDuty(source.name_zh, since=since, day=day)
    return source


def _write(
    source: Source,
    day: date,
    *,
    version: int,
    taps: Mapping[str, str],
    stage: str,
    words: str,
    reason: str,
    photo_keys: Sequence[UUID | str],
    is_late: bool,
    by: Actor,
    now: datetime,
) -> models.Sheet:
    items = queries.items_for(source.kind, on=day)
    texts = {item.code: item.text_zh for item in items}
    needs_stage = source.kind == Source.Kind.SITE
    rules.check_taps(taps, items=texts, words=words, stage=stage, needs_stage=needs_stage)
    photos = own.own_photos(photo_keys, by)
    sheet = models.Sheet(
        source=source,
        day=day,
        version=version,
        stage=stage if needs_stage else "",
        words=words,
        reason=reason,
        facts=queries.as_kept(queries.day_facts(source, day, now=now)),
        signed_by_id=by.id,
        signed_at=now,
        is_late=is_late,
    )
    answers = {item: taps[item.code] for item in items}
    try:
        with transaction.atomic():
            _keep(sheet, answers, photos, by=by, now=now)
    except IntegrityError:  # somebody signed the same version at once
        there = models.Sheet.objects.get(source=source, day=day, version=version)
        raise rules.SheetSigned(day, signed_at=there.signed_at) from None
    return sheet


def _keep(
    sheet: models.Sheet,
    answers: Mapping[models.SheetItem, str],
    photos: Sequence[Evidence],
    *,
    by: Actor,
    now: datetime,
) -> None:
    sheet.save(force_insert=True)
    models.SheetAnswer.objects.bulk_create(
        models.SheetAnswer(sheet=sheet, item=item, value=value) for item, value in answers.items()
    )
    models.SheetPhoto.objects.bulk_create(models.SheetPhoto(sheet=sheet, evidence=photo) for photo in photos)
    outbox.emit(
        events.SheetWritten(
            about=own.about(sheet.source),
            by=by.id,
            at=now,
            source=sheet.source.code,
            day=sheet.day.isoformat(),
            sheet_version=sheet.version,
            is_late=sheet.is_late,
            stage=sheet.stage,
            taps={item.code: value for item, value in answers.items()},
            words=sheet.words,
            reason=sheet.reason,
            facts=sheet.facts,
            photos=tuple(str(photo.key) for photo in photos),
        )
    )
