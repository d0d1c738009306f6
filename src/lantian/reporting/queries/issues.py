"""Briefings as pages show them, and what has moved since they were printed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor
from lantian.kernel.references import Address
from lantian.observations import queries as observations
from lantian.reporting import models, permissions
from lantian.reporting.queries import writing
from lantian.reporting.rules.sheet import PLACE, Words

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
    """A piece of a line: words, or a figure."""

    text: str
    figure: FigureView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line in both languages, cut where its figures stand."""

    zh: tuple[Piece, ...]
    en: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """One of the four blocks."""

    code: str
    title: Words
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A printed figure that comes out differently now; `now` is empty when it is not said any more."""

    key: str
    printed: str
    now: str
    unit: str
    address: str
    explain: str


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


def figures_moved(number: str, by: Actor) -> list[Moved]:
    """Printed figures that come out differently now; the briefing itself stays as it is."""
    found = permissions.visible_briefings(by).select_related("region").get(number=number)
    again = writing.put_into_words(
        found.region, day=found.day, hour=hour_of(found), position=observations.lake_position()
    )
    now = {figure.key: figure for figure in again.figures}
    return [
        Moved(
            key=figure.key,
            printed=figure.text,
            now=now[figure.key].text if figure.key in now else "",
            unit=figure.unit,
            address=now[figure.key].address if figure.key in now else "",
            explain=explain_address(found.number, figure.key),
        )
        for figure in found.figures.all()
        if figure.key not in now or now[figure.key].text != figure.text
    ]


def hour_of(briefing: models.Briefing) -> datetime | None:
    """The morning hour a briefing's table of stations shows."""
    text = briefing.basis.get("hour")
    return datetime.fromisoformat(text) if text else None


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
    office = _office(found)
    return BriefingView(
        number=found.number,
        region={"zh": found.region.name_zh, "en": found.region.name_en},
        office={"zh": office.name_zh, "en": office.name_en} if office else {"zh": "", "en": ""},
        day=found.day,
        issue=found.issue,
        serial=found.serial,
        state=found.state,
        position=found.position,
        written_at=found.written_at,
        issued_at=found.issued_at,
        lead=_line(found.lead, figures),
        blocks=tuple(
            BlockView(code=block["code"], title=block["title"], lines=_all(block["lines"], figures))
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


def _all(lines: Iterable[Words], figures: Mapping[str, FigureView]) -> tuple[LineView, ...]:
    return tuple(_line(line, figures) for line in lines)


def _line(words: Words, figures: Mapping[str, FigureView]) -> LineView:
    return LineView(zh=_pieces(words["zh"], figures), en=_pieces(words["en"], figures))


def _pieces(text: str, figures: Mapping[str, FigureView]) -> tuple[Piece, ...]:
    """The text cut at its figures."""
    pieces, end = [], 0
    for found in PLACE.finditer(text):
        if found.start() > end:
            pieces.append(Piece(text=text[end : found.start()]))
        figure = figures[found[1]]
        pieces.append(Piece(text=figure.text, figure=figure))
        end = found.end()
    if end < len(text):
        pieces.append(Piece(text=text[end:]))
    return tuple(pieces)
