"""The missing hours of the last days, ready to print; no proposals, as there is nothing to take out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from airshed.standards.tables import POLLUTANTS
from lantian.assessment.queries import gaps
from lantian.assessment.queries.gaps import Gap
from lantian.console import air, words
from lantian.registry.models import Station
from lantian.ui import formats

HOUR = timedelta(hours=1)
BACK = timedelta(days=7)
SHOWN = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One gap."""

    name: str
    url: str
    kind: str
    is_clue: bool
    what: str
    stretch: str
    hours: str
    is_long: bool
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """The longest gaps, and how many there are in all."""

    sentence: str
    lines: tuple[Line, ...]
    more: int


def of_week(stations: Collection[Station], *, measured: dict[str, tuple[str, ...]], now: datetime) -> Absent:
    """The gaps of the last seven days of official and micro stations.

    An official station should report the six pollutants; a clue what it has reported in these days, given as
    `measured`.
    """
    until = now.replace(minute=0, second=0, microsecond=0) - HOUR
    shown = {one.code: one for one in stations if one.kind != Station.Kind.SITE}
    should = {
        code: POLLUTANTS if one.kind in air.STATUTORY else measured.get(code, ())
        for code, one in shown.items()
    }
    asked = {code: names for code, names in should.items() if names}
    found = gaps.gaps(asked, since=until - BACK, until=until)
    return Absent(
        sentence=_sentence(found),
        lines=tuple(_line(one, shown[one.station]) for one in found[:SHOWN]),
        more=max(len(found) - SHOWN, 0),
    )


def _sentence(found: Collection[Gap]) -> str:
    if not found:
        return _("Every hour of the last seven days is there.")
    long = sum(one.is_long for one in found)
    return ngettext(
        "%(number)d stretch is missing; %(long)d of five hours or more, which can cost a day its mean.",
        "%(number)d stretches are missing; %(long)d of five hours or more, which can cost a day its mean.",
        len(found),
    ) % {"number": len(found), "long": long}


def _line(one: Gap, station: Station) -> Line:
    names = "、".join(formats.substance(name) for name in one.parameters)
    return Line(
        name=words.name(station),
        url=reverse("console:station", args=[station.code]),
        kind=words.word(words.STATION_KINDS, station.kind),
        is_clue=station.kind not in air.STATUTORY,
        what=_("everything") if one.is_whole else names,
        stretch=f"{formats.when_short(one.first)} – {formats.when_short(one.last + HOUR)}",
        hours=_("%(hours)d h") % {"hours": one.hours},
        is_long=one.is_long,
        is_open=one.is_open,
    )
