"""What a comparison is asked for: who, which figure, over which days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from airshed.standards.tables import POLLUTANTS
from lantian.accounts.rules import Actor
from lantian.assessment.queries import daybook
from lantian.calendar import queries as calendar
from lantian.console import air, sorting, words
from lantian.console.compare import wording
from lantian.console.sorting import Order
from lantian.registry import queries as registry
from lantian.registry.models import Region, Station

AQI, COMPOSITE = "aqi", "composite"
FIGURES = (AQI, *POLLUTANTS, COMPOSITE)
PRESETS = ("30", "90", "month", "year")
MOST = 6  # lines a reader can still tell apart; design default
LONGEST = 366  # days; design default
REGION, STATION = "region", "station"
AS_CHOSEN = "chosen"
COLUMNS = ("name", "kind", "whole", "best", "worst", "counted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A place or a station to compare."""

    kind: str
    code: str
    name_zh: str
    name_en: str
    kind_words: str
    is_statutory: bool

    @property
    def parameter(self) -> tuple[str, str]:
        """How it is asked for in an address of the page."""
        return ("station" if self.kind == STATION else "place"), self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the page was asked for; with problems nothing is compared."""

    subjects: tuple[Subject, ...]
    figure: str
    first: date
    last: date
    over: str
    problems: tuple[str, ...]
    places: tuple[Region, ...]
    stations: tuple[Station, ...]
    order: Order = Order(column=AS_CHOSEN)

    @property
    def days(self) -> int:
        """How many days the stretch has."""
        return (self.last - self.first).days + 1

    def query(self, *, without: Subject | None = None, **changes: str) -> str:
        """The same question with something changed, as a query string."""
        query = QueryDict(mutable=True)
        for one in self.subjects:
            if one != without:
                query.appendlist(*one.parameter)
        given = {"figure": self.figure} | (
            {"over": self.over}
            if self.over
            else {"first": self.first.isoformat(), "last": self.last.isoformat()}
        )
        if self.order.column != AS_CHOSEN:
            given["sort"] = str(self.order)
        query.update(given | changes)
        return "?" + query.urlencode()


class Choose(forms.Form):
    """One more to compare, and the days."""

    place = forms.ChoiceField(label=gettext_lazy("Add a place"), required=False)
    station = forms.ChoiceField(label=gettext_lazy("Add a station"), required=False)
    first = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, asked: Asked, *, entered: QueryDict) -> None:
        ends = {"first": asked.first, "last": asked.last}
        super().__init__(initial={name: entered.get(name) or day for name, day in ends.items()})
        for field in self.fields.values():
            field.widget.attrs["class"] = "ctl"
        chosen = {one.parameter for one in asked.subjects}
        self.fields["place"].choices = _choices(  # type: ignore[attr-defined]  # a ChoiceField, see above
            (words.word(wording.REGION_KINDS, one.kind), one.code, words.name(one))
            for one in asked.places
            if ("place", one.code) not in chosen
        )
        self.fields["station"].choices = _choices(  # type: ignore[attr-defined]  # a ChoiceField, see above
            (words.word(words.STATION_KINDS, one.kind), one.code, words.name(one))
            for one in asked.stations
            if one.kind != Station.Kind.FEED and ("station", one.code) not in chosen
        )


def asked(given: QueryDict, *, by: Actor, now: datetime) -> Asked:
    """Read the question; a place or station that is not there or not theirs to see is not found."""
    places, stations = tuple(registry.counted_regions()), tuple(air.visible_stations(by))
    subjects = _subjects(given, places, stations)
    figure = given.get("figure", AQI)
    over = given.get("over", "")
    if figure not in FIGURES or (over and over not in PRESETS):
        raise Http404
    yesterday = daybook.last_whole_day(calendar.local_day(now))
    first, last, problems = _stretch(given, over, yesterday)
    if len(subjects) > MOST:
        left = _(", ").join(words.name(one) for one in subjects[MOST:])
        problems += (_("At most %(most)d are compared; left out: %(left)s.") % {"most": MOST, "left": left},)
    return Asked(
        subjects=subjects[:MOST],
        figure=figure,
        first=first,
        last=last,
        over=over or ("" if given.get("first") or given.get("last") else PRESETS[0]),
        problems=problems,
        places=places,
        stations=stations,
        order=sorting.order(given, COLUMNS, usual=AS_CHOSEN),
    )


def _subjects(
    given: QueryDict, places: tuple[Region, ...], stations: tuple[Station, ...]
) -> tuple[Subject, ...]:
    """Those asked for, each once; our district and its official stations where nobody is."""
    regions, monitors = {one.code: one for one in places}, {one.code: one for one in stations}
    wanted = [(REGION, code) for code in given.getlist("place") if code]
    wanted += [(STATION, code) for code in given.getlist("station") if code]
    found = []
    for kind, code in dict.fromkeys(wanted):
        if code not in (regions if kind == REGION else monitors):
            raise Http404(f"there is no {kind} {code}")
        found.append(_place(regions[code]) if kind == REGION else _station(monitors[code]))
    return tuple(found) if found or "chosen" in given else tuple(_usual(places, stations))[:MOST]


def _usual(places: tuple[Region, ...], stations: tuple[Station, ...]) -> Iterable[Subject]:
    ours = registry.our_district() if registry.has_district() else None
    yield from (_place(one) for one in places if one.is_ours)
    yield from (_station(one) for one in air.of_district(stations, ours) if one.kind in air.STATUTORY)


def _place(region: Region) -> Subject:
    return Subject(
        kind=REGION, code=region.code, name_zh=region.name_zh, name_en=region.name_en,
        kind_words=words.word(wording.REGION_KINDS, region.kind), is_statutory=True,
    )  # fmt: skip


def _station(station: Station) -> Subject:
    return Subject(
        kind=STATION, code=station.code, name_zh=station.name_zh, name_en=station.name_en,
        kind_words=words.word(words.STATION_KINDS, station.kind),
        is_statutory=station.kind in registry.COUNTED,
    )  # fmt: skip


def _stretch(given: QueryDict, over: str, yesterday: date) -> tuple[date, date, tuple[str, ...]]:
    """First and last day; what makes no stretch is named, and the usual one stands in for it."""
    usual = _preset(over or PRESETS[0], yesterday)
    if over:
        return *usual, ()
    ends, wrong = [], []
    for name, instead in zip(("first", "last"), usual, strict=True):
        try:
            ends.append(date.fromisoformat(seen) if (seen := given.get(name)) else instead)
        except ValueError:
            wrong.append(_("%(seen)s is not a day; write it like 2026-03-01.") % {"seen": given[name]})
    if wrong:
        return *usual, tuple(wrong)
    first, last = ends[0], min(ends[1], yesterday)
    said = {"first": first, "last": last, "days": (last - first).days + 1, "longest": LONGEST}
    if last < first:
        return *usual, (_("%(last)s lies before %(first)s; whole days that are over are compared.") % said,)
    if (last - first).days >= LONGEST:
        return *usual, (_("%(first)s to %(last)s are %(days)d days; at most %(longest)d.") % said,)
    return first, last, ()


def _preset(over: str, yesterday: date) -> tuple[date, date]:
    if over == "month":
        return yesterday.replace(day=1), yesterday
    if over == "year":
        return yesterday.replace(month=1, day=1), yesterday
    return yesterday - timedelta(days=int(over) - 1), yesterday


def _choices(rows: Iterable[tuple[str, str, str]]) -> list[tuple[str, object]]:
    """Choices by group, an empty one first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, code, name in rows:
        groups.setdefault(group, []).append((code, name))
    return [("", "—"), *((group, sorted(found, key=lambda one: one[1])) for group, found in groups.items())]
