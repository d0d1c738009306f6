"""The words of comparisons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REGION_KINDS: dict[str, Promise] = {
    "province": _("Province"),
    "city": _("City"),
    "district": _("District"),
    "township": _("Township"),
}
PRESETS: dict[str, Promise] = {
    "30": _("30 days"),
    "90": _("90 days"),
    "month": _("This month"),
    "year": _("This year"),
}
AVERAGED: dict[str, Promise] = {
    "aqi": _("AQI of the day (HJ 633)"),
    "o3": _("highest 8-hour mean of the day"),
    "composite": _("composite index by month"),
    "mean": _("mean of the day"),
}
OVER_ALL: dict[str, Promise] = {
    "aqi": _("Good days"),
    "co": _("95th percentile of the days"),
    "o3": _("90th percentile of the days"),
    "composite": _("Over all days"),
    "mean": _("Mean of the days"),
}
EACH: dict[str, tuple[Promise, Promise]] = {
    "day": (_("Best day"), _("Worst day")),
    "month": (_("Best month"), _("Worst month")),
}
