"""The office's words for what sites and plants do themselves."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from lantian.console import words
from lantian.sites.rules import Colour, Part, PartCode
from lantian.ui import formats

PLATES: dict[str, Promise] = {
    Colour.GREEN: gettext_lazy("Green plate"),
    Colour.YELLOW: gettext_lazy("Yellow plate"),
    Colour.RED: gettext_lazy("Red plate"),
}
COLOURS: dict[str, Promise] = {
    Colour.GREEN: pgettext_lazy("plate", "green"),
    Colour.YELLOW: pgettext_lazy("plate", "yellow"),
    Colour.RED: pgettext_lazy("plate", "red"),
}
PARTS: dict[str, Promise] = {
    PartCode.SCORE: gettext_lazy("Score of the last check"),
    PartCode.RED_LINES: gettext_lazy("Red lines"),
    PartCode.OPEN_CASES: gettext_lazy("Open cases"),
    PartCode.OVERDUE_CASES: gettext_lazy("Overdue cases"),
    PartCode.ONLINE: gettext_lazy("Monitor online"),
    PartCode.SHEETS: gettext_lazy("Missing sheets"),
    PartCode.WEEKS: gettext_lazy("Weeks not confirmed"),
    PartCode.REPLIES: gettext_lazy("Late or missing replies"),
    PartCode.CHECK_INS: gettext_lazy("Missing check-ins"),
    PartCode.WAIT: gettext_lazy("Days since green was lost"),
}
DEEDS: dict[str, Promise] = {
    PartCode.SCORE: gettext_lazy("A check with {green} points or more; the last one had {value}."),
    PartCode.RED_LINES: gettext_lazy("Mend what crosses a red line, and have it checked: {value} now."),
    PartCode.OPEN_CASES: gettext_lazy("Have the open cases closed: {value} now."),
    PartCode.OVERDUE_CASES: gettext_lazy("Mend the overdue cases: {value} now."),
    PartCode.ONLINE: gettext_lazy("Keep the monitor online in {green} of the hours; it was in {value}."),
    PartCode.SHEETS: gettext_lazy("Sign the missing sheets; they stay marked as late: {value} now."),
    PartCode.WEEKS: gettext_lazy("Have the manager confirm the weeks that are over: {value} now."),
    PartCode.REPLIES: gettext_lazy("Answer every exceedance in time for {days} days: {value} failed."),
    PartCode.CHECK_INS: gettext_lazy("Check in on every day of the roster: {value} missed in {days} days."),
    PartCode.WAIT: gettext_lazy("Wait {green} days after green was lost; {value} are over."),
}
UNKNOWN: dict[str, Promise] = {
    PartCode.SCORE: gettext_lazy("A check: there was none in the last {days} days."),
}
RED_LINES: dict[str, Promise] = {"no_monitor": gettext_lazy("no monitor on a site that needs one")}
STAGES: dict[str, Promise] = {
    "demolition": gettext_lazy("Demolition"),
    "earthwork": gettext_lazy("Earthwork"),
    "foundation": gettext_lazy("Foundation"),
    "structure": gettext_lazy("Structure"),
    "fit_out": gettext_lazy("Fit-out"),
    "roads": gettext_lazy("Roads and pipes"),
    "no_work": gettext_lazy("No work"),
}
TAPS: dict[str, Promise] = {
    "ok": pgettext_lazy("tap", "Met"),
    "mostly": pgettext_lazy("tap", "Mostly"),
    "no": pgettext_lazy("tap", "Not met"),
    "na": pgettext_lazy("tap", "Does not apply"),
}
DEMAND_STATES: dict[str, Promise] = {
    "open": pgettext_lazy("reply", "waiting for a reply"),
    "answered": pgettext_lazy("reply", "answered in time"),
    "missed": pgettext_lazy("reply", "no reply"),
    "late": pgettext_lazy("reply", "answered late"),
    "lifted": pgettext_lazy("reply", "lifted: readings were corrected"),
}
FUELS: dict[str, Promise] = {
    "diesel": gettext_lazy("Diesel"),
    "gas": pgettext_lazy("fuel", "Gas"),
    "petrol": gettext_lazy("Petrol"),
    "electric": pgettext_lazy("fuel", "Electric"),
    "hydrogen": gettext_lazy("Hydrogen"),
}
EMISSIONS: dict[str, Promise] = {
    "3": gettext_lazy("China III"),
    "4": gettext_lazy("China IV"),
    "5": gettext_lazy("China V"),
    "6": gettext_lazy("China VI"),
    "none": gettext_lazy("no exhaust"),
}
ENERGIES: dict[str, Promise] = {
    "electricity": gettext_lazy("Electricity"),
    "gas": pgettext_lazy("energy", "Gas"),
    "coal": pgettext_lazy("energy", "Coal"),
    "oil": pgettext_lazy("energy", "Oil"),
    "steam": gettext_lazy("Bought steam"),
    "other": pgettext_lazy("energy", "Other"),
}
UNITS: dict[str, Promise] = {
    "h": pgettext_lazy("unit", "h"),
    "d": pgettext_lazy("unit", "d"),
    "m": pgettext_lazy("unit", "m"),
}
WAITS = ngettext_lazy("%d thing is missing to turn green", "%d things are missing to turn green")


def number(part: str, value: Decimal | None) -> str:
    """A part's number as people read it: a share in per cent, everything else plain."""
    if value is None:
        return formats.MISSING
    if part == PartCode.ONLINE:
        return f"{100 * value:.1f} %".replace(".0 %", " %")
    return f"{value.normalize():f}"


def asks(part: Part) -> str:
    """What green asks of a part."""
    sign = "≥" if part.better == "high" else "≤"
    return f"{sign} {number(part.code, part.green)}"


def asks_not(part: Part) -> str:
    """From where on a part is red; a dash where it never is."""
    if part.red is None:
        return formats.MISSING
    sign = "<" if part.better == "high" else "≥"
    return f"{sign} {number(part.code, part.red)}"


def deed(part: Part) -> str:
    """What has to be done about a part, in a sentence."""
    unknown = part.value is None and part.code in UNKNOWN
    sentence = words.word(UNKNOWN if unknown else DEEDS, part.code)
    return sentence.format(
        green=number(part.code, part.green), value=number(part.code, part.value), days=part.days
    )


def plate(colour: str) -> str:
    """The plate in words; a site that was never computed has none."""
    return words.word(PLATES, colour) if colour else _("No plate yet")


def unit(code: str) -> str:
    """A unit of a rule's number in words."""
    return words.word(UNITS, code)
