"""The hours that pages show: indices of stations hour by hour, compared with their peers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lantian.accounts.rules import Actor
from lantian.assessment import permissions
from lantian.assessment.models import HourlyIndex
from lantian.assessment.queries import addresses
from lantian.assessment.rules import keys
from lantian.console import words
from lantian.registry.models import Region, Station
from lantian.ui import formats
from lantian.ui.figures import small_multiple
from lantian.ui.figures.series import Tick
from lantian.ui.parts import Panel

HOUR = timedelta(hours=1)
STATUTORY = (Station.Kind.NATIONAL, Station.Kind.PROVINCIAL)
SHOWN = ("subject_kind", "subject", "begins_at", "edition", "aqi", "level", "primary", "values", "position")
Hours = dict[str, dict[datetime, HourlyIndex]]


def visible_stations(by: Actor) -> list[Station]:
    """The stations whose values a person may see, statutory ones first; published feeds are places."""
    order = {kind: place for place, kind in enumerate(Station.Kind.values)}
    return sorted(
        permissions.visible_stations(by).exclude(kind=Station.Kind.FEED).select_related("region"),
        key=lambda one: (order[one.kind], one.code),
    )


def of_district(found: Iterable[Station], region: Region | None) -> list[Station]:
    """Those that stand in a district or one of its parts; all of them where no district is ours yet."""
    if region is None:
        return list(found)
    return [one for one in found if region.pk in (one.region_id, one.region.parent_id)]


def hours(
    subjects: Iterable[str], *, until: datetime, length: int, kind: Literal["station", "region"] = "station"
) -> Hours:
    """The indices of some subjects over the hours up to and with `until`, by subject and hour."""
    found: Hours = {}
    rows = HourlyIndex.objects.filter(
        subject_kind=kind,
        subject__in=list(subjects),
        begins_at__gt=until - length * HOUR,
        begins_at__lte=until,
    )
    for row in rows.only(*SHOWN):
        found.setdefault(row.subject, {})[row.begins_at] = row
    return found


def values(
    rows: Mapping[datetime, HourlyIndex], parameter: str, *, until: datetime, length: int
) -> tuple[float | None, ...]:
    """One parameter hour by hour, the newest last; None where there is no value."""
    moments = [until - back * HOUR for back in range(length - 1, -1, -1)]
    return tuple(_value(rows.get(moment), parameter) for moment in moments)


def _value(row: HourlyIndex | None, parameter: str) -> float | None:
    text = row.values.get(parameter) if row else None
    return None if text is None else float(text)


def mean_of(lines: Sequence[Sequence[float | None]]) -> tuple[float | None, ...]:
    """The mean over several stations, hour by hour, of those that have a value."""
    means = []
    for column in zip(*lines, strict=True):
        known = [value for value in column if value is not None]
        means.append(sum(known) / len(known) if known else None)
    return tuple(means)


def day_breaks(until: datetime, length: int) -> tuple[int, ...]:
    """The indices at which a local day begins."""
    moments = [until - back * HOUR for back in range(length - 1, -1, -1)]
    return tuple(index for index, moment in enumerate(moments) if index and formats.local(moment).hour == 0)


def ticks(until: datetime, length: int) -> tuple[Tick, ...]:
    """Labels for the first hour, the midnights and the last hour."""
    first = until - (length - 1) * HOUR
    shown = [
        Tick(index=0, text=formats.hour_label(first)),
        Tick(index=length - 1, text=formats.hour_label(until)),
    ]
    for index in day_breaks(until, length):
        if 0.25 * length < index < 0.55 * length:
            moment = first + index * HOUR
            shown.append(
                Tick(index=index, text=_day_tick(moment) if length > 24 else formats.hour_label(moment))
            )
    return tuple(sorted(shown, key=lambda tick: tick.index))


def stretch(first: datetime, last: datetime, *, today: datetime | None = None) -> str:
    """From the beginning of the first hour to the end of the last: 11月21日 8–12 时, today 8–12 时."""
    days = {formats.local(moment).date() for moment in (first, last)}
    if today is not None and days == {formats.local(today).date()}:
        return formats.hours_label(first, last)
    if len(days) == 1:
        return f"{formats.when_short(first).rpartition(' ')[0]} {formats.hours_label(first, last)}"
    return f"{formats.when_short(first)} – {formats.when_short(last + HOUR)}"


def _day_tick(moment: datetime) -> str:
    return dateformat.format(formats.local(moment), pgettext("date pattern", "D j"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A station against its peers in one hour."""

    station: Station
    hour: HourlyIndex | None
    value: float | None
    peers: float | None
    peer_count: int

    @property
    def difference(self) -> float | None:
        """Above (or below) the peers' mean."""
        return None if self.value is None or self.peers is None else self.value - self.peers


