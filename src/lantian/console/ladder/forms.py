"""What somebody says to a drafted rung."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Take(forms.Form):
    """The letter as it goes out."""

    words = forms.CharField(label=_("The letter"), max_length=2000, widget=forms.Textarea(attrs={"rows": 8}))


class Decline(forms.Form):
    """Why it is not taken."""

    reason = forms.CharField(label=_("Why it is not taken"), max_length=200)
