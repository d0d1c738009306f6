"""The values of a briefing's page."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor
from lantian.assessment.queries.levels import Levels
from lantian.console import air, words
from lantian.console.briefings import listing
from lantian.console.briefings.changes import Changes, changes
from lantian.console.explain import leading
from lantian.console.ranking import wording as ranking
from lantian.registry.models import Region
from lantian.reporting import permissions
from lantian.reporting import queries as reporting
from lantian.reporting.models import Briefing
from lantian.reporting.queries import BlockView, BriefingView, FigureView, LineView, StationRow
from lantian.ui import formats
from lantian.ui.figures import line
from lantian.ui.figures.series import Tick
from lantian.ui.parts import Caption

HOURS_BETWEEN_TICKS = 6
LIMIT_OF_GOOD = 100
RESULTS = "results"
OPEN_TO_READERS = "reporting.count:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words, a figure with its address and what it is in, or a named thing with its page."""

    text: str
    url: str = ""
    title: str = ""
    is_thing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a block."""

    pieces: tuple[Piece, ...]
    is_item: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One of the four blocks; `until` says to which moment its figures stand."""

    code: str
    title: str
    until: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One row of the table of stations."""

    name: str
    kind: str
    aqi: int | None
    word: str
    url: str
    primary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingPage:
    """One briefing."""

    number: str
    day: str
    day_iso: str
    digest: str
    title: str
    lead: tuple[Piece, ...]
    summary: tuple[Piece, ...]
    state: str
    is_draft: bool
    facts: tuple[str, ...]
    notes: tuple[str, ...]
    blocks: tuple[Block, ...]
    stations: tuple[Station, ...]
    stations_note: str
    chart: str
    caption: Caption
    changes: Changes
    others: tuple[listing.Row, ...]
    pdf_url: str
    english_pdf_url: str
    may_write: bool
    may_issue: bool


def detail(number: str, by: Actor, *, now: datetime) -> BriefingPage:
    """One briefing; Briefing.DoesNotExist when absent or not for this person."""
    view = reporting.briefing(number, by)
    row = reporting.briefings(by).select_related("region__organisation").get(number=number)
    is_draft = not row.is_issued
    may_write = _may_write(by, row.region)
    seen = _seen(view, by)
    pdf_url = reverse("console:briefing-pdf", args=[number])
    return BriefingPage(
        number=number,
        day=formats.day(view.day),
        day_iso=view.day.isoformat(),
        digest=view.digest,
        title=_("Briefing of %(day)s") % {"day": formats.day(view.day)},
        lead=_pieces(view.lead, seen),
        summary=_summary(view, seen),
        state=words.word(words.BRIEFING_STATES, view.state),
        is_draft=is_draft,
        facts=_facts(view),
        notes=_notes(view),
        blocks=tuple(_block(one, seen) for one in view.blocks),
        stations=tuple(_station(one) for one in view.stations),
        stations_note=_stations_note(view),
        chart=_chart(view),
        caption=_caption(view),
        changes=changes(number, by, is_draft=is_draft, now=now),
        others=_others(row, by),
        pdf_url=pdf_url,
        english_pdf_url=f"{pdf_url}?language=en",
        may_write=may_write,
        may_issue=may_write and is_draft,
    )


def _seen(view: BriefingView, by: Actor) -> set[str]:
    """The addresses of named things this person may open; the others stand as plain words."""
    lines = [line for block in view.blocks for line in block.lines]
    named = {piece.address for line in lines for piece in line.zh if piece.address}
    return reporting.visible_addresses(named, by) | {one for one in named if one.startswith(OPEN_TO_READERS)}


def _block(view: BlockView, seen: set[str]) -> Block:
    return Block(
        code=view.code,
        title=_in_words(view.title),
        until=_in_words(view.until),
        lines=tuple(Line(pieces=_pieces(one, seen), is_item=one.is_item) for one in view.lines),
    )


def _summary(view: BriefingView, seen: set[str]) -> tuple[Piece, ...]:
    """The first sentence of the block of results: what yesterday's work came to."""
    results = next((one for one in view.blocks if one.code == RESULTS), None)
    return _pieces(results.lines[0], seen) if results else ()


def _may_write(by: Actor, region: Region) -> bool:
    return permissions.may_write(by, path=region.organisation.path if region.organisation else "/")


def _in_words(said: dict[str, str]) -> str:
    return said["zh"] if words.is_chinese() else said["en"]


def _pieces(said: LineView, seen: set[str]) -> tuple[Piece, ...]:
    return tuple(
        Piece(text=one.text, url=air.explain_url(one.figure.explain), title=_figure_title(one.figure))
        if one.figure is not None
        else Piece(text=one.text, url=leading.thing_url(one.address), is_thing=True)
        if one.address in seen
        else Piece(text=one.text)
        for one in (said.zh if words.is_chinese() else said.en)
    )


