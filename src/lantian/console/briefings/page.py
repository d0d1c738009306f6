"""The values of the briefing pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.console import air, words
from lantian.registry.models import Region
from lantian.reporting import permissions
from lantian.reporting import queries as reporting
from lantian.reporting.models import Briefing
from lantian.reporting.queries import BriefingView, FigureView, LineView, Moved, StationRow
from lantian.ui import formats
from lantian.ui.figures import line
from lantian.ui.figures.series import Tick
from lantian.ui.parts import Caption

SHOWN_AT_ONCE = 60
HOURS_BETWEEN_TICKS = 6
LIMIT_OF_GOOD = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One issue in the list."""

    number: str
    url: str
    pdf_url: str
    day: str
    issue: str
    serial: str
    state: str
    is_draft: bool
    written: str
    issued: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingList:
    """The list of days."""

    sentence: str
    rows: tuple[Row, ...]
    is_cut: bool
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words, or a figure with its address and what it is in."""

    text: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One of the four blocks."""

    title: str
    lines: tuple[tuple[Piece, ...], ...]


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
class MovedRow:
    """A figure that comes out differently now."""

    name: str
    printed: str
    now: str
    url: str
    now_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingPage:
    """One briefing."""

    number: str
    day: str
    day_iso: str
    digest: str
    title: str
    lead: tuple[Piece, ...]
    state: str
    is_draft: bool
    facts: tuple[str, ...]
    notes: tuple[str, ...]
    blocks: tuple[Block, ...]
    stations: tuple[Station, ...]
    stations_note: str
    chart: str
    caption: Caption
    moved: tuple[MovedRow, ...]
    moved_sentence: str
    others: tuple[Row, ...]
    pdf_url: str
    may_write: bool
    may_issue: bool


def listing(by: Actor, *, now: datetime) -> BriefingList:
    """The issues this person may see, the newest day first."""
    found = list(reporting.briefings(by).select_related("region__organisation")[: SHOWN_AT_ONCE + 1])
    people = accounts.names(one.issued_by_id for one in found if one.issued_by_id)
    rows = tuple(_row(one, people.get(one.issued_by_id or 0)) for one in found[:SHOWN_AT_ONCE])
    return BriefingList(
        sentence=_list_sentence(found, by, now=now),
        rows=rows,
        is_cut=len(found) > SHOWN_AT_ONCE,
        may_write=by.may(Verb.WRITE_BRIEFING),
    )


def _list_sentence(found: list[Briefing], by: Actor, *, now: datetime) -> str:
    yesterday = calendar.local_day(now) - timedelta(days=1)
    of_yesterday = [one for one in found if one.day == yesterday]
    said = {"day": formats.day(yesterday), "number": of_yesterday[0].number if of_yesterday else ""}
    if not of_yesterday and by.may(Verb.WRITE_BRIEFING):
        return _("Nothing is written about yesterday, %(day)s, yet.") % said
    if not of_yesterday:
        return _("No briefing about yesterday, %(day)s, has been issued yet.") % said
    if of_yesterday[0].is_issued:
        return _("The briefing about yesterday, %(day)s, is issued: %(number)s.") % said
    return _("The briefing about yesterday, %(day)s, is a draft: read %(number)s and issue it.") % said


def _row(one: Briefing, who: Person | None = None) -> Row:
    issued = f"{formats.when_short(one.issued_at)} {words.name(who)}".strip() if one.issued_at else ""
    return Row(
        number=one.number,
        url=reverse("console:briefing", args=[one.number]),
        pdf_url=reverse("console:briefing-pdf", args=[one.number]),
        day=formats.day(one.day),
        issue=_issue_words(one.issue),
        serial=_serial_words(one.serial),
        state=words.word(words.BRIEFING_STATES, one.state),
        is_draft=not one.is_issued,
        written=formats.when_short(one.written_at),
        issued=issued,
    )


def _issue_words(issue: int) -> str:
    return "" if issue == 1 else _("issue %(issue)d, corrects the one before") % {"issue": issue}


def _serial_words(serial: int | None) -> str:
    return "" if serial is None else _("No. %(serial)d") % {"serial": serial}


