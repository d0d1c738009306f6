"""The words of periods, measures, targets and data levels."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lantian.assessment.queries.levels import Levels
from lantian.console import words

DATA_LEVELS: dict[str, Promise] = {
    "real_time": _("real-time"),
    "reviewed": _("reviewed"),
    "verified": _("verified"),
}
MICRO_ARE_CLUES = _("micro-stations are clues, these are no official figures")
SPANS: dict[str, Promise] = {
    "day": _("One day"),
    "week": _("Week"),
    "tendays": _("Ten days"),
    "month": _("Month"),
    "quarter": _("Quarter"),
    "half": _("Half-year"),
    "year": _("Year"),
    "ytd": _("Year to date"),
}
RANKED_BY: dict[str, Promise] = {
    "composite": _("composite index"),
    "change": _("change against last year"),
    "good_days": _("share of good days"),
}
TARGETED: dict[str, Promise] = {
    "composite": _("composite index"),
    "good_days": _("good days"),
    "heavy_days": _("days of heavy pollution"),
    "place": _("place"),
}


def data_level(found: Levels) -> str:
    """How far the readings behind a figure have been looked at, and that it mixes levels where it does."""
    if not found.is_mixed:
        return gettext("data level: %(levels)s") % {"levels": words.word(DATA_LEVELS, found.lowest)}
    told = [f"{word} {found.days[level]}" for level, word in DATA_LEVELS.items() if level in found.days]
    return gettext("data levels are mixed here, in station-days: %(levels)s") % {
        "levels": gettext(", ").join(told)
    }
