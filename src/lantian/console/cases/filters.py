"""The saved filters above the list of cases, and the form that saves what it is narrowed to now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lantian.accounts.rules import Actor
from lantian.cases import permissions
from lantian.cases.actions import filtering
from lantian.cases.rules.filtering import LONGEST_NAME
from lantian.console import words
from lantian.console.cases import listing, narrowing


class SaveFilter(forms.Form):
    """Under what name, and for whom."""

    name = forms.CharField(label=_("Name of the filter"), max_length=LONGEST_NAME, required=False)
    is_shared = forms.BooleanField(label=_("For everybody in my unit"), required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One saved filter: whose it is when not one's own, how to take it away when it is."""

    name: str
    url: str
    owner: str
    drop_url: str
    is_shared: bool
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What stands above the list."""

    rows: tuple[Saved, ...]
    form: SaveFilter | None
    asked: tuple[tuple[str, str], ...]


def shown(by: Actor, *, tab: str, said: Mapping[str, str]) -> Filters:
    """The filters a person may use; the form only while the list is narrowed."""
    here = {"tab": tab} | dict(said)
    rows = tuple(
        Saved(
            name=one.name,
            url=narrowing.url("cases", one.asked),
            owner="" if one.person_id == by.id else words.name(one.person),
            drop_url=reverse("console:cases-filter-drop", args=[one.pk]) if one.person_id == by.id else "",
            is_shared=one.shared_with_id is not None,
            is_on=one.asked == here,
        )
        for one in permissions.visible_filters(by)
    )
    return Filters(rows=rows, form=SaveFilter() if said else None, asked=tuple(here.items()))


def asked(given: Mapping[str, Any], by: Actor) -> dict[str, str]:  # Any: Django's QueryDict
    """What was sent to be saved: fields the list knows, with values this person can choose."""
    tab = str(given.get("tab", "open"))
    return {"tab": tab if tab in listing.TABS else "open"} | narrowing.asked(given, by).wanted


def save(given: Mapping[str, Any], by: Actor, *, now: datetime) -> None:  # Any: Django's QueryDict
    """Keep what was sent; a refusal carries its sentence."""
    filtering.save_filter(
        name=str(given.get("name", "")),
        asked=asked(given, by),
        is_shared=bool(given.get("is_shared")),
        by=by,
        now=now,
    )
