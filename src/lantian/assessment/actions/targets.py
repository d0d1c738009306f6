"""Setting what a place has to reach."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.assessment import events, models
from lantian.assessment.rules import targets
from lantian.calendar import queries as calendar
from lantian.kernel import outbox
from lantian.registry import permissions as registry
from lantian.registry.models import Region, Station

AT_LEAST = models.Target.Sense.AT_LEAST
AT_MOST = models.Target.Sense.AT_MOST


@transaction.atomic
def set_target(
    *,
    subject_kind: str,
    subject: str,
    figure: str,
    first: date,
    last: date,
    value: Decimal,
    source: str,
    by: Actor | None,
    now: datetime,
) -> models.Target:
    """Set a place a target with the paper it comes from; an earlier one for the same stretch is set aside."""
    if by is not None:
        require(Verb.SET_TARGET, by)
        _require_area(subject_kind, subject, by=by)
    today = calendar.local_day(now)
    targets.check(figure, first=first, last=last, value=value, source=source, today=today)
    _refuse_crossing(subject_kind, subject, figure, first=first, last=last)
    same = {"subject_kind": subject_kind, "subject": subject, "figure": figure, "first": first, "last": last}
    models.Target.objects.filter(**same, withdrawn_at__isnull=True).update(withdrawn_at=now)
    sense = AT_LEAST if targets.is_at_least(figure) else AT_MOST
    try:
        with transaction.atomic():
            made = models.Target.objects.create(
                **same,
                sense=sense,
                value=value,
                source=source.strip()[:200],
                set_by_id=None if by is None else by.id,
                set_at=now,
            )
    except IntegrityError as faster:
        raise targets.SetMeanwhile from faster
    outbox.emit(
        events.TargetSet(
            about=f"assessment.target:{made.pk}",
            by=None if by is None else by.id,
            at=now,
            subject=f"{subject_kind}/{subject}",
            figure=figure,
            first=first.isoformat(),
            last=last.isoformat(),
            value=f"{value}",
            source=made.source,
        )
    )
    return made


def _refuse_crossing(subject_kind: str, subject: str, figure: str, *, first: date, last: date) -> None:
    """Raise Overlaps where a target in force shares days with a new one and each has days of its own."""
    there = models.Target.objects.filter(
        subject_kind=subject_kind,
        subject=subject,
        figure=figure,
        withdrawn_at__isnull=True,
        first__lte=last,
        last__gte=first,
    )
    for one in there.order_by("first"):
        if targets.crosses((first, last), (one.first, one.last)):
            raise targets.Overlaps(first=f"{one.first}", last=f"{one.last}")


def _require_area(subject_kind: str, subject: str, *, by: Actor) -> None:
    """Raise NotAllowed for a place or station that lies in somebody else's area."""
    if subject_kind == models.SubjectKind.REGION:
        place = Region.objects.select_related("organisation").filter(code=subject).first()
        is_theirs = place is None or registry.decides_about_place(by, place)
    else:
        where = ("region__organisation", "grid__organisation")
        station = Station.objects.select_related(*where).filter(code=subject).first()
        is_theirs = station is None or registry.decides_about_station(by, station)
    if not is_theirs:
        raise NotAllowed(Verb.SET_TARGET, by, f"{subject} lies outside the area")
