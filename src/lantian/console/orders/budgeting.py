"""The budget of a shift on the forms that send somebody: "3 of 5 this shift", and a reason beyond it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.calendar import queries as calendar
from lantian.dispatch import queries as dispatch
from lantian.dispatch.rules import OverBudget


class BeyondBudget(forms.Form):
    """A form that asks for a reason only when the order goes beyond the budget of somebody's shift."""

    over_reason = forms.CharField(
        label=gettext_lazy("Why it cannot wait or go to somebody else"),
        required=False,
        max_length=200,
        widget=forms.HiddenInput,
        help_text=gettext_lazy("It stays with the order and is shown under Burden."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        if self.data.get("over_reason"):
            self._ask()

    def add_error(self, field: str | None, error: Any) -> None:  # Any: what Django takes
        """Keep the error; one about the budget asks for the reason."""
        super().add_error(field, error)
        if isinstance(error, ValidationError) and getattr(error, "code", "") == OverBudget.__name__:
            self._ask()

    def _ask(self) -> None:
        self.fields["over_reason"].widget = forms.TextInput(attrs={"maxlength": "200"})


def loads(*, now: datetime) -> dict[int, str]:
    """What each person has had in the shift that runs, in words; who has had nothing is left out."""
    budget = dispatch.shift_budget(on=calendar.local_day(now))
    if budget is None:
        return {}
    _since, had = dispatch.loads(budget, now=now)
    said = _("%(had)d of %(most)d this shift")
    return {pk: said % {"had": number, "most": budget.most} for pk, number in had.items()}


def labelled(people: Collection[tuple[int, str]], *, now: datetime) -> list[tuple[int, str]]:
    """The choices of a form, each person with what the shift has brought them."""
    told = loads(now=now)
    return [(pk, f"{words} · {told[pk]}" if pk in told else words) for pk, words in people]
