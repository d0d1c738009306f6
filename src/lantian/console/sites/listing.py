"""All sites with their plates, or all plants: for the desk, and for whoever answers for some of them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases.states import State
from lantian.console import maps, words
from lantian.console.sites import wording
from lantian.registry.models import Source
from lantian.sites import queries as sites
from lantian.sites.models import Demand, Plate
from lantian.sites.rules import Colour, DemandState
from lantian.ui import formats
from lantian.ui.figures import scene

ORDER = (Colour.RED, Colour.YELLOW, Colour.GREEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place of the list."""

    name: str
    url: str
    grid: str
    unit: str
    colour: str
    plate: str
    since: str
    missing_sheets: int
    failed_replies: int
    open_cases: int
    stated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A reply that came late or never."""

    number: str
    url: str
    place: str
    due: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The page."""

    sentence: str
    rows: tuple[Row, ...]
    failed: tuple[Failed, ...]
    map: str
    is_sites: bool


def compose(by: Actor, *, kind: str, now: datetime) -> Listing:
    """The places of a kind that a person may see, those in trouble first."""
    found = sites.places(by, kind=kind)
    plates = sites.current_of(found)
    days = int(sites.bounds(on=calendar.local_day(now)).sheet_shown_days)
    is_sites = kind == Source.Kind.SITE
    missing = sites.missing_of(found, back_days=days, now=now) if is_sites else {}
    late = [one for one in sites.failed(by) if one.source.kind == kind]
    failures: dict[int, int] = {}
    for one in late:
        failures[one.source_id] = failures.get(one.source_id, 0) + 1
    rows = [
        _row(source, plates.get(source.pk), by, missing=len(missing.get(source.pk, ())), failed=failures)
        for source in found
    ]
    rows.sort(key=lambda row: (ORDER.index(Colour(row.colour)) if row.colour else len(ORDER), row.name))
    return Listing(
        sentence=_sentence(rows, is_sites=is_sites),
        rows=tuple(rows),
        failed=tuple(_failed(one) for one in late),
        map=_map(found, plates),
        is_sites=is_sites,
    )


def _row(source: Source, plate: Plate | None, by: Actor, *, missing: int, failed: dict[int, int]) -> Row:
    is_site = source.kind == Source.Kind.SITE
    stated = None if is_site else sites.statement_of(source)
    open_ones = [one for one in sites.cases_of(source, by) if one.state not in {State.CLOSED, State.VOID}]
    return Row(
        name=words.name(source),
        url=reverse("console:site" if is_site else "console:plant", args=[source.code]),
        grid=words.name(source.grid),
        unit=words.name(source.answerable),
        colour=plate.colour if plate else "",
        plate=wording.plate(plate.colour if plate else ""),
        since=formats.day(plate.since) if plate else "",
        missing_sheets=missing,
        failed_replies=failed.get(source.pk, 0),
        open_cases=len(open_ones),
        stated=formats.day(stated.at) if stated else "",
    )


def _failed(one: Demand) -> Failed:
    return Failed(
        number=one.number,
        url=reverse("console:site-reply", args=[one.source.code, one.number]),
        place=words.name(one.source),
        due=formats.when_short(one.due_at),
        state=words.word(wording.DEMAND_STATES, DemandState(one.state)),
    )


def _sentence(rows: list[Row], *, is_sites: bool) -> str:
    if not is_sites:
        return ngettext(
            "%d plant with duties of its own", "%d plants with duties of their own", len(rows)
        ) % len(rows)
    counted = {colour: sum(row.colour == colour for row in rows) for colour in ORDER}
    said = {
        "sites": len(rows),
        "green": counted[Colour.GREEN],
        "yellow": counted[Colour.YELLOW],
        "red": counted[Colour.RED],
        "sheets": sum(row.missing_sheets for row in rows),
        "replies": sum(row.failed_replies for row in rows),
    }
    return (
        _(
            "%(sites)d sites: %(green)d green, %(yellow)d yellow, %(red)d red; %(sheets)d sheets missing, "
            "%(replies)d replies late or missing."
        )
        % said
    )


def _map(found: list[Source], plates: dict[int, Plate]) -> str:
    """The places on the map, each with its plate in words."""
    region = maps.our_district()
    if region is None:
        return ""
    standing = {
        one.code: words.word(wording.COLOURS, plates[one.pk].colour) if one.pk in plates else ""
        for one in found
    }
    return maps.draw(
        scene.DistrictMap(
            label=_("Sites and plants with their plates"),
            words=maps.legend_words(),
            townships=maps.townships(region),
            sources=maps.sources(found, candidates=standing),
            key="sites",
        )
    )
