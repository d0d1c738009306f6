"""What a handler says of a mending, as the phone sends it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.cases import rules


class MendingForm(forms.Form):
    """The view before, the same view after, and what was done."""

    before_key = forms.CharField(error_messages={"required": _("Choose the photo before.")})
    after_key = forms.CharField(
        error_messages={"required": _("Take a photo of the same view as it is now; then send it again.")}
    )
    what_was_done = forms.CharField(
        label=_("What was done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what was done; the rechecker goes by it.")},
    )
    cost_yuan = forms.DecimalField(
        label=_("Cost (yuan)"), min_value=Decimal(0), max_digits=12, decimal_places=2, required=False
    )
    penalty_record = forms.CharField(label=_("Penalty record"), max_length=80, required=False)

    def work(self) -> rules.Mending:
        """What was said, as the room takes it; money in fen. The last photo taken is the one that counts."""
        said: dict[str, Any] = self.cleaned_data  # Any: values of several types
        yuan = said["cost_yuan"]
        return rules.Mending(
            what_was_done=said["what_was_done"],
            before_key=said["before_key"],
            after_key=said["after_key"].split(",")[-1],
            cost_fen=None if yuan is None else int(yuan * 100),
            penalty_record=said["penalty_record"],
        )
