"""What can be searched of a case: its words in one text, and every two characters that stand side by side."""

from django.db import models

from lantian.cases.models.case import Case


class CaseText(models.Model):
    """Address, unit, title and words of a case as search reads them, kept by the action that changes them."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="text")
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.text[:40]}"


class CaseGram(models.Model):
    """Two characters that stand side by side in the text of a case."""

    gram = models.CharField(max_length=4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "case"], name="case_gram_once")]

    def __str__(self) -> str:
        return f"{self.gram} {self.case_id}"
