"""Our district at one glance: now, yesterday, the month and the year, each beside target and last year."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from airshed.standards.tables import POLLUTANTS
from lantian.assessment.models import DailyAssessment, HourlyIndex, Target
from lantian.assessment.queries import daybook, levels
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.console.places import periods
from lantian.console.ranking import wording
from lantian.registry.models import Region
from lantian.ui import formats

KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The table, what its figures are, and where they come from."""

    columns: tuple[str, ...]
    rows: tuple[periods.Row, ...]
    caption: str
    source: str
    url: str


def kept(region: Region, *, now: datetime) -> Glance:
    """The glance, made again only when an hour, a day or a target of the district came in."""
    about = {"subject_kind": periods.REGION, "subject": region.code}
    moved = (
        HourlyIndex.objects.filter(**about).aggregate(last=Max("computed_at"))["last"],
        DailyAssessment.objects.filter(**about).aggregate(last=Max("computed_at"))["last"],
        Target.objects.filter(**about).aggregate(last=Max("set_at"))["last"],
    )
    stamps = "-".join("" if at is None else f"{at.timestamp()}" for at in moved)
    key = f"glance-{get_language()}-{region.code}-{calendar.local_day(now)}-{stamps}"
    found: Glance = cache.get_or_set(key, lambda: compose(region, now=now), KEPT_SECONDS)
    return found


def compose(region: Region, *, now: datetime) -> Glance:
    """Read and put into words."""
    last = daybook.last_whole_day(calendar.local_day(now))
    found = levels.of_region(region, first=last.replace(day=1), last=last)
    told = "、".join(words.word(wording.DATA_LEVELS, level) for level in found.days)
    return Glance(
        columns=tuple(formats.substance(code) for code in POLLUTANTS),
        rows=periods.rows(region.code, now=now),
        caption=_(
            "µg/m³, CO mg/m³. Now: hourly means; today: mean of the hours so far (O3: highest 8 h average);"
            " yesterday: daily values; month and year: composite index, means, CO 95th and O3 90th percentile"
        ),
        source=_("data level this month: %(levels)s") % {"levels": told} if told else "",
        url=reverse("console:place", args=[region.code]),
    )
