"""The people page's values."""

from dataclasses import dataclass
from datetime import datetime

from lantian.accounts import queries as accounts
from lantian.accounts import rules
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.console import answer_words, words
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One account."""

    username: str
    name: str
    role: str
    unit: str
    area: str
    certificate: str
    is_active: bool


def row(person: Person) -> Row:
    """An account as the list shows it."""
    return Row(
        username=person.username,
        name=words.name(person),
        role=words.word(words.ROLES, person.role),
        unit=words.name(person.organisation),
        area=words.name(person.area),
        certificate=person.certificate,
        is_active=person.is_active,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to reach a person."""

    id: int
    text: str
    confirmed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """One leave that runs or is to come."""

    id: int
    name: str
    stand_in: str
    time: str
    reason: str
    is_running: bool


def ways(person: Person) -> tuple[Way, ...]:
    """The ways to reach a person."""
    return tuple(
        Way(
            id=one.pk,
            text=f"{words.word(answer_words.MEANS, one.kind)} {one.address}",
            confirmed=formats.when_short(one.confirmed_at) if one.confirmed_at else "",
        )
        for one in accounts.means_of([person.pk]).get(person.pk, [])
    )


def leaves(by: Actor, *, now: datetime, of: Person | None = None) -> tuple[Leave, ...]:
    """Leaves of the area that run or are to come; those of one person when one is named."""
    return tuple(
        Leave(
            id=one.pk,
            name=words.name(one.person),
            stand_in=words.name(one.stand_in),
            time=f"{formats.when_short(one.begins_at)} – {formats.when_short(one.ends_at)}",
            reason=one.reason,
            is_running=one.begins_at <= now,
        )
        for one in accounts.leaves_in_area(by, now=now)
        if of is None or one.person_id == of.pk
    )


def stand_ins(person: Person, by: Actor) -> list[tuple[str, str]]:
    """Who may stand in for somebody, those of the same unit first."""
    absent = accounts.actor_of(person)
    rows = [one for one in accounts.accounts_in_area(by) if one.is_active]
    fit = [
        one
        for one in rows
        if rules.why_unfit_to_stand_in(person=absent, stand_in=accounts.actor_of(one)) is None
    ]
    fit.sort(key=lambda one: one.organisation_id != person.organisation_id)
    return [(one.username, words.name(one)) for one in fit]
