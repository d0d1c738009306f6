"""What the district's official stations say now; no site, no firm, no ranking."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lantian.assessment.models import HourlyIndex
from lantian.console import air as hours
from lantian.console import counts, words
from lantian.public import entry
from lantian.public.entry import open_to_all
from lantian.registry import queries as registry
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One station."""

    name: str
    aqi: int | None
    primary: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page."""

    sentence: str
    advice: str
    hour: str
    rows: tuple[Row, ...]


@open_to_all
def air(request: entry.Visit) -> HttpResponse:
    """The newest hour of the official stations of our district."""
    return render(request, "public/air/air.html", {"page": _page()})


def _page() -> Page:
    newest = counts.data_hour()
    if newest is None or not registry.has_district():
        return Page(sentence=_("No readings have come yet."), advice="", hour="", rows=())
    found = list(registry.stations(kinds=hours.STATUTORY, region=registry.our_district()))
    known = HourlyIndex.objects.filter(
        subject_kind="station", subject__in=[one.code for one in found], begins_at=newest, is_statutory=True
    )
    by_code = {row.subject: row for row in known}
    rows = tuple(_row(words.name(one), by_code.get(one.code), words.provenance(one)) for one in found)
    worst = max((row.aqi for row in rows if row.aqi is not None), default=None)
    if worst is None:
        return Page(
            sentence=_("No official station has a value for this hour."),
            advice="",
            hour=_hour(newest),
            rows=rows,
        )
    low = min(row.aqi for row in rows if row.aqi is not None)
    level = formats.aqi_word(worst)
    same = formats.aqi_word(low) == level
    sentence = (
        _("The air is now “%(level)s” at every official station of the district.") % {"level": level}
        if same
        else _("The air is now between “%(low)s” and “%(level)s” at the district's official stations.")
        % {"low": formats.aqi_word(low), "level": level}
    )
    return Page(sentence=sentence, advice=_advice(worst), hour=_hour(newest), rows=rows)


def _row(name: str, row: HourlyIndex | None, source: str) -> Row:
    primary = _(", ").join(formats.substance(code) for code in row.primary) if row else ""
    return Row(name=name, aqi=row.aqi if row else None, primary=primary, source=source)


def _hour(begins_at: datetime) -> str:
    return f"{formats.day(begins_at)} {formats.hour_label(begins_at)}"


def _advice(aqi: int) -> str:
    """What to do, in one plain sentence; ours, not a standard's wording."""
    if aqi <= 100:
        return _("Being outside is fine; whoever is very sensitive watches how they feel.")
    if aqi <= 150:
        return _("Children, older people and whoever has heart or lung trouble do less hard work outside.")
    if aqi <= 200:
        return _("Everybody does less hard work outside; children and older people stay in where they can.")
    return _("Stay in, close the windows; outside wear a well-fitting mask.")
