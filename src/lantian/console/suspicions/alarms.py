"""An alarm in a row: which rule, in which hour, what was seen, against what, and from where it alarms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.assessment.queries import AlarmView
from lantian.console import air, words
from lantian.ui import formats

SILENT, INVERTED = "", "inverted"  # alarms about the device carry these in place of a parameter
DEVICE, SITE = "R6_device", "R7_site_dust"
REFERENCES: dict[str, Promise] = {
    "R1_above_peers": gettext_lazy("mean of the others %(value)s"),
    "R2_rising": gettext_lazy("before the rise %(value)s"),
    "R3_jump": gettext_lazy("the hour before %(value)s"),
    "R4_last_places": gettext_lazy("of %(value)s stations"),
    "R6_device": gettext_lazy("unchanged at %(value)s"),
    "R7_site_dust": gettext_lazy("background %(value)s"),
}
THRESHOLDS: dict[str, Promise] = {
    "R1_above_peers": gettext_lazy("from %(value)s times"),
    "R2_rising": gettext_lazy("rise from %(percent)s %%"),
    "R3_jump": gettext_lazy("rise from %(percent)s %%"),
    "R4_last_places": gettext_lazy("last %(value)s places"),
    "R5_over_limit": gettext_lazy("limit %(value)s"),
    "R6_device": gettext_lazy("from %(value)s h"),
    "R7_site_dust": gettext_lazy("more than %(value)s above"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An alarm with its numbers; the seen value leads to the packet it came in."""

    rule: str
    hour: str
    observed: str
    observed_url: str
    reference: str
    threshold: str


def row(one: AlarmView) -> Alarm:
    """An alarm of an episode as a table shows it."""
    return Alarm(
        rule=f"{one.rule.partition('_')[0]} {words.name(one)}",
        hour=formats.hour_label(one.begins_at),
        observed=_observed(one),
        observed_url=air.explain_url(one.address) if one.address else "",
        reference=_reference(one),
        threshold=_threshold(one),
    )


def background_of(found: Iterable[AlarmView], *, at: datetime, parameter: str) -> Decimal | None:
    """What an alarm about a site compared one value with; None where no such alarm stands in that hour.

    A page that opens with an alarm says the alarm's own comparison, not a second one with the peers.
    """
    same = (one for one in found if (one.rule, one.begins_at, one.parameter) == (SITE, at, parameter))
    return next((Decimal(one.reference) for one in same if one.reference), None)


def _observed(one: AlarmView) -> str:
    if one.is_index:
        return f"AQI {one.observed}"
    if one.rule != DEVICE:
        return f"{formats.substance(one.parameter)} {_shown(one.observed, one)}"
    if one.parameter == INVERTED:
        return f"{formats.substance('pm25')} {_shown(one.observed, one)}"
    hours = _("%(hours)s h") % {"hours": formats.number(Decimal(one.observed or 0), "ws")}
    return f"{formats.substance(one.parameter)} {hours}".strip()


def _reference(one: AlarmView) -> str:
    """What it was compared with; a limit is its own threshold."""
    if not one.reference or one.rule not in REFERENCES:
        return ""
    if one.parameter == INVERTED:
        return f"{formats.substance('pm10')} {_shown(one.reference, one)}"
    return REFERENCES[one.rule] % {"value": _shown(one.reference, one)}


def _threshold(one: AlarmView) -> str:
    if one.parameter == INVERTED:
        return _("PM2.5 above PM10")
    if one.is_index and one.rule not in REFERENCES:
        return _("from AQI %(value)s") % {"value": one.threshold}
    known = THRESHOLDS.get(one.rule)
    if known is None or not one.threshold:
        return one.threshold
    return known % {"value": one.threshold, "percent": _percent(one.threshold)}


def _shown(text: str, one: AlarmView) -> str:
    """A value as its substance is written; words stay words."""
    try:
        return formats.number(Decimal(text), "" if one.is_index else one.parameter)
    except InvalidOperation:
        return text


def _percent(share: str) -> str:
    try:
        return f"{(100 * Decimal(share)).normalize():f}"
    except InvalidOperation:
        return share
