"""A problem on its way to being mended."""

from lantian.cases.models.case import Case, Limit
from lantian.cases.models.recheck import Recheck
from lantian.cases.models.rectification import Rectification
from lantian.cases.models.rung import Rung
from lantian.cases.models.scope import CaseScope

__all__ = ["Case", "CaseScope", "Limit", "Recheck", "Rectification", "Rung"]
