"""Who sees a case: one row per unit above it, kept by the action that changes the case."""

from django.db import models

from lantian.accounts.models import Organisation
from lantian.cases.models.case import Case


class CaseScope(models.Model):
    """A case in the list of one unit; lists page by (deadline, case)."""

    ancestor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=14)
    deadline = models.DateTimeField(help_text="due_at, or reported_at while there is no limit")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scopes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "case"], name="case_scope_once")]
        indexes = [models.Index(fields=["ancestor", "state", "deadline", "case"], name="case_scope_page")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} {self.case_id}"
