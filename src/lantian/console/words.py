"""The office's words for what the rooms keep as codes."""

import re

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lantian.console.case_words import (
    ACCEPTANCE as ACCEPTANCE,
)
from lantian.console.case_words import (
    CASE_LEVELS as CASE_LEVELS,
)
from lantian.console.case_words import (
    CASE_MOVES as CASE_MOVES,
)
from lantian.console.case_words import (
    CASE_RECHECK as CASE_RECHECK,
)
from lantian.console.case_words import (
    CASE_STATES as CASE_STATES,
)
from lantian.console.case_words import (
    CHANNELS as CHANNELS,
)
from lantian.console.case_words import (
    DEPENDENCE as DEPENDENCE,
)
from lantian.console.case_words import (
    MEDIA as MEDIA,
)
from lantian.registry.models import Station
from lantian.ui import formats

ROLES: dict[str, Promise] = {
    "duty_analyst": _("Duty analyst"),
    "grid_officer": _("Grid officer"),
    "unit_head": _("Unit head"),
    "handler": _("Handler"),
    "supervisor": _("Supervisor"),
    "leader": _("Leader"),
    "administrator": _("Administrator"),
    "site_dust_officer": _("Site dust officer"),
    "plant_manager": _("Plant or project manager"),
}
CLOCKS: dict[str, Promise] = {"natural": _("natural clock"), "working": _("working clock")}
ORDER_MOVES: dict[str, Promise] = {
    "arrive": pgettext_lazy("order", "Arrive"),
    "finish": pgettext_lazy("order", "Finish"),
    "withdraw": pgettext_lazy("order", "Withdraw"),
}
ORDER_STATES: dict[str, Promise] = {
    "issued": pgettext_lazy("order", "Issued"),
    "arrived": pgettext_lazy("order", "On the spot"),
    "done": pgettext_lazy("order", "Done"),
    "withdrawn": pgettext_lazy("order", "Withdrawn"),
}
KINDS_OF_GOING: dict[str, Promise] = {
    "public_patrol": _("Patrol from public ground"),
    "statutory_inspection": _("Statutory inspection"),
    "help_visit": _("Help visit"),
    "unit_supervision": _("Supervision of units"),
    "residency": _("Residency"),
}
GOING_RULES: dict[str, Promise] = {
    "public_patrol": _("From public ground; does not enter a firm."),
    "statutory_inspection": _("Enters a firm: two certificate holders, and penalties may follow."),
    "help_visit": _("At the firm's invitation; no penalty may follow."),
    "unit_supervision": _("Looks at how units work, not at firms."),
    "residency": _("Stays with a firm by agreement; no penalty may follow."),
}
MISSING: dict[str, Promise] = {
    "missing": _("no value came"),
    "no_packet": _("no packet came"),
    "never_heard": _("never heard"),
    "no_values": _("no value came"),
    "incomplete": _("values missing for an index"),
    "negative": _("negative value"),
    "not_finite": _("not a number"),
    "above_table": _("above the table of the standard"),
    "not_monitored": _("not measured here"),
    "flag": _("declared invalid"),
    "too_few_hours": _("too few valid hours"),
    "too_few_days": _("too few valid days"),
    "no_whole_day": _("no whole day of it is over yet"),
    "too_few_windows": _("too few valid 8-hour windows"),
    "kept_above_limit": _("few 8-hour windows, but above the limit"),
    "not_assessed": _("not assessed yet"),
    "no_monitor": _("no monitor stands there"),
    "no_pairs": _("no hours with both values"),
    "unranked": _("not ranked"),
    "calm": _("calm"),
    "too_few_stations": _("too few stations"),
    "no_stations": _("no station counts"),
}
MARKS: dict[str, Promise] = {
    "F": _("mark F: out of service"),
    "M": _("mark M: maintenance"),
    "S": _("mark S: set by hand"),
    "D": _("mark D: device fault"),
    "C": _("mark C: calibration"),
    "T": _("mark T: above the measuring range"),
    "B": _("mark B: communication fault"),
}
EPISODE_STATES: dict[str, Promise] = {
    "open": pgettext_lazy("episode", "running"),
    "over": pgettext_lazy("episode", "over"),
    "void": pgettext_lazy("episode", "void"),
}
FLAG_KINDS: dict[str, Promise] = {"invalid": _("invalid, not used"), "suspect": _("doubtful, used and shown")}
RANK_GROUPS: dict[str, Promise] = {
    "districts": _("Districts"),
    "stations": _("Official stations"),
    "micro": _("Micro-stations"),
    "townships": _("Townships"),
    "cities": _("Cities"),
}
SCORE_FACTORS: dict[str, Promise] = {
    "distance": _("distance"),
    "direction": _("direction"),
    "kind": _("kind of source"),
    "activity": _("activity"),
    "past": _("confirmed before"),
    "own_monitor": _("its own monitor"),
}
SCORE_UNITS: dict[str, Promise | str] = {
    "m": "m",
    "degrees off the wind axis": _("° off the wind"),
    "of a usual day": _("of a usual day"),
    "confirmed hits": _("times"),
}
NEED_TITLES: dict[str, Promise] = {
    "order.arrive": _("Go and look"),
    "late_order.withdraw": _("Nobody has arrived"),
    "visit.file_finding": _("File what was found"),
    "reply.answer": _("Answer the exceedance"),
    "check_in.begin": _("Check in for duty"),
    "sheet.sign": _("Sign the daily sheet"),
    "week.confirm": _("Confirm the week"),
    "failed_reply.decide": _("A reply came late or never"),
    "sweep.answer": _("Look at places of the same kind"),
    "rung.decide": _("Decide about a drafted rung"),
    "hints.judge": _("Decide about hints on photos"),
    "case.file": _("File the case"),
    "case.assign": _("Assign to a unit"),
    "case.accept": _("Accept or return"),
    "case.plan": _("Set the plan"),
    "case.hand_down": _("Name a handler"),
    "case.resume": _("Parked until its review"),
    "case.start": _("Start mending"),
    "case.submit": _("Report the mending"),
    "case.recheck": _("Recheck"),
    "case.self_check": _("Sign the unit's own check"),
    "case.grant_extension": _("Decide on more time"),
    "case.uphold_objection": _("Decide on an objection"),
    "case.recheck_later": _("Look again after closing"),
    "case.publicise": _("Make public"),
    "case.close": _("Close the case"),
}
NEED_ACTS: dict[str, Promise] = {
    "order.arrive": pgettext_lazy("act", "Open"),
    "late_order.withdraw": pgettext_lazy("act", "Look into it"),
    "visit.file_finding": pgettext_lazy("act", "Go on"),
    "reply.answer": pgettext_lazy("act", "Answer"),
    "check_in.begin": pgettext_lazy("act", "Check in"),
    "sheet.sign": pgettext_lazy("act", "Sign the sheet"),
    "week.confirm": pgettext_lazy("act", "Confirm"),
    "failed_reply.decide": pgettext_lazy("act", "Decide about it"),
    "sweep.answer": pgettext_lazy("act", "Answer"),
    "rung.decide": pgettext_lazy("act", "Decide"),
    "hints.judge": pgettext_lazy("act", "Look at them"),
    "case.file": pgettext_lazy("act", "File"),
    "case.assign": pgettext_lazy("act", "Assign"),
    "case.accept": pgettext_lazy("act", "Accept"),
    "case.plan": pgettext_lazy("act", "Plan"),
    "case.hand_down": pgettext_lazy("act", "Name"),
    "case.resume": pgettext_lazy("act", "Look into it"),
    "case.start": pgettext_lazy("act", "Start"),
    "case.submit": pgettext_lazy("act", "Report"),
    "case.recheck": pgettext_lazy("act", "Recheck"),
    "case.self_check": pgettext_lazy("act", "Sign"),
    "case.grant_extension": pgettext_lazy("act", "Decide"),
    "case.uphold_objection": pgettext_lazy("act", "Decide"),
    "case.recheck_later": pgettext_lazy("act", "Look"),
    "case.publicise": pgettext_lazy("act", "Make public"),
    "case.close": pgettext_lazy("act", "Close"),
}
SUSPICION_STATES: dict[str, Promise] = {
    "open": _("To be checked"),
    "ordered": _("Order issued"),
    "dismissed": _("No order, with reason"),
    "answered": _("Checked on the spot"),
}
SOURCE_KINDS: dict[str, Promise] = {
    "site": _("Construction site"),
    "stockpile": _("Stockpile"),
    "plant": _("Plant"),
    "mixing": _("Mixing station"),
    "road": _("Road"),
    "plot": _("Plot of land"),
}
SOURCE_KINDS_SHORT: dict[str, Promise] = {
    "site": pgettext_lazy("map legend", "site"),
    "stockpile": pgettext_lazy("map legend", "stockpile"),
    "plant": pgettext_lazy("map legend", "plant"),
    "mixing": pgettext_lazy("map legend", "mixing"),
    "road": pgettext_lazy("map legend", "road"),
    "plot": pgettext_lazy("map legend", "plot"),
}
STATION_KINDS: dict[str, Promise] = {
    "national": _("National station"),
    "provincial": _("Provincial station"),
    "micro": _("Micro-station"),
    "site": _("Site monitor"),
    "feed": _("Published city data"),
}
FINDINGS: dict[str, Promise] = {
    "problem": _("Problem found"),
    "nothing": _("No problem found"),
    "unseen": _("Could not be seen"),
}
ANSWERS: dict[str, Promise] = {
    "ok": pgettext_lazy("answer", "Met"),
    "mostly": pgettext_lazy("answer", "Mostly met"),
    "no": pgettext_lazy("answer", "Not met"),
    "na": pgettext_lazy("answer", "Does not apply"),
    "unseen": pgettext_lazy("answer", "Cannot be seen"),
}
TASK_STATES: dict[str, Promise] = {
    "to_fill_in": _("To be filled in"),
    "planned": _("Not started"),
    "under_way": _("Under way"),
    "done": pgettext_lazy("task", "Completed"),
}
BAD_TASKS: dict[str, Promise] = {
    "no_title": _("A name is needed: it was empty. Write it and send again."),
    "due_in_the_past": _("The due day lies in the past. Choose today or a later day."),
    "to_fill_in": _("This task is not filled in yet. The desk fills it in first."),
}
BRIEFING_STATES: dict[str, Promise] = {
    "draft": pgettext_lazy("briefing", "Draft"),
    "issued": pgettext_lazy("briefing", "Issued"),
}
RUNGS: dict[str, Promise] = {
    "remind": _("Reminder"),
    "supervise": _("Supervision notice"),
    "circular": _("Circular"),
    "interview": _("Interview"),
    "transfer": _("Transfer"),
}
CATEGORIES: dict[str, Promise] = {
    "construction_dust": _("Construction dust"),
    "bare_land": _("Bare soil uncovered"),
    "stockpile": _("Uncovered stockpile"),
    "road_dust": _("Road dust"),
    "open_burning": _("Open burning"),
    "smoke": _("Smoke"),
    "odour": _("Smell"),
    "industry": _("Plant emissions"),
    "vehicle": _("Vehicle emissions"),
    "catering": _("Cooking fumes"),
    "industrial_org": _("Stack emissions"),
    "industrial_fugitive": _("Fugitive plant emissions"),
    "scatter_polluter": _("Scattered small polluter"),
    "coal": _("Loose coal"),
    "nrmm": _("Off-road machine"),
    "vocs": _("VOCs"),
    "other": pgettext_lazy("category", "Other"),
}
RULES: dict[str, Promise] = {
    "R1_above_peers": _("above the others"),
    "R2_rising": _("rising for 3 hours"),
    "R3_jump": _("sudden jump"),
    "R4_last_places": _("among the last places"),
    "R5_over_limit": _("above the limit"),
    "R7_site_dust": _("above the background"),
    "R6_device": _("device silent or stuck"),
}
PHOTO_HINTS: dict[str, Promise] = {
    "reused": _("the same picture was sent before"),
    "other_day": _("the camera names another day"),
    "late": _("it arrived long after it was taken"),
    "look_alike": _("it shows the same as an earlier photo"),
    "too_fast": _("too far from the last place for the time between"),
    "far": _("taken far from the visit"),
    "camera_place": _("camera and phone name different places"),
    "clock_off": _("camera and phone name different times"),
    "edited": _("a program that changes pictures wrote it"),
    "no_camera": _("it names no camera, the phone's other photos do"),
    "hash_differs": _("it arrived otherwise than the phone sent it"),
}
REBOUND: dict[str, Promise] = {
    "kind": _("another kind of problem"),
    "place": _("another place"),
    "window": _("outside the window after closing"),
    "no_problem": _("no problem was found"),
}
REASONS: dict[str, Promise] = {
    "overdue": _("overdue"),
    "second_failure": _("second recheck not passed"),
    "top_level_rebound": _("came back at the top level"),
    "rebound": _("same place and kind came back"),
    "later_look": _("a later look found it undone"),
    "level": _("cases of this level are rechecked on site"),
    "drawn": _("drawn for a look on site"),
    "on_site_photo": _("a look on site needs a photo"),
    "photo_not_accepted": _("the photo after the mending was not accepted"),
}
COMPASS = (
    _("north"), _("north-east"), _("east"), _("south-east"),
    _("south"), _("south-west"), _("west"), _("north-west"),
)  # fmt: skip


