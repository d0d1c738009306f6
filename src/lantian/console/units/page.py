"""The values of the pages of units."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lantian.accounts import queries as accounts
from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases.queries import enforcement, responsibility
from lantian.cases.rules import enforcing
from lantian.console import answer_words, words
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One head of record."""

    id: int
    seat: str
    name: str
    domains: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit."""

    code: str
    name: str
    kind: str
    party: str
    government: str
    deputies: int
    aliases: str
    is_under_command: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The page."""

    sentence: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One unit with its heads and names."""

    unit: Unit
    heads: tuple[Head, ...]
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who looks after a category, or holds a power; empty is a hole."""

    what: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """The page of who looks after what."""

    sentence: str
    categories: tuple[Duty, ...]
    powers: tuple[Duty, ...]


def listing(by: Actor, *, now: datetime) -> Listing:
    """Every unit with its two heads of record."""
    found = accounts.organisations_in_area(by)
    today = calendar.local_day(now)
    heads = accounts.heads_on([one.pk for one in found], on=today)
    units = tuple(
        _unit(one, [row for row in heads if row.organisation_id == one.pk], now=now) for one in found
    )
    without = sum(not (one.party and one.government) for one in units if one.kind != _firm())
    said = _("%(units)d units; %(without)d of them without both heads of record.")
    return Listing(sentence=said % {"units": len(units), "without": without}, units=units)


def detail(found: Organisation, *, now: datetime) -> Detail:
    """One unit."""
    heads = accounts.heads_on([found.pk], on=calendar.local_day(now))
    return Detail(
        unit=_unit(found, heads, now=now),
        heads=tuple(
            Head(
                id=row.pk,
                seat=words.word(answer_words.SEATS, row.seat),
                name=words.name(row.person),
                domains=_(", ").join(words.category(code) for code in row.domains),
                since=formats.day(row.valid_from),
            )
            for row in heads
        ),
        names=tuple(
            (
                one.name,
                f"{formats.day(one.valid_from)} – {formats.day(one.valid_to) if one.valid_to else ''}",
            )
            for one in found.aliases.order_by("valid_from")
        ),
    )


def duties(*, now: datetime) -> Duties:
    """Every category and every power, with the unit on record."""
    today = calendar.local_day(now)
    table, powers = responsibility.industry_table(on=today), enforcement.powers(on=today)
    categories = tuple(
        Duty(what=str(word), unit=words.name(table[code]) if code in table else "")
        for code, word in words.CATEGORIES.items()
    )
    missing = sum(not one.unit for one in categories)
    said = _("%(all)d kinds of problems; %(missing)d of them without a department.")
    return Duties(
        sentence=said % {"all": len(categories), "missing": missing},
        categories=categories,
        powers=tuple(
            Duty(
                what=words.word(answer_words.POWERS, code),
                unit=words.name(powers[code]) if code in powers else "",
            )
            for code in enforcing.POWERS
        ),
    )


def whats() -> list[tuple[str, str]]:
    """What a unit may be named for."""
    categories = [(f"category:{code}", str(word)) for code, word in words.CATEGORIES.items()]
    powers = [
        (f"power:{code}", _("Power: %(what)s") % {"what": words.word(answer_words.POWERS, code)})
        for code in enforcing.POWERS
    ]
    return categories + powers


def unit_choices(by: Actor) -> list[tuple[str, str]]:
    """The units of an area."""
    return [(one.code, words.name(one)) for one in accounts.organisations_in_area(by)]


def people(found: Organisation, by: Actor) -> list[tuple[str, str]]:
    """Who may be a head of record of a unit."""
    rows = accounts.accounts_in_area(by).filter(is_active=True)
    near = [
        one
        for one in rows
        if one.organisation.path.startswith(found.path) or found.path.startswith(one.organisation.path)
    ]
    return [(one.username, words.name(one)) for one in near]


def _unit(one: Organisation, heads: list[accounts.models.Head], *, now: datetime) -> Unit:
    held = {row.seat: words.name(row.person) for row in heads if row.seat != "deputy"}
    return Unit(
        code=one.code,
        name=words.name(one),
        kind=words.word(answer_words.UNIT_KINDS, one.kind),
        party=held.get("party", ""),
        government=held.get("government", ""),
        deputies=sum(row.seat == "deputy" for row in heads),
        aliases=_(", ").join(accounts.names_of_unit(one, on=calendar.local_day(now))),
        is_under_command=one.is_under_command,
    )


def _firm() -> str:
    return words.word(answer_words.UNIT_KINDS, "firm")
