"""The address that is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Ask(forms.Form):
    """One address, as it stands in a briefing, on a page or in a program's answer."""

    a = forms.CharField(
        label=_("Address"),
        max_length=300,
        strip=True,
        help_text=_("room.kind:key@position; the position may be left out, then it is the newest."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