def word(words: dict[str, Promise], code: str) -> str:
    """The word for a code; the code itself where none is known."""
    return str(words.get(str(code), code))


def is_chinese() -> bool:
    """Whether the page is answered in Chinese."""
    return (get_language() or "").startswith("zh")


def name(thing: object) -> str:
    """A row's name in the reader's language; empty when there is no row."""
    if thing is None:
        return ""
    first, other = ("name_zh", "name_en") if is_chinese() else ("name_en", "name_zh")
    return str(getattr(thing, first, "") or getattr(thing, other, ""))


def provenance(station: Station) -> str:
    """Where a station's readings really come from, in the reader's language; empty where nobody said."""
    told = station.provenance if is_chinese() else station.provenance_en
    return told or station.provenance


def missing(reason: str) -> str:
    """Why a value is not there; a device's mark is named, as is what a sum lacks: `co:too_few_days,…`."""
    if reason.startswith("mark:"):
        return word(MARKS, reason.removeprefix("mark:"))
    if _LACKING.fullmatch(reason):
        by_why: dict[str, list[str]] = {}
        for name, _colon, why in (part.partition(":") for part in reason.split(",")):
            by_why.setdefault(why, []).append(formats.substance(name))
        return "；".join(f"{'、'.join(names)} {word(MISSING, why)}" for why, names in by_why.items())
    return word(MISSING, reason)


_LACKING = re.compile(r"[a-z0-9_]+:[a-z_]+(,[a-z0-9_]+:[a-z_]+)*")


def edition(name: str) -> str:
    """An edition's name as a reader knows it: hj633_2026 becomes HJ 633-2026."""
    if name.isdigit():
        return f"HJ 633-{name}"
    found = re.fullmatch(r"(hj|gb)_?(\d+)[_-](\d{4})(.*)", name.lower())
    return f"{found[1].upper()} {found[2]}-{found[3]}{found[4]}" if found else name


def origin(text: str) -> str:
    """Where a row comes from; one that ships with the house has its Chinese, others stay as written."""
    return gettext(text) if text else ""


def category(code: str) -> str:
    """The word for a kind of problem; empty for none."""
    return word(CATEGORIES, code) if code else ""


def direction(degrees: float | None) -> str:
    """The point of the compass; empty for none."""
    return "" if degrees is None else str(COMPASS[round(degrees / 45) % 8])
