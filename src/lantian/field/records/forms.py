"""The record of an inspection as the phone sends it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.console.going_words import FACILITIES, PERMITS, RUNNING
from lantian.inspections.rules import Told

NOT_SAID = ("", "—")


class RecordForm(forms.Form):
    """What the paper asks beside the checklist; what is known is not asked again."""

    present_name = forms.CharField(label=_("Who of the unit is present?"), required=False, max_length=40)
    present_post = forms.CharField(label=_("Their post"), required=False, max_length=40)
    running = forms.ChoiceField(label=_("Is it running?"), required=False)
    facilities = forms.ChoiceField(label=_("Do the dust and gas facilities run?"), required=False)
    permit = forms.ChoiceField(label=_("The permit"), required=False)
    monitor_seen = forms.CharField(label=_("What the monitor shows"), required=False, max_length=200)
    ledger_seen = forms.CharField(label=_("Which ledgers were looked at"), required=False, max_length=200)
    refused = forms.BooleanField(label=_("The unit refuses the inspection or to sign"), required=False)
    refused_words = forms.CharField(label=_("How it refused"), required=False, max_length=200)
    order_words = forms.CharField(
        label=_("On-site order: what is to be mended"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    order_due_on = forms.DateField(
        label=_("By which day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    signed_by_me = forms.UUIDField(required=False, widget=forms.HiddenInput)
    signed_by_present = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["running"].choices = [NOT_SAID, *RUNNING.items()]
        self.fields["facilities"].choices = [NOT_SAID, *FACILITIES.items()]
        self.fields["permit"].choices = [NOT_SAID, *PERMITS.items()]

    @property
    def told(self) -> Told:
        """What was written, without the signatures."""
        said = self.cleaned_data
        return Told(**{name: said[name] for name in said if not name.startswith("signed_by_")})