def detail(number: str, by: Actor) -> BriefingPage:
    """One briefing; Briefing.DoesNotExist when absent or not for this person."""
    view = reporting.briefing(number, by)
    row = reporting.briefings(by).select_related("region__organisation").get(number=number)
    is_draft = not row.is_issued
    may_write = _may_write(by, row.region)
    moved = reporting.figures_moved(number, by)
    return BriefingPage(
        number=number,
        day=formats.day(view.day),
        day_iso=view.day.isoformat(),
        digest=view.digest,
        title=_("Briefing of %(day)s") % {"day": formats.day(view.day)},
        lead=_pieces(view.lead),
        state=words.word(words.BRIEFING_STATES, view.state),
        is_draft=is_draft,
        facts=_facts(view),
        notes=_notes(view),
        blocks=tuple(
            Block(title=_in_words(one.title), lines=tuple(_pieces(each) for each in one.lines))
            for one in view.blocks
        ),
        stations=tuple(_station(one) for one in view.stations),
        stations_note=_stations_note(view),
        chart=_chart(view),
        caption=_caption(view),
        moved=tuple(_moved(one, view) for one in moved),
        moved_sentence=_moved_sentence(moved, is_draft=is_draft),
        others=_others(row, by),
        pdf_url=reverse("console:briefing-pdf", args=[number]),
        may_write=may_write,
        may_issue=may_write and is_draft,
    )


def _may_write(by: Actor, region: Region) -> bool:
    return permissions.may_write(by, path=region.organisation.path if region.organisation else "/")


def _in_words(said: dict[str, str]) -> str:
    return said["zh"] if words.is_chinese() else said["en"]


def _pieces(said: LineView) -> tuple[Piece, ...]:
    pieces = said.zh if words.is_chinese() else said.en
    return tuple(
        Piece(text=one.text)
        if one.figure is None
        else Piece(text=one.text, url=air.explain_url(one.figure.explain), title=_figure_title(one.figure))
        for one in pieces
    )


def _figure_title(figure: FigureView) -> str:
    unit = f"{figure.text} {figure.unit}".strip()
    why = words.missing(figure.reason) if figure.reason else ""
    return _(", ").join(part for part in (unit, why, _("where the number comes from")) if part)


def _facts(view: BriefingView) -> tuple[str, ...]:
    facts = [_in_words(view.office), view.number, _serial_words(view.serial), _issue_words(view.issue)]
    if view.issued_at:
        facts.append(_("issued %(when)s") % {"when": formats.when(view.issued_at)})
    else:
        facts.append(_("written %(when)s") % {"when": formats.when(view.written_at)})
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
        _("Data up to journal position %(position)d, as of %(when)s; what came later changes nothing here.")
        % {"position": view.position, "when": formats.when(view.written_at)},
        _("Code of this sheet: %(code)s") % {"code": view.code},
    ]
    if basis["sources"]:
        notes.insert(0, _("Sources of the data: %(sources)s.") % {"sources": _("; ").join(basis["sources"])})
    return tuple(notes)


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


def _moved(one: Moved, view: BriefingView) -> MovedRow:
    return MovedRow(
        name=_context_of(one.key, view),
        printed=f"{one.printed} {one.unit}".strip(),
        now=f"{one.now} {one.unit}".strip() if one.now else _("not said any more"),
        url=air.explain_url(one.explain),
        now_url=air.explain_url(one.address) if one.address else "",
    )


def _context_of(key: str, view: BriefingView) -> str:
    """The words in front of a figure, so that a reader finds it; of a station its name."""
    for row in view.stations:
        if row.aqi.key == key:
            return f"{_in_words(row.name)} AQI"
    lines = (view.lead, *(each for block in view.blocks for each in block.lines))
    for said in lines:
        pieces = said.zh if words.is_chinese() else said.en
        for before, piece in zip((None, *pieces), pieces, strict=False):
            if piece.figure is not None and piece.figure.key == key:
                return _last_words(before.text if before else "")
    return key


def _last_words(text: str) -> str:
    for mark in "，。；：、,;:（(":
        text = text.rpartition(mark)[2].strip() or text
    return text.strip(" （(")


def _moved_sentence(moved: Iterable[Moved], *, is_draft: bool) -> str:
    number = len(list(moved))
    if not number:
        return ""
    if is_draft:
        return ngettext(
            "%d figure comes out differently now: write the draft again before issuing it.",
            "%d figures come out differently now: write the draft again before issuing it.",
            number,
        ) % number  # fmt: skip
    return ngettext(
        "%d figure comes out differently now; what was issued stays as it was printed.",
        "%d figures come out differently now; what was issued stays as it was printed.",
        number,
    ) % number  # fmt: skip


def _others(row: Briefing, by: Actor) -> tuple[Row, ...]:
    """Other issues about the same day, the newest first."""
    found = reporting.briefings(by).filter(region=row.region, day=row.day).exclude(pk=row.pk)
    return tuple(_row(one) for one in found)
