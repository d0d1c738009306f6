"""Setting a place a target."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.assessment.rules import targets
from lantian.console.ranking.page import target_words


class TargetForm(forms.Form):
    """Which figure, over which days, at most or at least how much, by which paper."""

    figure = forms.ChoiceField(label=_("Figure"))
    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))
    value = forms.DecimalField(label=_("Value"), max_digits=8, decimal_places=2)
    source = forms.CharField(label=_("The paper that sets it"), max_length=200)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [(one, target_words(one)) for one in targets.FIGURES]
