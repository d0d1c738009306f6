"""What checks propose about readings, and what people decide about it. No value is ever changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.kernel import outbox
from lantian.kernel.refusals import Refused, gettext_noop
from lantian.observations import events, models, queries, rules, states
from lantian.observations.actions import acts, flags
from lantian.observations.states import Move, State
from lantian.registry import permissions as registry
from lantian.registry.models import Station

Key = tuple[str, str, str, str]


class ReasonMissing(Refused):
    """A decision without a reason."""

    sentence = gettext_noop("Say in a few words why; it stays beside the readings.")


class FlagGrew(Refused):
    """A proposal reaches over other hours than those whose consequences were shown."""

    sentence = gettext_noop(
        "The proposal reaches from {first} to {last} now; what would move was listed for other hours. "
        "Reload the page and look again; nothing was written."
    )


class Proposed(NamedTuple):
    """How many proposals were made, and how many reach further than before."""

    made: int
    extended: int


@transaction.atomic
def propose_flags(*, proposals: Sequence[rules.Proposal], now: datetime) -> Proposed:
    """Keep what checks found as proposals; what is known already is extended, what was settled stays so."""
    known = _known(proposals)
    stations = {row.code: row for row in Station.objects.filter(code__in={p.station for p in proposals})}
    position = queries.lake_position()
    made: list[models.Flag] = []
    extended: dict[int, models.Flag] = {}
    for one in sorted(proposals, key=lambda found: (found.station, found.parameter, found.first)):
        beside = known[_key(one)]
        left = rules.unsettled(one, settled=[_settled(row) for row in beside if row.state != State.PROPOSED])
        if left is None or one.station not in stations:
            continue
        there = next(
            (row for row in beside if row.state == State.PROPOSED and left.touches(_stretch(row))), None
        )
        if there is None:
            made.append(_new(left, station=stations[one.station], position=position, now=now))
            beside.append(made[-1])
        elif _extend(there, left) and there.pk is not None:
            extended[there.pk] = there
    models.Flag.objects.bulk_create(made)
    models.Flag.objects.bulk_update(list(extended.values()), list(_EXTENDED))
    if made or extended:
        outbox.emit(
            events.FlagsProposed(
                about=f"observations.flags:{now:%Y-%m-%dT%H:%MZ}",
                by=None,
                at=now,
                position=position,
                made=len(made),
                extended=len(extended),
                stations=tuple(sorted({row.station.code for row in (*made, *extended.values())})),
                checks=tuple(sorted({row.check_name for row in (*made, *extended.values())})),
            )
        )
    return Proposed(len(made), len(extended))


@transaction.atomic
def accept_flag(
    *,
    flag_id: int,
    by: Actor,
    reason: str,
    now: datetime,
    seen: tuple[datetime, datetime] | None = None,
) -> None:
    """Confirm a proposal: the readings count no more. `seen` is the stretch whose consequences were read."""
    row, said = _judged(flag_id, by=by, reason=reason)
    new = states.target(Move.ACCEPT, State(row.state))
    if seen is not None and seen != (row.first_begins_at, row.last_begins_at):
        raise FlagGrew(first=row.first_begins_at, last=row.last_begins_at)
    position = acts.next_position()
    _move(
        row,
        state=new,
        kind=models.Flag.Kind.INVALID,
        position=position,
        judged_at=now,
        judged_by_id=by.id,
        judged_reason=said,
    )
    _tell(events.FlagAccepted, row, by=by, reason=said, position=position, now=now)


@transaction.atomic
def reject_flag(*, flag_id: int, by: Actor, reason: str, now: datetime) -> None:
    """Turn a proposal down: the readings go on counting, and the check does not propose them again."""
    row, said = _judged(flag_id, by=by, reason=reason)
    new = states.target(Move.REJECT, State(row.state))
    position = queries.lake_position()  # moves no number, so it needs no position of its own
    _move(
        row,
        state=new,
        judged_at=now,
        judged_by_id=by.id,
        judged_reason=said,
        lifted_at=now,
        lifted_position=position,
    )
    _tell(events.FlagRejected, row, by=by, reason=said, position=position, now=now)


@transaction.atomic
def restore(*, flag_id: int, by: Actor, reason: str, now: datetime) -> None:
    """Let readings count again that a flag in force took out."""
    row, said = _judged(flag_id, by=by, reason=reason)
    states.target(Move.LIFT, State(row.state))
    try:
        flags.lift_flag(flag_id=flag_id, by=by, reason=said, now=now)
    except flags.FlagLiftedAlready as late:
        raise states.FlagMoved(state=State.LIFTED) from late


_AREA = ("station__region__organisation", "station__grid__organisation")
_EXTENDED = (
    "first_begins_at",
    "last_begins_at",
    "reason",
    "check_version",
    "check_parameters",
    "evidence",
    "severity",
)


def _judged(flag_id: int, *, by: Actor, reason: str) -> tuple[models.Flag, str]:
    """The flag and the reason, once it is clear that this person may judge it and says why."""
    require(Verb.JUDGE_FLAG, by)
    said = reason.strip()
    if not said:
        raise ReasonMissing
    row = models.Flag.objects.select_related(*_AREA).get(pk=flag_id)
    if not registry.decides_about_station(by, row.station):
        raise NotAllowed(Verb.JUDGE_FLAG, by, f"{row.station.code} stands outside the area")
    return row, said[: rules.LONGEST_REASON]


def _move(row: models.Flag, **fields: object) -> None:
    """Change a flag unless somebody changed it meanwhile."""
    same = models.Flag.objects.filter(
        pk=row.pk,
        state=row.state,
        first_begins_at=row.first_begins_at,
        last_begins_at=row.last_begins_at,
    )
    if not same.update(**fields):
        row.refresh_from_db()
        raise states.FlagMoved(state=State(row.state))


def _tell(
    kind: type[events.FlagAccepted] | type[events.FlagRejected],
    row: models.Flag,
    *,
    by: Actor,
    reason: str,
    position: int,
    now: datetime,
) -> None:
    """Write down what was decided about a flag."""
    address = queries.address_of(
        station=row.station.code, parameter=row.parameter, begins_at=row.first_begins_at, period=row.period
    )
    outbox.emit(
        kind(
            about=str(address),
            by=by.id,
            at=now,
            position=position,
            kind=models.Flag.Kind.INVALID.value,
            reason=reason,
            check_name=row.check_name,
            station=row.station.code,
            parameter=row.parameter,
            period=row.period,
            first_begins_at=row.first_begins_at,
            last_begins_at=row.last_begins_at,
        )
    )


def _known(proposals: Sequence[rules.Proposal]) -> dict[Key, list[models.Flag]]:
    """The flags of checks near what was found, by station, parameter, period and check."""
    known: dict[Key, list[models.Flag]] = defaultdict(list)
    if not proposals:
        return known
    near = models.Flag.objects.filter(
        station__code__in={one.station for one in proposals},
        first_begins_at__lte=max(one.last for one in proposals) + rules.ONE_STRETCH_WITHIN,
        last_begins_at__gte=min(one.first for one in proposals) - rules.ONE_STRETCH_WITHIN,
    ).exclude(check_name="")
    for row in near.select_related("station").order_by("first_begins_at", "id"):
        known[row.station.code, row.parameter, row.period, row.check_name].append(row)
    return known


def _key(one: rules.Proposal) -> Key:
    return one.station, one.parameter, one.period, one.check_name


def _stretch(row: models.Flag) -> rules.Stretch:
    return rules.Stretch(row.first_begins_at, row.last_begins_at)


def _settled(row: models.Flag) -> tuple[rules.Stretch, bool]:
    """A stretch somebody decided about, and whether the finding holds."""
    return _stretch(row), row.state == State.ACCEPTED


def _new(one: rules.Proposal, *, station: Station, position: int, now: datetime) -> models.Flag:
    return models.Flag(
        station=station,
        parameter=one.parameter,
        period=one.period,
        first_begins_at=one.first,
        last_begins_at=one.last,
        kind=models.Flag.Kind.SUSPECT,
        state=State.PROPOSED,
        reason=one.seen_zh[: rules.LONGEST_REASON],
        check_name=one.check_name,
        check_version=one.check_version,
        check_parameters=dict(one.parameters),
        evidence=one.evidence,
        severity=one.severity,
        created_at=now,
        proposed_position=position,
        position=position,
    )


def _extend(row: models.Flag, one: rules.Proposal) -> bool:
    """Let a proposal reach over what was found now; whether that says anything new."""
    before = tuple(getattr(row, name) for name in _EXTENDED)
    if one.last >= row.last_begins_at:
        row.reason, row.severity = one.seen_zh[: rules.LONGEST_REASON], one.severity
        row.check_version, row.check_parameters = one.check_version, dict(one.parameters)
        row.evidence = one.evidence
    row.first_begins_at = min(row.first_begins_at, one.first)
    row.last_begins_at = max(row.last_begins_at, one.last)
    return before != tuple(getattr(row, name) for name in _EXTENDED)
