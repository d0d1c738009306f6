"""A problem on its way to being mended."""

from lantian.cases.models.case import Case, CaseEvidence
from lantian.cases.models.channel import Channel
from lantian.cases.models.contact import CaseContact
from lantian.cases.models.enforcement import Enforcement, EnforcementStep, LawClause, Power
from lantian.cases.models.extension import Extension
from lantian.cases.models.later_look import LaterLook, LaterLookEvidence
from lantian.cases.models.ledger import LedgerEntry, LedgerProgress, ProcedureStep, StepTaken
from lantian.cases.models.letter import Letter
from lantian.cases.models.merging import CaseApart, CaseReporter
from lantian.cases.models.objection import Objection
from lantian.cases.models.parking import Parking
from lantian.cases.models.policy import Limit, Policy, Route
from lantian.cases.models.rebound import Rebound
from lantian.cases.models.recheck import Recheck, RecheckEvidence
from lantian.cases.models.rectification import Plan, Rectification
from lantian.cases.models.responsibility import IndustryDuty, Responsibility
from lantian.cases.models.rung import Rung
from lantian.cases.models.saved_filter import SavedFilter
from lantian.cases.models.scope import CaseScope
from lantian.cases.models.self_check import SelfCheck
from lantian.cases.models.sweep import Sweep, SweepPlace, SweepTask
from lantian.cases.models.text import CaseGram, CaseText

__all__ = [
    "Case",
    "CaseApart",
    "CaseContact",
    "CaseEvidence",
    "CaseGram",
    "CaseReporter",
    "CaseScope",
    "CaseText",
    "Channel",
    "Enforcement",
    "EnforcementStep",
    "Extension",
    "IndustryDuty",
    "LaterLook",
    "LaterLookEvidence",
    "LawClause",
    "LedgerEntry",
    "LedgerProgress",
    "Letter",
    "Limit",
    "Objection",
    "Parking",
    "Plan",
    "Policy",
    "Power",
    "ProcedureStep",
    "Rebound",
    "Recheck",
    "RecheckEvidence",
    "Rectification",
    "Responsibility",
    "Route",
    "Rung",
    "SavedFilter",
    "SelfCheck",
    "StepTaken",
    "Sweep",
    "SweepPlace",
    "SweepTask",
]
