"""Computing plates again, night by night."""

from datetime import datetime

from django.db import IntegrityError, transaction

from lantian.calendar import queries as calendar
from lantian.kernel import outbox
from lantian.registry.models import Source
from lantian.sites import events, models, rules
from lantian.sites.actions import own
from lantian.sites.queries import plates, policy


def compute_plates(*, now: datetime) -> int:
    """Compute every plate that was not computed on this local day; returns how many changed."""
    since, _ = calendar.day_bounds(calendar.local_day(now))
    fresh = models.Plate.objects.filter(until__isnull=True, computed_at__gte=since).values("source")
    due = Source.objects.filter(premises__isnull=False, premises__ends_on__isnull=True).exclude(pk__in=fresh)
    return sum(compute_plate(source, now=now) for source in due.select_related("monitor").order_by("code"))


def compute_plate(source: Source, *, now: datetime) -> bool:
    """Compute one plate; another colour begins a new stretch of its history. True when it changed."""
    rule = policy.plate_rule(source.kind, on=calendar.local_day(now))
    if rule is None:
        return False
    found = plates.judged(source, rule=rule, now=now)
    kept = {"rule": rule, "parts": plates.as_kept(found), "computed_at": now}
    try:
        with transaction.atomic():
            return _put(source, found, kept, now=now)
    except IntegrityError:  # somebody computed it at once
        return False


def _put(source: Source, found: rules.Judged, kept: dict[str, object], *, now: datetime) -> bool:
    standing = models.Plate.objects.filter(source=source, until__isnull=True).first()
    if standing is not None and standing.colour == found.colour:
        models.Plate.objects.filter(pk=standing.pk, until__isnull=True).update(**kept)
        return False
    if standing is not None:
        ended = models.Plate.objects.filter(pk=standing.pk, until__isnull=True).update(until=now)
        if not ended:
            return False
    models.Plate.objects.create(source=source, colour=found.colour, since=now, **kept)
    outbox.emit(
        events.PlateChanged(
            about=own.about(source),
            by=None,
            at=now,
            source=source.code,
            old=standing.colour if standing else "",
            new=found.colour,
            rule=str(kept["rule"]),
            missing=tuple(part.code for part in found.missing),
        )
    )
    return True
