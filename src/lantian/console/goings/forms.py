"""A visit as it is planned: as what, where, who, on which papers, on which day."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.console import going_words, words
from lantian.console.orders.budgeting import BeyondBudget
from lantian.dispatch.rules import Joining, Mode, Planned

Choices = Sequence[tuple[Any, Any]]  # Any: Django's nested choices


class PlanVisit(BeyondBudget):
    """What the desk fills in; what is known is filled in before."""

    kind = forms.ChoiceField(label=_("Kind of going"), choices=list(words.KINDS_OF_GOING.items()))
    mode = forms.ChoiceField(label=_("Mode"), choices=list(going_words.MODES.items()))
    source_code = forms.ChoiceField(label=_("Where"))
    what = forms.ChoiceField(label=_("What to do there"))
    on = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    officer_id = forms.TypedChoiceField(label=_("Who goes"), coerce=int)
    companion_id = forms.TypedChoiceField(label=_("With"), coerce=int, empty_value=None, required=False)
    joining = forms.TypedMultipleChoiceField(
        label=_("Joining from other units"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    part = forms.CharField(label=_("Their part"), required=False, max_length=120)
    basis = forms.CharField(label=_("Basis"), required=False, max_length=200)
    plan = forms.CharField(label=_("Yearly plan"), required=False, max_length=120)
    notified_on = forms.DateField(
        label=_("The unit was told on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("only for an announced visit"),
    )

    def __init__(
        self, *args: Any, sources: Choices, whats: Choices, people: Choices, **kwargs: Any
    ) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["source_code"].choices = list(sources)
        self.fields["what"].choices = list(whats)
        self.fields["officer_id"].choices = list(people)
        self.fields["companion_id"].choices = [("", _("nobody")), *people]
        self.fields["joining"].choices = list(people)

    @property
    def planned(self) -> Planned:
        """The mode, papers, day and joiners, as the action takes them."""
        said = self.cleaned_data
        return Planned(
            mode=Mode(said["mode"]),
            basis=said["basis"],
            plan=said["plan"],
            on=said["on"],
            notified_on=said["notified_on"],
            joining=tuple(Joining(person_id=pk, part=said["part"]) for pk in said["joining"]),
        )
