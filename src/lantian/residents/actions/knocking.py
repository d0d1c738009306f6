"""Counting what came in the last hour or day: a sliding window, kept in the database."""

import math
from datetime import datetime, timedelta

from django.db import transaction

from lantian.calendar import queries as calendar
from lantian.cases import queries as cases
from lantian.residents import models, rules

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERYBODY = "*"
WINDOWS: dict[str, tuple[tuple[str, timedelta, bool], ...]] = {
    "tell": (("told_per_hour", HOUR, True), ("told_per_day_all", DAY, False)),
    "say": (("said_per_day", DAY, True),),
    "find": (("found_per_hour", HOUR, True),),
    "find_number": (("found_per_day_number", DAY, True),),
}


@transaction.atomic
def knock(*, what: str, who: str, now: datetime) -> None:
    """Count one more try of somebody; TooOften when they, or all together, tried too often."""
    models.Knock.objects.filter(at__lt=now - DAY).delete()
    for policy, window, is_own in WINDOWS[what]:
        most = int(cases.figure(policy, on=calendar.local_day(now)))
        tried = models.Knock.objects.filter(what=what, at__gt=now - window)
        if is_own:
            tried = tried.filter(who=who)
        seen = list(tried.order_by("-at").values_list("at", flat=True)[:most])
        if len(seen) >= most:
            raise rules.TooOften(minutes=max(1, math.ceil((seen[-1] + window - now).total_seconds() / 60)))
    models.Knock.objects.create(what=what, who=who, at=now)
