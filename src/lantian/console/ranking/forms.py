"""What a ranking is asked about: who, over which stretch, by what, as of which day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, QueryDict

from airshed.assessment.spans import SpanKind
from airshed.assessment.standings import By
from airshed.standards.tables import POLLUTANTS
from lantian.assessment.queries import daybook
from lantian.calendar import queries as calendar
from lantian.console import sorting
from lantian.console.sorting import Order

KINDS = (
    SpanKind.DAY,
    SpanKind.WEEK,
    SpanKind.TENDAYS,
    SpanKind.MONTH,
    SpanKind.QUARTER,
    SpanKind.HALF,
    SpanKind.YTD,
)
FIRST_YEAR = 2000  # before it nothing was measured that is ranked here
MEASURES = (By.COMPOSITE, By.PM25, By.PM10, By.SO2, By.NO2, By.CO, By.O3, By.CHANGE, By.GOOD_DAYS)
PLACE = "place"
COLUMNS = (PLACE, "name", "value", "gap", "moved", *POLLUTANTS, "composite", "good_days", "change")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a page was asked for."""

    group: str
    kind: SpanKind
    by: By
    on: date
    order: Order = Order(column=PLACE)

    def query(self, **changes: str) -> str:
        """The same question with something changed, as a query string."""
        given = {"group": self.group, "kind": str(self.kind), "by": str(self.by), "on": self.on.isoformat()}
        if self.order != Order(column=PLACE):
            given["sort"] = str(self.order)
        query = QueryDict(mutable=True)
        query.update(given | changes)
        return "?" + query.urlencode()


def asked(given: QueryDict, *, now: datetime, group: str = daybook.DISTRICTS) -> Asked:
    """Read the question; what nobody can be asked is not found."""
    yesterday = daybook.last_whole_day(calendar.local_day(now))
    try:
        found = Asked(
            group=given.get("group", group),
            kind=SpanKind(given.get("kind", SpanKind.MONTH)),
            by=By(given.get("by", By.COMPOSITE)),
            on=min(date.fromisoformat(given["on"]) if given.get("on") else yesterday, yesterday),
            order=sorting.order(given, COLUMNS, usual=PLACE),
        )
    except ValueError as error:
        raise Http404(str(error)) from error
    if found.group not in daybook.GROUPS or found.kind not in KINDS or found.on.year < FIRST_YEAR:
        raise Http404
    return found
