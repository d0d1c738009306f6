"""Who counts for a place: what stands, what stood before, and the other places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.console import words
from lantian.registry import queries as registry
from lantian.registry.models import Membership, Region
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One statement about a station."""

    name: str
    kind: str
    weight: str
    since: str
    until: str
    is_now: bool
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another place, and how many stations count for it today."""

    name: str
    url: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page."""

    code: str
    title: str
    sentence: str
    facts: tuple[str, ...]
    place_url: str
    standing: tuple[Stated, ...]
    replaced: tuple[Stated, ...]
    others: tuple[Other, ...]


def compose(region: Region, *, on: date) -> Page:
    """What is stated about the stations of a place."""
    today = registry.weights_by_day(region, first=on, last=on)[on]
    name = words.name(region)
    stood = Membership.objects.filter(region=region, ended_position__isnull=False)
    stood = stood.select_related("station", "set_by").order_by("-ended_position", "station__code")
    return Page(
        code=region.code,
        title=_("Who counts for %(name)s") % {"name": name},
        sentence=_sentence(len(today), name=name),
        facts=tuple(_facts(set(today.values()))),
        place_url=reverse("console:place", args=[region.code]) if today else "",
        standing=tuple(_stated(registry.memberships(region), on=on)),
        replaced=tuple(_stated(stood, on=on)),
        others=tuple(_others(region, on=on)),
    )


def _sentence(number: int, *, name: str) -> str:
    if not number:
        return _("No station counts for %(name)s today.") % {"name": name}
    return ngettext(
        "%(number)d station counts for %(name)s today.",
        "%(number)d stations count for %(name)s today.",
        number,
    ) % {"number": number, "name": name}


def _facts(weights: set[object]) -> Iterator[str]:
    if len(weights) > 1:
        yield _("hours are ΣwC / Σw over the stations with a value")
    elif weights:
        yield _("all count alike: hours are plain means")
    yield _("whether enough stations have a value is counted by heads: 75 % of four or more, half of fewer")


def _stated(rows: Iterable[Membership], *, on: date) -> Iterator[Stated]:
    for row in rows:
        yield Stated(
            name=words.name(row.station),
            kind=words.word(words.STATION_KINDS, row.station.kind),
            weight=f"{row.weight.normalize():f}",
            since=formats.day(row.valid_from),
            until="" if row.valid_to is None else formats.day(row.valid_to),
            is_now=row.valid_from <= on and (row.valid_to is None or on <= row.valid_to),
            reason=row.reason,
            by="" if row.set_by is None else words.name(row.set_by),
            at="" if row.set_at is None else formats.when_short(row.set_at),
        )


def _others(region: Region, *, on: date) -> Iterator[Other]:
    number = registry.member_counts(on=on)
    for one in registry.regions():
        if one.pk != region.pk:
            yield Other(
                name=words.name(one),
                url=reverse("console:place-members", args=[one.code]),
                number=str(number.get(one.code, 0)),
            )
