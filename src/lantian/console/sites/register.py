"""Where an administrator says which sites and plants have duties, and who keeps them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lantian.accounts import queries as accounts
from lantian.accounts.rules import KEEPERS, Actor
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.console.sites import forms
from lantian.registry import actions as registry
from lantian.registry import queries as places
from lantian.registry.models import Source
from lantian.sites import actions
from lantian.sites import queries as sites


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A place with duties and one who keeps it."""

    code: str
    place: str
    username: str
    person: str
    role: str


def form(by: Actor, *, now: datetime, data: Any = None) -> forms.Register:  # Any: Django's QueryDict
    """The form with the places and keepers of an administrator's area."""
    found = places.sources().filter(
        kind__in=(Source.Kind.SITE, Source.Kind.PLANT), grid__organisation__path__startswith=by.area_path
    )
    people = [one for one in accounts.accounts_in_area(by) if one.is_active and one.role in KEEPERS]
    return forms.Register(
        data,
        places=[(one.code, words.name(one)) for one in found],
        people=[(one.username, words.name(one)) for one in people],
        initial={"begins_on": calendar.local_day(now)},
    )


def put(filled: forms.Register, by: Actor, *, now: datetime) -> None:
    """Take up the duties, and name the keeper where one was chosen."""
    said = filled.cleaned_data
    actions.take_up(
        source_code=said["source"], begins_on=said["begins_on"], area_m2=said["area_m2"], by=by, now=now
    )
    if said["person"]:
        registry.name_keeper(person=said["person"], source=said["source"], by=by, now=now)


def rows(by: Actor, *, now: datetime) -> list[Row]:
    """Who keeps what in the area today."""
    today = calendar.local_day(now)
    found = [*sites.places(by, kind=Source.Kind.SITE), *sites.places(by, kind=Source.Kind.PLANT)]
    return [
        Row(
            code=source.code,
            place=words.name(source),
            username=one.username,
            person=words.name(one),
            role=words.word(words.ROLES, one.role),
        )
        for source in found
        for one in sites.keepers(source, on=today)
    ]
