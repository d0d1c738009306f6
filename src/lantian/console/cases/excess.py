"""The figure of a case: how far the place's own monitor stood above the background, before and after."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lantian.accounts.rules import Actor
from lantian.assessment import permissions
from lantian.assessment import queries as assessment
from lantian.assessment.queries import Excess, ExcessHour
from lantian.calendar import queries as calendar
from lantian.cases.models import Case
from lantian.cases.queries import CaseView, Line
from lantian.console import words
from lantian.registry.models import Station
from lantian.ui import formats
from lantian.ui.figures import line, standalone
from lantian.ui.figures.series import Tick
from lantian.ui.parts import Caption, Download

HOUR = timedelta(hours=1)
LONGEST = timedelta(days=10)
AFTER_CLOSING = timedelta(days=1)
FIGURE = "pm10"
MOST_TICKS = 6
SHORTEST_NAMED_GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The figure with its caption; `why_not` says why there is none."""

    svg: str = ""
    heading_note: str = ""
    caption: Caption | None = None
    downloads: tuple[Download, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """What the figure is drawn from."""

    station: Station
    found: Excess
    since: datetime
    until: datetime
    alarm_at: datetime | None
    begun_at: datetime
    mended_at: datetime | None


def shown(view: CaseView, case: Case, lines: Sequence[Line], by: Actor, *, now: datetime) -> Shown:
    """The figure, or why there is none."""
    drawn = _drawn(view, case, lines, by, now=now)
    if drawn is None:
        return Shown(why_not=_why_not(case, by))
    if not drawn.found.n:
        return Shown(why_not=_("The monitor of this place gave no hour in this time."))
    page = (
        reverse("console:case-figure", args=[view.number, "svg"]),
        reverse("console:case-figure", args=[view.number, "csv"]),
    )
    return Shown(
        svg=_svg(drawn),
        heading_note=_("µg/m³, hourly means, %(place)s less %(number)d statutory stations")
        % {"place": words.name(drawn.station), "number": len(drawn.found.background)},
        caption=_caption(drawn),
        downloads=(Download(label="SVG", url=page[0]), Download(label="CSV", url=page[1])),
    )


def file(
    view: CaseView, case: Case, lines: Sequence[Line], by: Actor, *, now: datetime, suffix: str
) -> tuple[str, str] | None:
    """The figure as a file of its own: its media type and text; None where there is none."""
    drawn = _drawn(view, case, lines, by, now=now)
    if drawn is None or suffix not in {"svg", "csv"}:
        return None
    if suffix == "svg":
        return "image/svg+xml", standalone.render(_svg(drawn))
    return "text/csv; charset=utf-8", _csv(drawn)


def _why_not(case: Case, by: Actor) -> str:
    monitor = case.source.monitor if case.source else None
    if monitor is None:
        return _("There is no monitor at this place: the photos show what was mended.")
    return _("The monitor of this place is not shown to your post.")


def _drawn(view: CaseView, case: Case, lines: Sequence[Line], by: Actor, *, now: datetime) -> _Drawn | None:
    monitor = case.source.monitor if case.source else None
    if monitor is None or not permissions.visible_stations(by).filter(pk=monitor.pk).exists():
        return None
    alarm_at = next((one.at for one in lines if one.event == "assessment.episode_opened"), None)
    begun_at = alarm_at or view.reported_at
    since, _ends = calendar.day_bounds(calendar.local_day(begun_at))
    last_full = now.replace(minute=0, second=0, microsecond=0)
    until = min(last_full, since + LONGEST, (view.closed_at or now) + AFTER_CLOSING)
    until = until.replace(minute=0, second=0, microsecond=0)
    return _Drawn(
        station=monitor,
        found=assessment.above_background(monitor.code, figure=FIGURE, since=since, until=until),
        since=since,
        until=until,
        alarm_at=alarm_at,
        begun_at=begun_at,
        mended_at=view.rounds[-1].submitted_at if view.rounds else None,
    )


def _svg(drawn: _Drawn) -> str:
    hours = drawn.found.hours
    values = tuple(None if one.above is None else float(one.above) for one in hours)
    mended = _index(drawn, drawn.mended_at)
    return line.line_figure(
        line.LineFigure(
            label=_("%(substance)s of %(place)s above the background")
            % {"substance": formats.substance(FIGURE), "place": words.name(drawn.station)},
            lines=(line.Line(values=values),),
            ticks=_ticks(drawn),
            moments=_moments(drawn),
            gaps=tuple(_gaps(values)),
            shade_from=mended,
            summary=_sentence(drawn),
        )
    )


def _index(drawn: _Drawn, moment: datetime | None) -> float | None:
    """Where a moment lies among the hours; None outside."""
    if moment is None or not drawn.since <= moment <= drawn.until:
        return None
    return min((moment - drawn.since) / HOUR, len(drawn.found.hours) - 1.0)


def _moments(drawn: _Drawn) -> tuple[line.Moment, ...]:
    begun_word = _("alarm") if drawn.alarm_at else _("reported")
    named = (
        (drawn.begun_at, f"{begun_word} {formats.clock_time(drawn.begun_at)}"),
        (drawn.mended_at, _("mended")),
    )
    return tuple(
        line.Moment(index=at, text=text)
        for moment, text in named
        if (at := _index(drawn, moment)) is not None
    )


def _ticks(drawn: _Drawn) -> tuple[Tick, ...]:
    days = [index for index in range(0, len(drawn.found.hours), 24)]
    step = -(-len(days) // MOST_TICKS)
    return tuple(
        Tick(index=index, text=_day(drawn.since + index * HOUR))
        for index in days[::step]
        if len(drawn.found.hours) - index > 8
    )


def _day(moment: datetime) -> str:
    return dateformat.format(formats.local(moment), pgettext("date pattern", "D j"))


def _gaps(values: Sequence[float | None]) -> list[line.Gap]:
    """Stretches without a value that are long enough to be named; not the one before the first value."""
    gaps: list[line.Gap] = []
    first: int | None = None
    for index, value in enumerate((*values, 0.0)):
        if value is None:
            first = index if first is None else first
            continue
        if first is not None and index - first >= SHORTEST_NAMED_GAP:
            gaps.append(
                line.Gap(
                    first=first, last=index - 1, text=_("%(hours)d h missing") % {"hours": index - first}
                )
            )
        first = None
    return gaps


def _sentence(drawn: _Drawn) -> str:
    before = [
        one for one in drawn.found.hours if drawn.mended_at is None or one.begins_at + HOUR <= drawn.mended_at
    ]
    since_alarm = [one for one in before if one.begins_at + HOUR > drawn.begun_at]
    after = [
        one for one in drawn.found.hours if drawn.mended_at is not None and one.begins_at >= drawn.mended_at
    ]
    said = _("before the mending %(mean)s (n = %(n)d h)") % _mean(since_alarm)
    if drawn.mended_at is not None:
        said = _("%(before)s, after it %(mean)s (n = %(n)d h)") % (_mean(after) | {"before": said})
    return _("Mean above the background: %(said)s.") % {"said": said}


def _mean(hours: Sequence[ExcessHour]) -> dict[str, object]:
    mean = assessment.mean_above(hours, figure=FIGURE)
    return {"mean": formats.number(mean, FIGURE), "n": sum(one.above is not None for one in hours)}


def _caption(drawn: _Drawn) -> Caption:
    total = len(drawn.found.hours)
    return Caption(
        place=words.name(drawn.station),
        period=_("%(since)s to %(until)s")
        % {"since": formats.when_short(drawn.since), "until": formats.when_short(drawn.until)},
        completeness=f"{drawn.found.n}/{total} h",
        sentence=_sentence(drawn),
    )


def _csv(drawn: _Drawn) -> str:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["begins_at", "station", "pm10_ug_m3", "background_ug_m3", "stations", "above_ug_m3"])
    for one in drawn.found.hours:
        values = ["" if value is None else str(value) for value in (one.value, one.background, one.above)]
        begins_at = formats.local(one.begins_at).isoformat()
        table.writerow([begins_at, drawn.station.code, values[0], values[1], one.stations, values[2]])
    return "\ufeff" + out.getvalue()
