"""What somebody narrows the list of cases to again and again."""

from django.db import models

from lantian.accounts.models import Organisation, Person


class SavedFilter(models.Model):
    """A narrowed list under a name; `asked` holds what an address would carry, checked again at each use."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    asked = models.JSONField()
    shared_with = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the unit of its owner, when it is for everybody there",
    )
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_filter_name_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.name}"
