"""The office's words for cases: states, moves, levels, channels, why somebody is not independent."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CASE_STATES: dict[str, Promise] = {
    "reported": _("Reported, to be filed"),
    "verifying": _("Being verified"),
    "filed": _("Filed, to be assigned"),
    "void": pgettext_lazy("case state", "Void"),
    "merged": pgettext_lazy("case state", "Merged"),
    "assigned": _("Assigned, to be accepted"),
    "returned": _("Returned by the unit"),
    "accepted": _("Accepted"),
    "rectifying": _("Being rectified"),
    "parked": pgettext_lazy("case state", "Parked"),
    "submitted": _("Mended, to be signed by its unit"),
    "self_checked": _("To be rechecked"),
    "passed": _("Recheck passed, to be closed"),
    "in_publicity": _("Made public, to be closed"),
    "closed": pgettext_lazy("case state", "Closed"),
    "reopened": _("Reopened, to be assigned"),
}
CASE_MOVES: dict[str, Promise] = {
    "report": _("Report"),
    "file": _("File the case"),
    "void": _("Declare void"),
    "verify": _("Have it verified"),
    "merge": _("Merge"),
    "assign": _("Assign to a unit"),
    "return": _("Return"),
    "hand_down": _("Hand down"),
    "accept": _("Accept"),
    "start": _("Start mending"),
    "plan": _("Set the plan"),
    "ask_extension": _("Ask for more time"),
    "grant_extension": _("Grant more time"),
    "refuse_extension": _("Refuse more time"),
    "park": _("Park"),
    "resume": _("Let it go on"),
    "submit": _("Report the mending"),
    "pass_self_check": _("Sign the unit's own check"),
    "fail_self_check": _("Send back at the own check"),
    "recheck_pass": _("Pass the recheck"),
    "recheck_fail": _("Send back at the recheck"),
    "publicise": _("Make public"),
    "uphold_objection": _("Uphold an objection"),
    "close": _("Close the case"),
    "recheck_later_ok": _("Look again after closing"),
    "reopen": _("Reopen"),
}
CASE_RECHECK = _("Recheck")
CASE_LEVELS: dict[str, Promise] = {
    "minor": _("Minor"),
    "serious": _("Serious"),
    "major": _("Major"),
    "superior": _("Under superior supervision"),
}
CHANNELS: dict[str, Promise] = {
    "patrol_day": _("day patrol"),
    "patrol_night": _("night patrol"),
    "alarm": _("alarm"),
    "micro_station": _("micro-station"),
    "camera": _("camera"),
    "dust_monitor": _("site dust monitor"),
    "gate": _("gate"),
    "unannounced": _("unannounced check"),
    "leader": _("leader"),
    "residency": _("resident officer"),
    "road_contract": _("road owner"),
    "12369": _("hotline 12369"),
    "12345": _("hotline 12345"),
    "resident": _("residents"),
    "media": _("media"),
    "superior_inspection": _("superior inspection"),
    "satellite": _("satellite"),
    "drone": _("drone"),
    "self_report": _("self-report"),
    "help_visit": _("help visit"),
    "double_random": _("random draw"),
}
MEDIA: dict[str, Promise] = {
    "air": pgettext_lazy("medium", "Air"),
    "water": pgettext_lazy("medium", "Water"),
    "soil": pgettext_lazy("medium", "Soil"),
}
DEPENDENCE: dict[str, Promise] = {
    "handler": _("this person handled the mending"),
    "same_unit": _("this person is of the unit that answers for the mending"),
    "looked_before": _("this person passed it before the objection; a third person is to look"),
    "stands_in": _("this person stands in for somebody with a hand in the mending"),
    "self_checked": _("this person signed for the unit that answers"),
}
ACCEPTANCE: dict[str, Promise] = {
    "measures_done": _("The measures are carried out"),
    "violations_punished": _("Violations are punished"),
    "effect_meets_norm": _("The effect meets the norm"),
    "similar_fixed": _("Similar problems nearby are mended too"),
    "source_treated": _("The cause is treated, not only the symptom"),
}
