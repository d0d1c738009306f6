"""A ranking as a table: those with a place in order, then those without and why."""

from datetime import datetime

from django.utils.translation import gettext as _

from airshed.standards.tables import POLLUTANTS
from lantian.api.exports import notes
from lantian.api.exports.sheet import Cell, Column, Kind, Note, Sheet
from lantian.api.writing import number
from lantian.assessment.queries.standing import Standing, Standings
from lantian.assessment.rules.figures import UNITS
from lantian.ui import formats


def standings(found: Standings, *, data_level: dict[str, int], now: datetime) -> Sheet:
    """Places, values, change and movement."""
    averaging = _("period values of daily means; CO the 95th, O3 8 h the 90th percentile")
    left_out = _("days an official list names are left out") if found.is_excluding else _("all days count")
    return Sheet(
        name=f"standings_{found.group}_{found.over.first}_{found.over.last}",
        title=_("Standings"),
        notes=(
            notes.days_covered(found.over.first, found.over.last),
            *([] if found.is_official else [notes.not_official()]),
            Note(label=_("Averaging"), text=averaging),
            Note(label=_("Ranked by"), text=found.by),
            Note(label=_("Exceptional days"), text=left_out),
            Note(
                label=_("Completeness"),
                text=_("%(placed)d of %(all)d have a place")
                % {"placed": len(found.placed), "all": len(found.rows)},
            ),
            Note(label=_("Edition"), text=f"{found.denominators.name} ({found.denominators.source})"),
            Note(label=_("Data level"), text=notes.level(data_level)),
            *notes.made(now, position=found.position),
        ),
        columns=_columns(),
        rows=iter([_line(row) for row in found.rows]),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(code="place", title=_("Place"), kind=Kind.WHOLE),
        Column(code="is_tied", title=_("Shared"), kind=Kind.WHOLE),
        Column(code="code", title=_("Code")),
        Column(code="name_zh", title=_("Chinese name")),
        Column(code="name_en", title=_("English name")),
        Column(code="value", title=_("Ranked by"), kind=Kind.NUMBER),
        Column(code="composite", title=_("Composite index"), kind=Kind.NUMBER),
        *(
            Column(code=one, title=formats.substance(one), kind=Kind.NUMBER, unit=UNITS[one])
            for one in POLLUTANTS
        ),
        Column(code="largest", title=_("Largest part")),
        Column(code="good_days", title=_("Good days"), kind=Kind.NUMBER, unit="%"),
        Column(code="last_year", title=_("Composite a year before"), kind=Kind.NUMBER),
        Column(code="change", title=_("Rate of change"), kind=Kind.NUMBER, unit="%"),
        Column(code="place_before", title=_("Place before"), kind=Kind.WHOLE),
        Column(code="up", title=_("Places gained"), kind=Kind.WHOLE),
        Column(code="reason", title=_("Why no place")),
        Column(code="address", title=_("Address")),
    )


def _line(row: Standing) -> list[Cell]:
    return [
        row.place,
        int(row.is_tied),
        row.code,
        row.name_zh,
        row.name_en,
        number(row.value),
        number(row.composite),
        *(number(row.values.get(name)) for name in POLLUTANTS),
        ",".join(row.largest),
        number(row.good_days),
        number(row.last_year),
        number(row.change),
        row.place_before,
        row.up,
        row.reason,
        row.address,
    ]
