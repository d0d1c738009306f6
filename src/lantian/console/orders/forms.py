"""What is said when an order is taken back, and by what the list of orders is narrowed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.console import words

NOT_YET = "not_yet"
NONE_FILED = (NOT_YET, _("nothing filed yet"))
CAUSES = [("alarm", _("an alarm")), ("case", _("a case to recheck")), ("none", _("neither: a patrol"))]


class Filter(forms.Form):
    """By what the list is narrowed; a value that is none is left aside."""

    cause = forms.ChoiceField(label=_("Because of"), required=False)
    officer = forms.ChoiceField(label=_("Who goes"), required=False)
    finding = forms.ChoiceField(label=_("Finding"), required=False)

    def __init__(self, data: Any, *, officers: Sequence[tuple[str, str]]) -> None:  # Any: Django's QueryDict
        super().__init__(data)
        anything = ("", _("any"))
        self.fields["cause"].choices = [anything, *CAUSES]
        self.fields["officer"].choices = [anything, *officers]
        self.fields["finding"].choices = [anything, *words.FINDINGS.items(), NONE_FILED]
        self.is_valid()

    @property
    def wanted(self) -> dict[str, str]:
        """What is set and known, as an address carries it."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class Withdraw(forms.Form):
    """Why nobody needs to go after all."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=200, help_text=_("The officer reads it."),
        error_messages={
            "required": _("Say in a few words why the order is withdrawn; the officer will read it.")
        },
    )  # fmt: skip
