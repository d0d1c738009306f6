"""Whether everybody on an escalation's way can be reached, before it is needed.

The way of a case: whoever handles it, the head of its unit, the unit's heads of record, then those who take
the rungs. Somebody on leave is reached through the stand-in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lantian.accounts import queries as accounts
from lantian.accounts.models import Head, Leave, Means, Organisation, Person
from lantian.accounts.rules import Actor, Role, Verb, require
from lantian.calendar import queries as calendar
from lantian.cases import models
from lantian.cases.queries import policy
from lantian.cases.rules import answering
from lantian.cases.states import IN_HAND, State

WITHOUT = frozenset({"nobody"})
RUNS = (*IN_HAND, State.SUBMITTED, State.PARKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One post on the way and whether it can be reached; `hole` is the code of why not."""

    part: str
    person: Person | None
    leave: Leave | None
    means: tuple[Means, ...]
    confirmed_at: datetime | None
    hole: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The way of one unit's cases, with how many of them are open and when the next rung is due."""

    unit: Organisation
    cases: int
    next_due: datetime | None
    links: tuple[Link, ...]

    @property
    def holes(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.hole)


class _Directory:
    """Everything that is asked again and again for many units, read once."""

    def __init__(self, people: Iterable[Person], *, now: datetime) -> None:
        ids = {person.pk for person in people}
        self.leaves = accounts.stand_ins(ids, now=now)
        self.means = accounts.means_of(ids | {leave.stand_in_id for leave in self.leaves.values()})
        self.days = int(policy.figure("reach_days", on=calendar.local_day(now)))
        self.now = now

    def link(self, part: str, person: Person | None) -> Link:
        """One post, with the reason why it is a hole."""
        if person is None:
            return Link(part=part, person=None, leave=None, means=(), confirmed_at=None, hole="nobody")
        leave = self.leaves.get(person.pk)
        reached = leave.stand_in if leave else person
        means = tuple(self.means.get(reached.pk, ()))
        confirmed = max((one.confirmed_at for one in means if one.confirmed_at), default=None)
        return Link(
            part=part,
            person=person,
            leave=leave,
            means=means,
            confirmed_at=confirmed,
            hole=answering.why_unreachable(
                is_active=reached.is_active,
                has_means=bool(means),
                confirmed_at=confirmed,
                now=self.now,
                days=self.days,
            ),
        )


def chains(by: Actor, *, now: datetime) -> tuple[Chain, ...]:
    """The way of every unit with cases in hand in a person's area: those with holes first."""
    require(Verb.SEE_REACH, by)
    found = models.Case.objects.filter(
        state__in=RUNS, unit__isnull=False, scopes__ancestor__path=by.area_path
    )
    cases = list(found.select_related("unit", "handler").order_by("due_at", "pk"))
    grouped: dict[int, list[models.Case]] = {}
    for case in cases:
        grouped.setdefault(case.unit_id or 0, []).append(case)
    ways = {pk: _way(some, now=now) for pk, some in grouped.items()}
    directory = _Directory([one for way in ways.values() for _, one in way if one], now=now)
    made = [
        Chain(
            unit=some[0].unit,  # type: ignore[arg-type]  # filtered above
            cases=len(some),
            next_due=next((case.due_at for case in some if case.state in IN_HAND and case.due_at), None),
            links=tuple(directory.link(part, person) for part, person in ways[pk]),
        )
        for pk, some in grouped.items()
    ]
    return tuple(sorted(made, key=lambda chain: (-len(chain.holes), chain.unit.path)))


def of_case(number: str, by: Actor, *, now: datetime) -> tuple[Link, ...]:
    """The way of one case; Case.DoesNotExist when absent or outside the area."""
    require(Verb.SEE_REACH, by)
    found = models.Case.objects.filter(scopes__ancestor__path=by.area_path)
    return _links(found.select_related("unit", "handler").get(number=number), now=now)


def holes_of(case: models.Case, *, now: datetime) -> tuple[Link, ...]:
    """The gaps in the way of one case."""
    return tuple(link for link in _links(case, now=now) if link.hole)


def _links(case: models.Case, *, now: datetime) -> tuple[Link, ...]:
    way = _way([case], now=now)
    directory = _Directory([person for _, person in way if person], now=now)
    return tuple(directory.link(part, person) for part, person in way)


def _way(cases: list[models.Case], *, now: datetime) -> list[tuple[str, Person | None]]:
    """The posts on the way of one unit's cases, each once, in the order in which they are met."""
    unit = cases[0].unit
    if unit is None:
        return []
    met: list[tuple[str, Person | None]] = [
        ("handler", case.handler) for case in cases if case.handler is not None
    ]
    heads = [
        one for one in accounts.people_with(Role.UNIT_HEAD, under=unit.path) if one.organisation_id == unit.pk
    ]
    record = accounts.heads_on([unit.pk], on=calendar.local_day(now))
    if unit.is_under_command:
        met += [("head", one) for one in heads] or [("head", None)]
        met += _of_record(record)
    else:
        met += [("head", one) for one in heads]
    above = unit.path.split("/")[1]
    for part, role in (("desk", Role.DUTY_ANALYST), ("supervisor", Role.SUPERVISOR), ("leader", Role.LEADER)):
        takers = accounts.people_with(role, under=f"/{above}/")
        met += [(part, one) for one in takers[:1]] or [(part, None)]
    return _each_once(met)


def _of_record(record: list[Head]) -> list[tuple[str, Person | None]]:
    held = {head.seat: head.person for head in record if head.seat != Head.Seat.DEPUTY}
    return [(seat, held.get(seat)) for seat in (Head.Seat.PARTY, Head.Seat.GOVERNMENT)]


def _each_once(met: list[tuple[str, Person | None]]) -> list[tuple[str, Person | None]]:
    seen: set[int] = set()
    kept = []
    for part, person in met:
        if person is None or person.pk not in seen:
            kept.append((part, person))
        if person is not None:
            seen.add(person.pk)
    return kept
