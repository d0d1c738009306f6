"""What is entered when a case is moved; what is known is filled in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.cases.rules import ACCEPTANCE, NA, NO, YES
from lantian.console import words

Choices = Sequence[tuple[Any, Any]]  # Any: Django's nested choices
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
# Proposals for the clause that was not met: Air Pollution Prevention Law of 2018, by kind of problem.
CLAUSES = {
    "construction_dust": "《大气污染防治法》第六十九条",
    "bare_land": "《大气污染防治法》第六十九条",
    "road_dust": "《大气污染防治法》第七十条",
    "stockpile": "《大气污染防治法》第七十二条",
    "open_burning": "《大气污染防治法》第七十七条",
}


class Nothing(forms.Form):
    """A move that needs no words."""


class Reason(forms.Form):
    """Why; whoever gets it back reads it."""

    reason = forms.CharField(label=_("Why?"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class File(forms.Form):
    """The desk takes the problem up."""

    level = forms.ChoiceField(label=_("Level"), choices=list(words.CASE_LEVELS.items()))
    standard_code = forms.CharField(label=_("Clause or standard that was not met"), max_length=60, required=False)
    is_violation = forms.BooleanField(
        label=_("It is a violation: the mending needs the number of a penalty record"), required=False
    )
    is_separate = forms.BooleanField(
        label=_("It is a separate problem, although another case of this kind is open at the place"), required=False
    )


class Assign(forms.Form):
    """The case goes to the unit that answers for it."""

    unit_code = forms.ChoiceField(label=_("Unit"))
    due_at = forms.DateTimeField(
        label=_("Mended by"), widget=MOMENT, input_formats=MOMENT_FORMATS, help_text=_("Proposed by the limits in force.")
    )
    clock = forms.ChoiceField(label=_("On the clock"), choices=list(words.CLOCKS.items()))

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["unit_code"].choices = list(units)


class Accept(forms.Form):
    """The unit takes the case and names who handles it."""

    handler_id = forms.TypedChoiceField(label=_("Who handles it"), coerce=int)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["handler_id"].choices = list(people)


class Plan(forms.Form):
    """What a unit promises for a grave case."""

    target = forms.CharField(label=_("Target"), max_length=300, required=False)
    what_1 = forms.CharField(label=_("First measure"), max_length=200, required=False)
    by_1 = forms.DateField(label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    what_2 = forms.CharField(label=_("Second measure"), max_length=200, required=False)
    by_2 = forms.DateField(label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    what_3 = forms.CharField(label=_("Third measure"), max_length=200, required=False)
    by_3 = forms.DateField(label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class Submit(forms.Form):
    """What was done, and the view before and after."""

    what_was_done = forms.CharField(
        label=_("What was done"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The rechecker goes by it."),
    )  # fmt: skip
    before_key = forms.ChoiceField(label=_("Photo before"), required=False)
    before = forms.FileField(label=_("or another photo before"), required=False)
    after_key = forms.CharField(required=False, widget=forms.HiddenInput)
    after = forms.FileField(label=_("Photo after, from the same angle"), required=False)
    cost_yuan = forms.DecimalField(label=_("Cost (yuan)"), min_value=0, max_digits=12, decimal_places=2, required=False)
    penalty_record = forms.CharField(label=_("Number of the penalty record"), max_length=80, required=False)

    def __init__(self, *args: Any, photos: Choices, is_violation: bool, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["before_key"].choices = [*photos, ("", _("the one chosen below"))]
        if not is_violation:
            del self.fields["penalty_record"]


class Recheck(forms.Form):
    """The five acceptance tests, and how it was looked at."""

    is_on_site = forms.TypedChoiceField(
        label=_("How it was looked at"), coerce=lambda value: value == "site", widget=forms.RadioSelect,
        choices=[("site", _("on site, with a photo of one's own")), ("remote", _("from the paired photos"))],
    )  # fmt: skip
    photo_key = forms.CharField(required=False, widget=forms.HiddenInput)
    photo = forms.FileField(label=_("Photo of one's own"), required=False)
    has_fake_photo = forms.BooleanField(label=_("A photo of the mending is not of this place"), required=False)
    reasons = forms.CharField(
        label=_("Reasons, when it goes back"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        answers = [(YES, _("yes")), (NO, _("no")), (NA, _("does not apply"))]
        tests = {
            test: forms.ChoiceField(label=words.ACCEPTANCE[test], choices=answers, widget=forms.RadioSelect, required=False)
            for test in ACCEPTANCE
        }
        self.fields = {**tests, **self.fields}

    @property
    def answers(self) -> dict[str, str]:
        """The tests that were answered."""
        return {test: self.cleaned_data[test] for test in ACCEPTANCE if self.cleaned_data.get(test)}


class Reopen(forms.Form):
    """The new finding that shows the same kind at the same place."""

    visit_key = forms.ChoiceField(label=_("New finding"), help_text=_("Problems found there since it was closed."))

    def __init__(self, *args: Any, findings: Choices, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["visit_key"].choices = list(findings)
