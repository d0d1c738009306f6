"""What is stated about a station and a place."""

from collections.abc import Collection

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.console import words
from lantian.registry import queries as registry

DAY = forms.DateInput(attrs={"type": "date"})


class MembershipForm(forms.Form):
    """Which station counts from when to when with what weight, and why."""

    station = forms.ChoiceField(label=_("Station"))
    weight = forms.DecimalField(
        label=_("Weight"), max_digits=6, decimal_places=3, min_value=0, initial=1,
        help_text=_("Beside the other stations of the place; equal weights are the plain mean. "
                    "0: it does not count."),
    )  # fmt: skip
    first = forms.DateField(label=_("Since"), widget=DAY)
    last = forms.DateField(
        label=_("Until"), required=False, widget=DAY, help_text=_("Empty: until further notice.")
    )
    reason = forms.CharField(
        label=_("Why?"), max_length=200,
        help_text=_("Its days are assessed again; each number that moves is kept with this reason."),
    )  # fmt: skip

    def __init__(self, *args: object, members: Collection[str], **kwargs: object) -> None:
        """The stations that count or counted for the place come first."""
        super().__init__(*args, **kwargs)
        known = registry.stations(kinds=registry.COUNTED)
        self.fields["station"].choices = [
            (one.code, f"{words.name(one)} ({one.code})")
            for one in sorted(known, key=lambda one: (one.code not in members, one.kind == "feed", one.code))
        ]
