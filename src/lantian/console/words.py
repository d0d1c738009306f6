"""The office's words for what the rooms keep as codes."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ROLES: dict[str, Promise] = {
    "duty_analyst": _("Duty analyst"),
    "grid_officer": _("Grid officer"),
    "unit_head": _("Unit head"),
    "handler": _("Handler"),
    "supervisor": _("Supervisor"),
    "leader": _("Leader"),
    "administrator": _("Administrator"),
}
CASE_STATES: dict[str, Promise] = {
    "reported": _("Reported"),
    "filed": _("Filed"),
    "void": _("Void"),
    "assigned": _("Assigned, to be accepted"),
    "returned": _("Returned by the unit"),
    "accepted": _("Accepted"),
    "rectifying": _("Being rectified"),
    "submitted": _("To be rechecked"),
    "passed": _("Recheck passed, to be closed"),
    "in_publicity": _("Made public, to be closed"),
    "closed": _("Closed"),
    "reopened": _("Reopened"),
}
CASE_MOVES: dict[str, Promise] = {
    "report": _("Report"),
    "file": _("File the case"),
    "void": _("Declare void"),
    "assign": _("Assign to a unit"),
    "return": _("Return"),
    "accept": _("Accept"),
    "start": _("Start mending"),
    "plan": _("Set the plan"),
    "submit": _("Report the mending"),
    "recheck_pass": _("Pass the recheck"),
    "recheck_fail": _("Send back at the recheck"),
    "publicise": _("Make public"),
    "close": _("Close the case"),
    "reopen": _("Reopen"),
}
CASE_LEVELS: dict[str, Promise] = {
    "minor": _("Minor"),
    "serious": _("Serious"),
    "major": _("Major"),
    "superior": _("Under superior supervision"),
}
CLOCKS: dict[str, Promise] = {"natural": _("natural clock"), "working": _("working clock")}
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
STATION_KINDS: dict[str, Promise] = {
    "national": _("National station"),
    "provincial": _("Provincial station"),
    "micro": _("Micro-station"),
    "site": _("Site monitor"),
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


def direction(degrees: float | None) -> str:
    """The point of the compass; empty for none."""
    return "" if degrees is None else str(COMPASS[round(degrees / 45) % 8])
