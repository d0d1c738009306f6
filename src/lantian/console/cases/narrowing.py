"""By what the list, the board and the map of cases are narrowed, and the way from one to the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import pgettext_lazy

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor
from lantian.cases.queries import Narrow
from lantian.console import words
from lantian.console.cases import forms
from lantian.registry.models import Grid

LOOKS: dict[str, tuple[Promise, str]] = {
    "list": (pgettext_lazy("look of the cases", "List"), "cases"),
    "board": (pgettext_lazy("look of the cases", "Board"), "cases-board"),
    "map": (pgettext_lazy("look of the cases", "Map"), "cases-map"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The same cases looked at in another way."""

    label: str
    url: str
    is_on: bool


def asked(given: Mapping[str, Any], by: Actor) -> forms.Filter:  # Any: Django's QueryDict
    """What somebody asked for, with the grids and units they can choose from."""
    grids = Grid.objects.filter(organisation__path__startswith=by.area_path).order_by("code")
    units = [one for one in accounts.units_under_command() if by.covers(one.path) and one.parent_id]
    return forms.Filter(
        given,
        grids=[(one.code, words.name(one)) for one in grids],
        units=[(one.code, words.name(one)) for one in units],
    )


def narrow(said: Mapping[str, str], by: Actor, *, now: datetime) -> Narrow:
    """What was said in an address, as the room asks it."""
    return Narrow(
        overdue_at=now if said.get("overdue") else None,
        has_refused_recheck=bool(said.get("refused")),
        was_reopened=bool(said.get("reopened")),
        category=said.get("category", ""),
        level=said.get("level", ""),
        grid=said.get("grid", ""),
        unit=said.get("unit", ""),
        text=said.get("q", ""),
        part_of=by.id if said.get("mine") else None,
        cell=int(said["cell"]) if said.get("cell") else None,
    )


def looks(name: str, said: Mapping[str, str]) -> tuple[Look, ...]:
    """List, board and map of the same cases."""
    return tuple(
        Look(label=str(label), url=url(page, said), is_on=one == name) for one, (label, page) in LOOKS.items()
    )


def url(page: str, said: Mapping[str, str], **more: str) -> str:
    """The address of a page that is narrowed so."""
    values = dict(said) | more
    return reverse(f"console:{page}") + (f"?{urlencode(values)}" if values else "")
