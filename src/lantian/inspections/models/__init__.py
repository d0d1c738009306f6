"""What was seen: checklists, visits, answers, evidence and findings."""

from lantian.inspections.models.checklist import FormBudget, Item, PatrolFrequency, Stage, Template
from lantian.inspections.models.custody import Hint, HintPolicy, Mask, Retention
from lantian.inspections.models.evidence import Evidence
from lantian.inspections.models.record import Record, Signature
from lantian.inspections.models.visit import Answer, Finding, Visit

__all__ = [
    "Answer",
    "Evidence",
    "Finding",
    "FormBudget",
    "Hint",
    "HintPolicy",
    "Item",
    "Mask",
    "PatrolFrequency",
    "Record",
    "Retention",
    "Signature",
    "Stage",
    "Template",
    "Visit",
]
