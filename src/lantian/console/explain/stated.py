"""At which temperature and pressure a value is stated: by its pollutant and its days, in words."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from airshed.standards import states
from airshed.standards.states import State
from airshed.standards.tables import POLLUTANTS
from lantian.assessment.rules import keys
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.kernel.references import BadAddress, parse_address
from lantian.ui.parts import KeyValue

WORDS: dict[str, Promise] = {
    State.STANDARD: gettext_lazy("standard state, 273 K and 101.325 kPa (GB 3095-2012 to 31 August 2018)"),
    State.REFERENCE: gettext_lazy("reference state, 298.15 K and 1013.25 hPa (gases since 1 September 2018)"),
    State.ACTUAL: gettext_lazy("actual conditions at the instrument (particles since 1 September 2018)"),
}


def stated(address: str) -> KeyValue | None:
    """The state of the value under an address; None for an index and for what is no concentration."""
    try:
        found = _asked(address)
    except (BadAddress, keys.BadKey):
        return None
    if found is None:
        return None
    pollutant, first, last = found
    held = dict.fromkeys((states.state(pollutant, on=first), states.state(pollutant, on=last)))
    return KeyValue(key=_("Stated at"), value=_(", then ").join(words.word(WORDS, one) for one in held))


def _asked(address: str) -> tuple[str, date, date] | None:
    """Pollutant, first and last day."""
    parsed = parse_address(address)
    if parsed.room != "assessment":
        return None
    if parsed.kind == "hour":
        hour = keys.read_hour(parsed.key)
        figure, first = hour.figure, calendar.local_day(hour.begins_at)
        last = first
    elif parsed.kind == "day":
        day = keys.read_day(parsed.key)
        figure, first, last = day.figure, day.day, day.day
    elif parsed.kind == "composite":
        period = keys.read_period(parsed.key)
        figure, first, last = period.figure, period.first, period.last
    else:
        return None
    pollutant = figure.partition("_")[0]
    return (pollutant, first, last) if pollutant in POLLUTANTS else None
