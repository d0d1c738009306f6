"""Declaring how far readings have been looked at."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.assessment import events, models
from lantian.kernel import outbox
from lantian.kernel.refusals import Refused, gettext_noop
from lantian.registry import permissions
from lantian.registry import queries as registry

Level = models.DataLevel.Level


class BadLevel(Refused):
    """A stretch cannot be declared so."""


class NoBasis(BadLevel):
    sentence = gettext_noop("Say which review or paper the level rests on.")


class NoSuchStation(BadLevel):
    sentence = gettext_noop("{code} is no statutory station of the register.")


class NotOver(BadLevel):
    sentence = gettext_noop("{last} is not over yet; what is still coming in cannot have been reviewed.")


class NoStations(BadLevel):
    sentence = gettext_noop("Say which stations the level is declared for.")


class NoSuchLevel(BadLevel):
    sentence = gettext_noop("{level} is no data level; the levels are {known}.")


class Backward(BadLevel):
    sentence = gettext_noop("The stretch ends on {last}, before it begins on {first}.")


@transaction.atomic
def declare_level(
    *,
    stations: Collection[str],
    first: date,
    last: date,
    level: str,
    basis: str,
    by: Actor | None,
    today: date,
    now: datetime,
) -> None:
    """Say that a stretch of days of some stations is real-time, reviewed or verified, and on what grounds."""
    if by is not None:
        require(Verb.DECLARE_LEVEL, by)
    if not basis.strip():
        raise NoBasis
    if not stations:
        raise NoStations
    if level not in Level.values:
        raise NoSuchLevel(level=level, known=", ".join(Level.values))
    if last < first:
        raise Backward(first=f"{first}", last=f"{last}")
    if level != Level.REAL_TIME and last >= today:
        raise NotOver(last=f"{last}")
    statutory = registry.stations(kinds=registry.STATUTORY)
    known = {one.code: one for one in statutory.select_related("region__organisation", "grid__organisation")}
    for code in stations:
        if code not in known:
            raise NoSuchStation(code=code)
        if by is not None and not permissions.decides_about_station(by, known[code]):
            raise NotAllowed(Verb.DECLARE_LEVEL, by, f"{code} stands outside the area")
    models.DataLevel.objects.bulk_create(
        models.DataLevel(
            station=known[code],
            first=first,
            last=last,
            level=Level(level),
            basis=basis.strip()[:200],
            declared_by_id=None if by is None else by.id,
            declared_at=now,
        )
        for code in sorted(set(stations))
    )
    outbox.emit(
        events.LevelDeclared(
            about=f"assessment.level:{first.isoformat()}..{last.isoformat()}",
            by=None if by is None else by.id,
            at=now,
            stations=tuple(sorted(set(stations))),
            first=first.isoformat(),
            last=last.isoformat(),
            level=level,
            basis=basis.strip(),
        )
    )
