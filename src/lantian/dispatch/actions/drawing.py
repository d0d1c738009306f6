"""Lots are drawn: lists and seed are written down, visits planned, the result published afterwards."""

import secrets
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Verb, require
from lantian.calendar import queries as calendar
from lantian.dispatch import events, models, queries, rules
from lantian.dispatch.actions import issuing
from lantian.dispatch.rules import KindOfGoing, Mode
from lantian.dispatch.states import RUNNING
from lantian.kernel import outbox, references
from lantian.registry.models import Source

KIND = KindOfGoing.STATUTORY_INSPECTION


@transaction.atomic
def set_class(*, source_code: str, object_class: str, by: Actor, now: datetime) -> None:
    """Put a place into a class of the object base."""
    require(Verb.DRAW, by)
    source = next((one for one in queries.places(by) if one.code == source_code), None)
    if source is None:
        raise Source.DoesNotExist(f"{source_code} is no place of the object base in this area")
    known = {row.code for row in queries.shares(on=calendar.local_day(now))}
    if object_class not in known:
        raise models.DrawShare.DoesNotExist(f"no class {object_class}")
    before = queries.class_of(source)
    if before == object_class:
        return
    models.DrawObject.objects.update_or_create(
        source=source, defaults={"object_class": object_class, "set_by_id": by.id, "set_at": now}
    )
    outbox.emit(
        events.PlaceClassed(
            about=f"registry.source:{source_code}",
            by=by.id,
            at=now,
            before=before,
            object_class=object_class,
        )
    )


@transaction.atomic
def draw(*, what: str, plan: str, basis: str, until: date, by: Actor, now: datetime) -> str:
    """Draw places and pairs by a seed of this moment, and plan an unannounced visit to each.

    The seed is not chosen by anybody, and a draw cannot be taken back: whoever does not like it cannot draw
    the same places again in this quarter.
    """
    require(Verb.DRAW, by)
    today = calendar.local_day(now)
    _hold(by.area_path, year=today.year)
    base = queries.base(by, on=today)
    rules.check_drawable(base.objects, base.inspectors)
    number = references.next_number("CQ", today.year)
    seed = secrets.token_hex(16)
    shares = {name: str(share) for name, share in base.shares.items()}
    picks = rules.draw(seed=seed, shares=base.shares, objects=base.objects, inspectors=base.inspectors)
    made = models.Draw.objects.create(
        number=number,
        quarter=rules.quarter_of(today),
        area=by.area_path,
        seed=seed,
        objects_json=queries.as_rows(base.objects),
        inspectors_json=queries.as_rows(base.inspectors),
        shares_json=shares,
        picks_json=queries.as_rows(picks),
        digest=queries.digest_of(
            seed=seed, shares=shares, objects=base.objects, inspectors=base.inspectors, picks=picks
        ),
        what=models.Purpose.objects.get(code=what),
        by_id=by.id,
        at=now,
    )
    outbox.emit(
        events.Drawn(
            about=f"dispatch.draw:{number}",
            by=by.id,
            at=now,
            quarter=made.quarter,
            seed=seed,
            digest=made.digest,
            objects=len(base.objects),
            inspectors=len(base.inspectors),
            picks=len(picks),
        )
    )
    for pick in picks:
        if pick.pair:
            _plan(pick, made, plan=plan, basis=basis, until=until, by=by, now=now)
    return number


@transaction.atomic
def publish(*, number: str, by: Actor, now: datetime) -> None:
    """Open the result of a draw to everybody, once all its visits are made or called off."""
    require(Verb.DRAW, by)
    found = queries.draw(number, by)
    left = models.Order.objects.filter(draw=found, state__in=RUNNING).count()
    if left:
        raise rules.DrawUntold(number, left=left)
    moved = models.Draw.objects.filter(pk=found.pk, published_at__isnull=True).update(
        published_at=now, published_by_id=by.id
    )
    if moved:
        outbox.emit(
            events.DrawPublished(
                about=f"dispatch.draw:{number}",
                by=by.id,
                at=now,
                visits=models.Order.objects.filter(draw=found, arrived_at__isnull=False).count(),
            )
        )


def _hold(area: str, *, year: int) -> None:
    """Two desks draw one after the other: the second finds the places of the first left out."""
    # Any: fields of a row
    key: dict[str, Any] = {"firm": f"draw:{area}"[:80], "kind": str(KIND), "year": year}
    models.FirmYear.objects.get_or_create(**key)
    models.FirmYear.objects.filter(**key).update(counted=F("counted") + 1)


def _plan(
    pick: rules.Pick,
    made: models.Draw,
    *,
    plan: str,
    basis: str,
    until: date,
    by: Actor,
    now: datetime,
) -> None:
    """An unannounced visit of the pair to the place."""
    source = Source.objects.select_related("grid").get(code=pick.code)
    people = {one.username: one.pk for one in Person.objects.filter(username__in=pick.pair)}
    officer, companion = (people[name] for name in pick.pair)
    issuing.issue(
        kind=KIND,
        grid_code=source.grid.code,
        officer_id=officer,
        companion_id=companion,
        what=made.what.code,
        hours=Decimal(1),
        clock="natural",
        source_code=source.code,
        planned=rules.Planned(mode=Mode.UNANNOUNCED, basis=basis, plan=plan, on=until, draw_id=made.pk),
        by=by,
        now=now,
    )
