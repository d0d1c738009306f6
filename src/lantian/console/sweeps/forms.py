"""What is said about a sweep."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.console import answer_words
from lantian.console.cases.forms import PHOTOS


class Order(forms.Form):
    """What to look for."""

    words = forms.CharField(label=_("What to look for"), max_length=300)


class Answer(forms.Form):
    """What was seen at a place."""

    outcome = forms.ChoiceField(
        label=_("What was seen"), choices=list(answer_words.SWEPT.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In a few words"), max_length=300)
    photo = forms.FileField(
        label=_("Photo of the problem"), required=False, widget=forms.FileInput(attrs={"accept": PHOTOS})
    )
    case_number = forms.CharField(label=_("Or the case that it is"), max_length=24, required=False)


class Excuse(forms.Form):
    """Why nobody looks there."""

    reason = forms.CharField(label=_("Why it is left out"), max_length=200)
