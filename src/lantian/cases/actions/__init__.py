"""What people and the clock do with cases: one function per verb."""

from lantian.cases.actions.assigning import accept, assign, hand_down, return_
from lantian.cases.actions.ending import close, publicise, reopen, reopen_after_look
from lantian.cases.actions.extending import ask_extension, grant_extension, refuse_extension
from lantian.cases.actions.hearing import ask_look, read_contact
from lantian.cases.actions.ladder import draft_overdue_rungs
from lantian.cases.actions.later import recheck_later_ok
from lantian.cases.actions.objecting import dismiss_objection, object_to, uphold_objection
from lantian.cases.actions.on_site import order_on_site
from lantian.cases.actions.opening import file, report, report_finding, void
from lantian.cases.actions.parking import park, resume, resume_due
from lantian.cases.actions.recheck import recheck_fail, recheck_pass
from lantian.cases.actions.rectify import plan, start, submit
from lantian.cases.actions.seeding import seed
from lantian.cases.actions.self_check import fail_self_check, pass_self_check
from lantian.cases.actions.sending import send_to_recheck
from lantian.cases.actions.sorting import keep_apart, merge, verify
from lantian.cases.actions.taking_in import take_in

__all__ = [
    "accept",
    "ask_extension",
    "ask_look",
    "assign",
    "close",
    "dismiss_objection",
    "draft_overdue_rungs",
    "fail_self_check",
    "file",
    "grant_extension",
    "hand_down",
    "keep_apart",
    "merge",
    "object_to",
    "order_on_site",
    "park",
    "pass_self_check",
    "plan",
    "publicise",
    "read_contact",
    "recheck_fail",
    "recheck_later_ok",
    "recheck_pass",
    "refuse_extension",
    "reopen",
    "reopen_after_look",
    "report",
    "report_finding",
    "resume",
    "resume_due",
    "return_",
    "seed",
    "send_to_recheck",
    "start",
    "submit",
    "take_in",
    "uphold_objection",
    "verify",
    "void",
]