def standing(
    station: Station, others: Sequence[Station], found: Hours, *, parameter: str, at: datetime
) -> Standing:
    """A station's value and the mean of its peers that have one."""
    known = [
        value
        for other in others
        if other.pk != station.pk
        and (value := _value(found.get(other.code, {}).get(at), parameter)) is not None
    ]
    hour = found.get(station.code, {}).get(at)
    return Standing(
        station=station,
        hour=hour,
        value=_value(hour, parameter),
        peers=sum(known) / len(known) if known else None,
        peer_count=len(known),
    )


def peers_among(station: Station, others: Iterable[Station]) -> list[Station]:
    """The stations it is fair to compare with, of those given."""
    is_statutory = station.kind in STATUTORY
    return [
        one
        for one in others
        if one.pk != station.pk and ((one.kind in STATUTORY) if is_statutory else one.kind == station.kind)
    ]


def panels(
    shown: Sequence[Station],
    everybody: Sequence[Station],
    found: Hours,
    *,
    parameter: str,
    until: datetime,
    length: int,
) -> tuple[Panel, ...]:
    """One small figure a station, all on one scale, each against the mean of its peers."""
    lines = {
        one.code: values(found.get(one.code, {}), parameter, until=until, length=length) for one in everybody
    }
    pairs = []
    for station in shown:
        peers = [lines[one.code] for one in peers_among(station, everybody)]
        pairs.append((station, lines[station.code], mean_of(peers) if peers else (None,) * length))
    top = small_multiple.shared_top(*(line for _station, own, peers in pairs for line in (own, peers)))
    return tuple(
        _panel(one, own, peers, parameter=parameter, until=until, top=top) for one, own, peers in pairs
    )


def _panel(
    station: Station,
    own: Sequence[float | None],
    peers: Sequence[float | None],
    *,
    parameter: str,
    until: datetime,
    top: float,
) -> Panel:
    length = len(own)
    known = sum(value is not None for value in own)
    name = words.name(station)
    label = _("%(station)s, %(substance)s of %(hours)d hours") % {
        "station": name,
        "substance": formats.substance(parameter),
        "hours": length,
    }
    drawn = small_multiple.small_multiple(
        small_multiple.SmallMultiple(
            label=label,
            values=tuple(own),
            peers=tuple(peers),
            ticks=ticks(until, length),
            day_breaks=day_breaks(until, length),
            top=top,
        )
    )
    return Panel(
        name=name,
        svg=drawn,
        note=difference_words(own[-1], peers[-1]),
        completeness=f"{known}/{length} h",
        url=reverse("console:station", args=[station.code]),
    )


def difference_words(value: float | None, peers: float | None) -> str:
    """比周边 +62; nothing where either is missing."""
    if value is None or peers is None:
        return ""
    difference = round(value) - round(peers)
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return _("%(difference)s to the others") % {"difference": f"{sign}{abs(difference)}"}


def explain_url(address: str) -> str:
    """The page that says where a number comes from."""
    return f"{reverse('console:explain')}?a={address}"


def episode_url(station: str, number: str) -> str:
    """An episode is told on its station's page."""
    return f"{reverse('console:station', args=[station])}?episode={number}#why"


def hour_address(row: HourlyIndex, parameter: str = keys.INDEX) -> str:
    """The address of an hour's index, or of one of its values."""
    return addresses.of_hour(
        row.subject_kind, row.subject, row.begins_at, figure=parameter, position=row.position
    )
