"""A problem on its way to being mended."""

from lantian.cases.models.case import Case, CaseEvidence
from lantian.cases.models.policy import Limit, Policy, Route
from lantian.cases.models.rebound import Rebound
from lantian.cases.models.recheck import Recheck, RecheckEvidence
from lantian.cases.models.rectification import Plan, Rectification
from lantian.cases.models.rung import Rung
from lantian.cases.models.scope import CaseScope

__all__ = [
    "Case",
    "CaseEvidence",
    "CaseScope",
    "Limit",
    "Plan",
    "Policy",
    "Rebound",
    "Recheck",
    "RecheckEvidence",
    "Rectification",
    "Route",
    "Rung",
]
