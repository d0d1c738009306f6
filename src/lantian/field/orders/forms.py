"""The check-in as the phone sends it."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CheckInForm(forms.Form):
    """Where the phone is; without a place, words for it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    accuracy_m = forms.FloatField(required=False, min_value=0, widget=forms.HiddenInput)
    place_note = forms.CharField(
        required=False,
        max_length=120,
        label=_("Where are you? (only when the phone finds no place)"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4
