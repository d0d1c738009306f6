"""Flags that somebody sets and takes back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.kernel import outbox
from lantian.observations import events, models, queries, states
from lantian.observations.actions import acts
from lantian.observations.states import Move, State
from lantian.registry.models import Station


class FlagLiftedAlready(Exception):
    """Somebody was faster."""

    def __init__(self, flag_id: int) -> None:
        self.flag_id = flag_id
        super().__init__(f"flag {flag_id} was lifted already")


@transaction.atomic
def flag(
    *,
    station: str,
    parameter: str,
    first_begins_at: datetime,
    last_begins_at: datetime,
    kind: models.Flag.Kind,
    reason: str,
    by: Person | None,
    now: datetime,
    check_name: str = "",
    period: str = "1h",
) -> models.Flag:
    """Say that readings of a stretch of time are invalid or suspect; the readings themselves stay."""
    made = models.Flag.objects.create(
        station=Station.objects.get(code=station),
        parameter=parameter,
        period=period,
        first_begins_at=first_begins_at,
        last_begins_at=last_begins_at,
        kind=kind,
        reason=reason,
        author=by,
        check_name=check_name,
        created_at=now,
        position=acts.next_position(),
    )
    outbox.emit(
        events.ReadingFlagged(
            about=str(queries.address_of(station=station, parameter=parameter, begins_at=first_begins_at)),
            by=by.pk if by else None,
            at=now,
            position=made.position,
            kind=kind,
            reason=reason,
            station=station,
            parameter=parameter,
            period=period,
            first_begins_at=first_begins_at,
            last_begins_at=last_begins_at,
        )
    )
    return made


@transaction.atomic
def lift_flag(*, flag_id: int, by: Person | Actor, reason: str, now: datetime) -> None:
    """Take a flag back; the readings count again, and what was computed before can still be repeated."""
    position = acts.next_position()
    lifted = models.Flag.objects.filter(pk=flag_id, state=State.ACCEPTED).update(
        state=states.target(Move.LIFT, State.ACCEPTED), lifted_at=now, lifted_position=position
    )
    if not lifted:
        raise FlagLiftedAlready(flag_id)
    made = models.Flag.objects.select_related("station").get(pk=flag_id)
    about = queries.address_of(
        station=made.station.code,
        parameter=made.parameter,
        begins_at=made.first_begins_at,
        period=made.period,
    )
    outbox.emit(
        events.FlagLifted(
            about=str(about),
            by=by.pk if isinstance(by, Person) else by.id,
            at=now,
            position=position,
            kind=made.kind,
            reason=reason,
            station=made.station.code,
            parameter=made.parameter,
            period=made.period,
            first_begins_at=made.first_begins_at,
            last_begins_at=made.last_begins_at,
        )
    )
