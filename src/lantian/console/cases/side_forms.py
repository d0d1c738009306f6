"""What is entered with acts beside the straight way: verifying, merging, more time, parking, objections."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lantian.console.orders.budgeting import BeyondBudget

MOMENT = "%Y-%m-%dT%H:%M"
FORMATS = [MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
Choices = Sequence[tuple[Any, Any]]  # Any: Django's nested choices


def moment(label: Promise, *, is_needed: bool = True, help_text: Promise | str = "") -> forms.DateTimeField:
    """A day and a time."""
    return forms.DateTimeField(
        label=label,
        required=is_needed,
        help_text=help_text,
        input_formats=FORMATS,
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )


def words(label: Promise, *, longest: int, error: Promise | None = None) -> forms.CharField:
    """A few words that are needed."""
    return forms.CharField(
        label=label,
        max_length=longest,
        error_messages={"required": error} if error else {},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Verify(BeyondBudget):
    """Who looks before the case is filed."""

    officer_id = forms.TypedChoiceField(
        label=_("Who looks"), coerce=int, empty_value=None, required=False, choices=[]
    )

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["officer_id"].choices = [("", _("nobody yet")), *people]


class Merge(forms.Form):
    """Into which case, and why."""

    into = forms.CharField(
        label=_("Into the case"),
        max_length=24,
        help_text=_("Its number; what is proposed lies at the same place or shows the same photo."),
        error_messages={"required": _("Name the number of the case that stays.")},
    )
    reason = words(_("Why?"), longest=200, error=_("Say in a few words why they are the same problem."))


class Apart(forms.Form):
    """Beside which case it is a problem of its own."""

    other = forms.CharField(max_length=24)


class HandDown(forms.Form):
    """To which part of the unit, or to whom in it."""

    unit_code = forms.ChoiceField(label=_("Part of the unit"), required=False)
    handler_id = forms.TypedChoiceField(
        label=_("Who handles it"), coerce=int, empty_value=None, required=False, choices=[]
    )

    def __init__(
        self, *args: Any, units: Choices = (), handlers: Choices = (), **kwargs: Any
    ) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["unit_code"].choices = [("", _("the unit itself")), *units]
        self.fields["handler_id"].choices = [("", _("as it is")), *handlers]


class AskExtension(forms.Form):
    """The letter, and until when."""

    letter = words(_("Why the time does not suffice"), longest=500)
    until = moment(_("More time until"))


class GrantExtension(forms.Form):
    """Until when, and why."""

    due_at = moment(_("New limit"))
    reason = words(_("Why?"), longest=500)


class Park(forms.Form):
    """Why it cannot be mended now, what is done meanwhile, and when it goes on."""

    reason = words(_("Why it cannot be mended now"), longest=300)
    interim = words(_("What is done meanwhile"), longest=300)
    minutes = forms.CharField(label=_("Minutes that decided it"), max_length=80)
    review_at = moment(_("It goes on at"))


class Uphold(forms.Form):
    """Which objection holds, and why."""

    objection = forms.TypedChoiceField(label=_("Objection"), coerce=int, choices=[])
    decision = words(_("Decision"), longest=500)

    def __init__(self, *args: Any, objections: Choices = (), **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["objection"].choices = list(objections)


class Objection(forms.Form):
    """What is not in order with a mending shown in public."""

    words = words(_("What is not in order"), longest=500)


class Dismissal(forms.Form):
    """Why an objection does not hold."""

    decision = words(_("Why it does not hold"), longest=500)
