"""The words of periods, measures, targets and data levels."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DATA_LEVELS: dict[str, Promise] = {
    "real_time": _("real-time"),
    "reviewed": _("reviewed"),
    "verified": _("verified"),
}
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
