"""Writing a day, and issuing a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Write(forms.Form):
    """The day a briefing is written about."""

    day = forms.DateField(
        label=_("Day"),
        help_text=_("A day that is over; as a rule yesterday."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class Issue(forms.Form):
    """Which draft, and the digest of what was read: what was written again meanwhile is not issued unread."""

    number = forms.CharField(max_length=24, widget=forms.HiddenInput)
    seen_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
