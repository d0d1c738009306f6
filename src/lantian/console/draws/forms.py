"""What lots are drawn for, and the class a place is drawn in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DrawLots(forms.Form):
    """What is asked at the places drawn, on which papers, and until when."""

    what = forms.ChoiceField(label=_("What to do there"))
    until = forms.DateField(
        label=_("Visits until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    basis = forms.CharField(label=_("Basis"), max_length=200)
    plan = forms.CharField(label=_("Yearly plan"), max_length=120)

    def __init__(self, *args: Any, whats: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: Django's own
        self.fields["what"].choices = list(whats)


class PutIntoClass(forms.Form):
    """The class of one place."""

    source_code = forms.CharField(max_length=40)
    object_class = forms.CharField(max_length=20)
