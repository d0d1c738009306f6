"""Briefings as pages and paper show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor
from lantian.kernel.references import Address
from lantian.reporting import models, permissions
from lantian.reporting.rules.sheet import PLACES, Thing, Words

Json = dict[str, Any]  # Any: JSON of a stored page


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A number as printed, with the address a reader opens to see where it comes from."""

    key: str
    text: str
    unit: str
    reason: str
    address: str
    explain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a line: words, a figure, or a named thing with the address that leads to it."""

    text: str
    figure: FigureView | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line in both languages, cut where its figures and named things stand."""

    zh: tuple[Piece, ...]
    en: tuple[Piece, ...]
    is_item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """One of the four blocks; `until` says to which moment its figures stand."""

    code: str
    title: Words
    until: Words
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRow:
    """One row of the table of stations."""

    code: str
    name: Words
    kind: Words
    aqi: FigureView
    level: int | None
    word: Words
    primary: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingView:
    """A briefing as its page and its PDF show it."""

    number: str
    region: Words
    office: Words
    day: date
    issue: int
    serial: int | None
    state: str
    position: int
    newest_hour: datetime | None
    written_at: datetime
    issued_at: datetime | None
    lead: LineView
    blocks: tuple[BlockView, ...]
    stations: tuple[StationRow, ...]
    hours: Json
    basis: Json
    digest: str
    code: str
    is_demo: bool
    has_pdf: bool
    figures: Mapping[str, FigureView]


def briefings(by: Actor) -> QuerySet[models.Briefing]:
    """The briefings a person may see, the newest day first."""
    found = permissions.visible_briefings(by).select_related("region")
    return found.order_by("-day", "-issue")


def briefing(number: str, by: Actor) -> BriefingView:
    """One briefing; Briefing.DoesNotExist when absent or not for this person."""
    return view_of(
        permissions.visible_briefings(by).select_related("region__organisation").get(number=number)
    )


def briefing_of_day(region_code: str, day: date, by: Actor) -> BriefingView:
    """The newest issue about a day; Briefing.DoesNotExist when there is none for this person."""
    found = permissions.visible_briefings(by).filter(region__code=region_code, day=day)
    return view_of(found.select_related("region__organisation").order_by("-issue")[:1].get())


def explain_address(number: str, key: str) -> str:
    """`reporting.figure:BRIEFING/KEY`."""
    return str(Address(room="reporting", kind="figure", key=f"{number}/{key}"))


def view_of(found: models.Briefing) -> BriefingView:
    """A briefing as it stands; for actions and doors that have asked for it by a permission before."""
    figures = {
        row.key: FigureView(
            key=row.key,
            text=row.text,
            unit=row.unit,
            reason=row.reason,
            address=row.address,
            explain=explain_address(found.number, row.key),
        )
        for row in found.figures.all()
    }
    office, newest = _office(found), found.basis.get("newest_hour")
    return BriefingView(
        number=found.number,
        region={"zh": found.region.name_zh, "en": found.region.name_en},
        office={"zh": office.name_zh, "en": office.name_en} if office else {"zh": "", "en": ""},
        day=found.day,
        issue=found.issue,
        serial=found.serial,
        state=found.state,
        position=found.position,
        newest_hour=datetime.fromisoformat(newest) if newest else None,
        written_at=found.written_at,
        issued_at=found.issued_at,
        lead=_line(found.lead, figures, {}),
        blocks=tuple(
            BlockView(
                code=block["code"],
                title=block["title"],
                until=block["until"],
                lines=tuple(_line(line, figures, found.things) for line in block["lines"]),
            )
            for block in found.blocks
        ),
        stations=tuple(StationRow(**{**row, "aqi": figures[row["aqi"]]}) for row in found.stations),
        hours=found.hours,
        basis=found.basis,
        digest=found.digest,
        code=found.code,
        is_demo=found.region.is_demo,
        has_pdf=found.pdf_id is not None,
        figures=figures,
    )


def _office(found: models.Briefing) -> Organisation | None:
    """The office a briefing goes out from; the district itself while it has none."""
    district = found.region.organisation
    if district is None:
        return None
    offices = Organisation.objects.filter(kind=Organisation.Kind.OFFICE, path__startswith=district.path)
    return offices.order_by("path").first() or district


def _line(words: Json, figures: Mapping[str, FigureView], things: Mapping[str, Thing]) -> LineView:
    return LineView(
        zh=_pieces(words["zh"], figures, {key: one["name"]["zh"] for key, one in things.items()}, things),
        en=_pieces(words["en"], figures, {key: one["name"]["en"] for key, one in things.items()}, things),
        is_item=words.get("part") == "item",
    )


def _pieces(
    text: str, figures: Mapping[str, FigureView], names: Mapping[str, str], things: Mapping[str, Thing]
) -> tuple[Piece, ...]:
    """The text cut at its figures and named things; braces that are neither stay as somebody wrote them."""
    pieces, end = [], 0
    for found in PLACES.finditer(text):
        key = found[1]
        if key not in figures and key not in names:
            continue
        if found.start() > end:
            pieces.append(Piece(text=text[end : found.start()]))
        figure = figures.get(key)
        if figure is not None:
            pieces.append(Piece(text=figure.text, figure=figure))
        else:
            pieces.append(Piece(text=names[key], address=things[key]["address"]))
        end = found.end()
    if end < len(text):
        pieces.append(Piece(text=text[end:]))
    return tuple(pieces)
