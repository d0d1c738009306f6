"""A plant states its three facts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.kernel import outbox
from lantian.sites import events, models, rules
from lantian.sites.actions import own

Vehicles = Sequence[tuple[str, str, int]]  # fuel, emission stage, number


@transaction.atomic
def state_facts(
    *,
    source_code: str,
    energy: Mapping[str, Decimal],
    vehicles: Vehicles,
    trips_per_day: int,
    by: Actor,
    now: datetime,
) -> models.Statement:
    """State a plant's energy in per cent, its vehicles by fuel and stage, and its trips a day."""
    require(Verb.STATE_FACTS, by)
    source = own.own_place(source_code, by)
    rules.check_shares(list(energy.values()))
    shares = {kind: f"{share.normalize():f}" for kind, share in energy.items() if share}
    rows = [{"fuel": fuel, "stage": stage, "number": number} for fuel, stage, number in vehicles if number]
    statement = models.Statement.objects.create(
        source=source, at=now, by_id=by.id, energy=shares, vehicles=rows, trips_per_day=trips_per_day
    )
    outbox.emit(
        events.FactsStated(
            about=own.about(source),
            by=by.id,
            at=now,
            source=source.code,
            energy=shares,
            vehicles=tuple(rows),
            trips_per_day=trips_per_day,
        )
    )
    return statement
