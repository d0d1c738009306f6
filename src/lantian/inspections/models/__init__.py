"""What was seen: checklists, visits, answers, evidence and findings."""

from lantian.inspections.models.checklist import Item, Template
from lantian.inspections.models.evidence import Evidence
from lantian.inspections.models.visit import Answer, Finding, Visit

__all__ = ["Answer", "Evidence", "Finding", "Item", "Template", "Visit"]