def _figure_title(figure: FigureView) -> str:
    unit = f"{figure.text} {figure.unit}".strip()
    why = words.missing(figure.reason) if figure.reason else ""
    return _(", ").join(part for part in (unit, why, _("where the number comes from")) if part)


def _facts(view: BriefingView) -> tuple[str, ...]:
    facts = [
        _in_words(view.office),
        view.number,
        listing.serial_words(view.serial),
        listing.issue_words(view.issue),
    ]
    if view.issued_at:
        facts.append(_("issued %(when)s") % {"when": formats.when(view.issued_at)})
    else:
        facts.append(_("written %(when)s") % {"when": formats.when(view.written_at)})
    if view.newest_hour:
        facts.append(_("data up to %(when)s") % {"when": formats.when_short(view.newest_hour + air.HOUR)})
    return tuple(fact for fact in facts if fact)


def _notes(view: BriefingView) -> tuple[str, ...]:
    """What it was computed from; printed at its foot."""
    basis = view.basis
    notes = [
        _("Standard %(standard)s; %(stations)d stations; valid hours of the district %(n)d/%(of)d.")
        % {
            "standard": basis["standard"],
            "stations": basis["stations"],
            "n": basis["hours_with_index"],
            "of": basis["hours"],
        },
        *_levels(view),
        _("Data up to journal position %(position)d, as of %(when)s; what came later changes nothing here.")
        % {"position": view.position, "when": formats.when(view.written_at)},
        _("Code of this sheet: %(code)s") % {"code": view.code},
    ]
    if basis["sources"]:
        notes.insert(0, _("Sources of the data: %(sources)s.") % {"sources": _("; ").join(basis["sources"])})
    return tuple(notes)


def _levels(view: BriefingView) -> tuple[str, ...]:
    """How far the readings of the day had been looked at; older briefings do not tell."""
    days = view.basis.get("levels") or {}
    return (ranking.data_level(Levels(days=days)),) if days else ()


def _station(row: StationRow) -> Station:
    return Station(
        name=_in_words(row.name),
        kind=_in_words(row.kind),
        aqi=int(row.aqi.text) if row.aqi.text.isdigit() else None,
        word=words.missing(row.aqi.reason) if row.aqi.reason else "",
        url=air.explain_url(row.aqi.explain),
        primary=_primary(row),
    )


def _primary(row: StationRow) -> str:
    """The primary pollutants alone: the column says what they are."""
    said = _in_words(row.primary)
    return said.removeprefix("首要污染物" if words.is_chinese() else "primary pollutant ")


def _stations_note(view: BriefingView) -> str:
    hour = view.basis.get("hour")
    if not hour:
        return ""
    begins_at = datetime.fromisoformat(hour)
    return f"{formats.day(begins_at)} {formats.hour_label(begins_at)}"


def _chart(view: BriefingView) -> str:
    """The district's AQI hour by hour; nothing when no hour has one."""
    points = view.hours.get("points", [])
    values = [None if point["aqi"] is None else float(point["aqi"]) for point in points]
    known = [value for value in values if value is not None]
    if not known:
        return ""
    label = _("AQI of %(place)s, %(day)s, hour by hour") % {
        "place": _in_words(view.region),
        "day": formats.day(view.day),
    }
    summary = _("lowest %(low)d, highest %(high)d") % {"low": min(known), "high": max(known)}
    return line.line_figure(
        line.LineFigure(
            label=label,
            lines=(line.Line(values=values),),
            ticks=_ticks([datetime.fromisoformat(point["begins_at"]) for point in points]),
            limits=(line.Limit(value=LIMIT_OF_GOOD, text=_("100, Good")),),
            summary=summary,
            height=150,
        )
    )


def _ticks(hours: list[datetime]) -> tuple[Tick, ...]:
    last = len(hours) - 1
    places = [*range(0, last - HOURS_BETWEEN_TICKS + 1, HOURS_BETWEEN_TICKS), last]
    return tuple(Tick(index=at, text=formats.hour_label(hours[at])) for at in places)


def _caption(view: BriefingView) -> Caption:
    known = sum(point["aqi"] is not None for point in view.hours.get("points", []))
    return Caption(
        place=_in_words(view.region),
        period=formats.day(view.day),
        averaging=_("AQI hour by hour"),
        completeness=f"{known}/{len(view.hours.get('points', []))} h",
        source=view.basis["standard"],
    )


def _others(row: Briefing, by: Actor) -> tuple[listing.Row, ...]:
    """Other issues about the same day, the newest first."""
    found = reporting.briefings(by).filter(region=row.region, day=row.day).exclude(pk=row.pk)
    return tuple(listing.row(one) for one in found)
