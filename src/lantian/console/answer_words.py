"""The office's words for who answers: seats, levels, rungs, letters, holes, the ledger and its steps."""

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lantian.console import words

SEATS: dict[str, Promise] = {
    "unit": _("unit"),
    "party": _("head of the party organisation"),
    "government": _("head of administration"),
    "deputy": _("deputy in charge"),
    "grid": _("grid head"),
}
LEVELS: dict[str, Promise] = {
    "leader": _("Leader's responsibility"),
    "task_force": _("Task force's responsibility"),
    "department": _("Department's responsibility"),
    "locality": _("Locality's responsibility"),
    "firm": _("Firm's responsibility"),
}
RUNGS: dict[str, Promise] = {
    "remind": _("Reminder"),
    "supervise": _("Supervision"),
    "circular": _("Circular"),
    "interview": _("Interview"),
    "transfer": _("Transfer to discipline"),
    "reminder_letter": _("Reminder letter"),
    "report": _("Report to the leader"),
}
RUNG_REASONS: dict[str, Promise] = {
    "overdue": _("the limit ran out"),
    "second_failure": _("failed its recheck twice"),
    "top_level_rebound": _("came back at the top level"),
}
PARTS: dict[str, Promise] = {
    "handler": _("handler"),
    "head": _("unit head"),
    "party": SEATS["party"],
    "government": SEATS["government"],
    "desk": _("desk"),
    "supervisor": _("supervisor"),
    "leader": pgettext_lazy("part of an escalation", "leader"),
}
HOLES: dict[str, Promise] = {
    "nobody": _("nobody is on record"),
    "closed": _("the account is closed"),
    "no_means": _("no way to reach them is known"),
    "never_confirmed": _("never reached so far"),
    "stale": _("not reached for too long"),
}
MEANS: dict[str, Promise] = {
    "phone": _("Phone"),
    "mail": _("Mail"),
    "wecom": _("WeCom"),
    "dingtalk": _("DingTalk"),
}
OUTCOMES: dict[str, Promise] = {
    "will_mend": _("They will mend it"),
    "mended": _("It is mended"),
    "declined": _("Not theirs"),
}
TIERS: dict[str, Promise] = {
    "central": _("Central"),
    "provincial": _("Provincial"),
    "own": _("City and own"),
}
SPANS: dict[str, Promise] = {
    "short": _("Short (half a year)"),
    "medium": _("Medium (one to two years)"),
    "long": _("Long (three to five years)"),
}
SWEPT: dict[str, Promise] = {
    "nothing": _("Looked, nothing found"),
    "problem": _("A problem: it becomes a case"),
}
STEPS: dict[str, Promise] = {
    "evidence": _("Evidence"),
    "filing": pgettext_lazy("enforcement", "Filing"),
    "decision": pgettext_lazy("enforcement", "Decision"),
    "fine": _("Fine"),
    "execution": _("Execution"),
    "daily": _("Daily fine"),
}
POWERS: dict[str, Promise] = {
    "housing": _("housing and construction"),
    "ecology": _("ecology and environment"),
    "local": _("body named by the local government"),
    "county": _("body named by the county government"),
    "market": _("market supervision"),
    "police": _("police"),
}
UNIT_KINDS: dict[str, Promise] = {
    "district": _("district"),
    "office": _("campaign office"),
    "department": pgettext_lazy("unit", "department"),
    "township": _("township"),
    "supervision": _("supervision group"),
    "resident": _("resident institution"),
    "firm": _("firm"),
}


def marks(need: object) -> list[str]:
    """What a person is told of a need beside its deadline: that it nears its end, and whose work it is."""
    said = []
    if getattr(need, "is_warned", False):
        said.append(gettext("less than a quarter of the limit is left"))
    absent = getattr(need, "stands_in_for", None)
    if absent is not None:
        said.append(gettext("for %(name)s, on leave") % {"name": words.name(absent)})
    return said
