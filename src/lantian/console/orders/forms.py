"""What is said when an order is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Withdraw(forms.Form):
    """Why nobody needs to go after all."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=200, help_text=_("The officer reads it."),
        error_messages={
            "required": _("Say in a few words why the order is withdrawn; the officer will read it.")
        },
    )  # fmt: skip
