"""What the desk decides about a suspicion."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.console import words
from lantian.console.orders.budgeting import BeyondBudget

Choices = Sequence[tuple[Any, Any]]  # Any: Django's nested choices


class Send(BeyondBudget):
    """Who goes where, for what, by when; filled in before anybody opens it."""

    what = forms.ChoiceField(label=_("What to do there"))
    source_code = forms.ChoiceField(label=_("Where to look first"), required=False)
    officer_id = forms.TypedChoiceField(label=_("Who goes"), coerce=int)
    companion_id = forms.TypedChoiceField(label=_("With"), coerce=int, empty_value=None, required=False)
    hours = forms.DecimalField(
        label=_("Within (hours)"), min_value=0, max_value=240, max_digits=6, decimal_places=2
    )
    clock = forms.ChoiceField(label=_("On the clock"), choices=list(words.CLOCKS.items()))

    def __init__(
        self, *args: Any, whats: Choices, sources: Choices, people: Choices, **kwargs: Any
    ) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = list(whats)
        self.fields["source_code"].choices = [("", _("the whole grid")), *sources]
        self.fields["officer_id"].choices = list(people)
        self.fields["companion_id"].choices = [("", _("nobody")), *people]

    @property
    def kind(self) -> str:
        """The kind of going that was chosen with the purpose."""
        return str(self.cleaned_data["what"]).partition(":")[0]

    @property
    def purpose(self) -> str:
        """The purpose's code."""
        return str(self.cleaned_data["what"]).partition(":")[2]


class Dismiss(forms.Form):
    """Why nobody goes."""

    reason = forms.CharField(
        label=_("Why does nobody go?"), max_length=200,
        error_messages={"required": _("Say in a few words why nobody goes; it stays in the history.")},
    )  # fmt: skip
