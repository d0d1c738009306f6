"""Papers from above for the demo, all made up: targets, a list of dust days, and a circular of last month.

The circular is written from our own figures by conventions that published ones are known to follow, with one
misprint, so that holding it against ours has something to explain.
"""

import csv
import io
from datetime import datetime, timedelta
from decimal import Decimal

from airshed.assessment import spans
from airshed.assessment.spans import Span, SpanKind
from lantian.assessment import actions as assessment
from lantian.assessment.queries import daybook, standing
from lantian.calendar import queries as calendar
from lantian.registry import queries as registry
from lantian.simulate import cities, words

MISPRINT = Decimal(7)  # µg/m³ of PM10 that the circular has too much for one city
CITY_TARGETS = {"pm25": 35, "pm10": 75, "good_days": 22, "place": 10}
OUR_TARGETS = {"pm25": 55, "pm10": 95, "good_days": 20, "place": 5}


def hand_in(*, now: datetime) -> None:
    """Set this month's targets and hand in last month's papers; does nothing in a home without cities."""
    if not daybook.units(daybook.CITIES).names:
        return
    today = calendar.local_day(now)
    month = spans.span(today, kind=SpanKind.MONTH)
    ours = registry.our_district().code
    for code, wanted in ((ours, OUR_TARGETS), (cities.featured(), CITY_TARGETS)):
        _targets(code, wanted, over=month, now=now)
    before = spans.previous(month)
    if before is not None:
        _dust(before, now=now)
        _circular(before, now=now)


def _targets(code: str, wanted: dict[str, int], *, over: Span, now: datetime) -> None:
    for figure, value in wanted.items():
        assessment.set_target(
            subject_kind="region",
            subject=code,
            figure=figure,
            first=over.first,
            last=over.last,
            value=Decimal(value),
            source=words.made_paper("target"),
            by=None,
            now=now,
        )


def _dust(over: Span, *, now: datetime) -> None:
    """Two days of every second city."""
    codes = sorted(daybook.units(daybook.CITIES).names)[::2]
    days = [over.first + timedelta(days=ahead) for ahead in (9, 10)]
    rows = [["地区", "日期", "扣除项目"], *([code, f"{day}", "pm10"] for code in codes for day in days)]
    assessment.import_exceptional(
        content=_csv(rows),
        name=f"dust-{over.name}.csv",
        title=words.made_paper("dust"),
        authority=words.made_paper("authority"),
        by=None,
        now=now,
    )


def _circular(over: Span, *, now: datetime) -> None:
    """PM2.5, PM10, the composite index and the place of every city, with the dust days still in."""
    found = standing.standing(
        group=daybook.CITIES, by="composite", kind=over.kind, on=over.last, is_excluding=False
    )
    rows = [["城市", "PM2.5", "PM10", "综合指数", "名次"]]
    for number, row in enumerate(found.placed):
        pm10 = row.values["pm10"] + (MISPRINT if number == len(found.placed) // 2 else 0)
        rows.append([row.name_zh, f"{row.values['pm25']}", f"{pm10}", f"{row.composite}", f"{row.place}"])
    if len(rows) == 1:
        return
    assessment.import_official(
        content=_csv(rows),
        name=f"circular-{over.name}.csv",
        title=words.made_paper("circular").format(month=over.name_zh),
        authority=words.made_paper("authority"),
        first=over.first,
        last=over.last,
        by=None,
        now=now,
    )


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
