"""What people and the clock do with cases: one function per verb."""

from lantian.cases.actions.assigning import accept, assign, return_
from lantian.cases.actions.ending import close, publicise, reopen
from lantian.cases.actions.ladder import draft_overdue_rungs
from lantian.cases.actions.opening import file, report, report_finding, void
from lantian.cases.actions.recheck import recheck_fail, recheck_pass
from lantian.cases.actions.rectify import plan, start, submit
from lantian.cases.actions.seeding import seed
from lantian.cases.actions.sending import send_to_recheck

__all__ = [
    "accept",
    "assign",
    "close",
    "draft_overdue_rungs",
    "file",
    "plan",
    "publicise",
    "recheck_fail",
    "recheck_pass",
    "reopen",
    "report",
    "report_finding",
    "return_",
    "seed",
    "send_to_recheck",
    "start",
    "submit",
    "void",
]
