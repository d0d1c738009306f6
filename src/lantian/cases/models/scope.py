"""Who sees a case: one row per unit above it, kept by the action that changes the case."""

from django.db import models

from lantian.accounts.models import Organisation
from lantian.cases.models.case import Case

PAGE = ("state", "deadline", "case")


class CaseScope(models.Model):
    """A case in the list of one unit; lists page by (deadline, case).

    What lists are narrowed by stands in the row too, so that each narrowed list is one range of an index.
    """

    ancestor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=14)
    deadline = models.DateTimeField(help_text="due_at, or reported_at while there is no limit")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scopes")
    category = models.CharField(max_length=32, default="")
    level = models.CharField(max_length=10, default="")
    cell = models.IntegerField(default=0, help_text="the square of the map it lies in, see rules.cell_of")
    was_reopened = models.BooleanField(default=False)
    was_refused = models.BooleanField(default=False, help_text="somebody not independent tried to recheck it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "case"], name="case_scope_once")]
        indexes = [
            models.Index(fields=["ancestor", *PAGE], name="case_scope_page"),
            models.Index(fields=["ancestor", "category", *PAGE], name="case_scope_kind"),
            models.Index(fields=["ancestor", "level", *PAGE], name="case_scope_level"),
            models.Index(fields=["ancestor", "state", "cell"], name="case_scope_map"),
            models.Index(
                fields=["ancestor", *PAGE],
                condition=models.Q(was_reopened=True),
                name="case_scope_reopened",
            ),
            models.Index(
                fields=["ancestor", *PAGE],
                condition=models.Q(was_refused=True),
                name="case_scope_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} {self.case_id}"
