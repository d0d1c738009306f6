"""Who stands where over a period: places, values, change, movement, and why some have no place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from airshed.assessment import period, spans, standings
from airshed.assessment.spans import Span, SpanKind
from airshed.assessment.standings import By, Method
from airshed.indices import composite as science
from airshed.standards.tables import POLLUTANTS
from lantian.assessment.queries import addresses, daybook
from lantian.assessment.rules.figures import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One unit over a period; numbers are None where they are missing, ``reason`` says why it has no place.

    ``change`` is in per cent against the same period a year before, ``up`` counts places gained since the
    period before. [µg m⁻³; CO mg m⁻³; %]
    """

    code: str
    name_zh: str
    name_en: str
    place: int | None
    is_tied: bool
    value: Decimal | None
    values: Mapping[str, Decimal]
    composite: Decimal | None
    largest: tuple[str, ...]
    good_days: Decimal | None
    last_year: Decimal | None
    change: Decimal | None
    worsened: int | None
    place_before: int | None
    up: int | None
    reason: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """A group over a period: those with a place in order, then those without."""

    group: str
    kind: str
    by: str
    over: Span
    is_over: bool
    is_excluding: bool
    min_days: int | None
    denominators: science.Denominators
    rows: tuple[Standing, ...]
    position: int

    @property
    def is_official(self) -> bool:
        """Whether these are figures the law knows; micro-stations are clues."""
        return self.group != daybook.MICRO

    @property
    def placed(self) -> tuple[Standing, ...]:
        """Those with a place."""
        return tuple(row for row in self.rows if row.place is not None)

    @property
    def unplaced(self) -> tuple[Standing, ...]:
        """Those without, each with a reason."""
        return tuple(row for row in self.rows if row.place is None)

    def of(self, code: str) -> Standing | None:
        """One unit's standing."""
        return next((row for row in self.rows if row.code == code), None)


def standing(
    *,
    group: str,
    by: str,
    kind: SpanKind | str,
    on: date,
    is_excluding: bool = True,
    supposed: daybook.SupposedDays | None = None,
) -> Standings:
    """Rank a group over the span of a kind that holds a day, as far as its days are over.

    A span that still runs is cut at ``on``: a month to date is ranked by the days it has. Good days are
    counted by the daily index as it was published, whatever a list leaves out. Days that are ``supposed``
    stand in the place of those kept.
    """
    whole = spans.span(on, kind=SpanKind(kind))
    over = Span(kind=whole.kind, first=whole.first, last=min(whole.last, on))
    units = daybook.units(group)
    needed = daybook.needed_for(over)
    method = Method(by=By(by))
    left_out = is_excluding and method.by is not By.GOOD_DAYS
    book = daybook.read(
        units.kind,
        units.names,
        first=min(span.first for span in needed),
        last=over.last,
        is_excluding=left_out,
        supposed=supposed,
        among=needed,
    )
    table = standings.period_standings(book.frame, over=over, method=method, dust=book.listed)
    known = set(table["unit"].to_list())
    indices = book.indices(over)
    rows = [
        _row(found, units, over=over, book=book, indices=indices) for found in table.iter_rows(named=True)
    ]
    rows += [_absent(code, units) for code in units.names if code not in known]
    rows.sort(key=lambda row: row.code if row.place is None else "")  # those without a place last, by code
    return Standings(
        group=group,
        kind=units.kind,
        by=by,
        over=over,
        is_over=over.last == whole.last,
        is_excluding=is_excluding,
        min_days=spans.default_min_days(over),
        denominators=science.denominators(over.last),
        rows=tuple(rows),
        position=book.position,
    )


def _row(
    found: Mapping[str, object],
    units: daybook.Units,
    *,
    over: Span,
    book: daybook.Daybook,
    indices: Mapping[str, Sequence[int | None]],
) -> Standing:
    code = str(found["unit"])
    name_zh, name_en = units.names[code]
    values = {name: number for name in POLLUTANTS if (number := _number(found[name])) is not None}
    return Standing(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        place=_whole(found["place"]),
        is_tied=bool(found["tied"]),
        value=_number(found["value"]),
        values=values,
        composite=_number(found["composite"]),
        largest=tuple(str(found["largest"] or "").split(",")) if found["largest"] else (),
        good_days=period.good_days(indices.get(code, ())).share,
        last_year=_number(found["composite_last_year"]),
        change=_number(found["change"]),
        worsened=_whole(found["worsened"]),
        place_before=_whole(found["place_earlier"]),
        up=_whole(found["up"]),
        reason=str(found["reason"] or ""),
        address=addresses.of_composite(units.kind, code, over.first, over.last, position=book.position),
    )


def _absent(code: str, units: daybook.Units) -> Standing:
    name_zh, name_en = units.names[code]
    return Standing(
        code=code, name_zh=name_zh, name_en=name_en, place=None, is_tied=False, value=None, values={},
        composite=None, largest=(), good_days=None, last_year=None, change=None, worsened=None,
        place_before=None, up=None, reason="no_values", address="",
    )  # fmt: skip


def _number(value: object) -> Decimal | None:
    text = text_of(value) if isinstance(value, float) else None
    return None if text is None else Decimal(text)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
