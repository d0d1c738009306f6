"""What is filled in on the campaign board."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.console import words


class FillInTask(forms.Form):
    """What a task is, whose, and by when."""

    title_zh = forms.CharField(label=_("Task"), max_length=160)
    title_en = forms.CharField(label=_("Task, in English"), max_length=200, required=False)
    unit_id = forms.TypedChoiceField(label=_("Unit that answers for it"), coerce=int)
    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = [("", _("choose a unit")), *units]


class ReportTask(forms.Form):
    """How a task stands."""

    state = forms.ChoiceField(
        label=_("It stands at"),
        choices=[(code, word) for code, word in words.TASK_STATES.items() if code != "to_fill_in"],
    )
    words = forms.CharField(label=_("In a sentence"), max_length=200, required=False)


class NameTaskForce(forms.Form):
    """The name of a task force that had none."""

    name_zh = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name, in English"), max_length=120, required=False)
