"""What an administrator enters about an account."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lantian.console import words


class ChangeRole(forms.Form):
    """Another part for a person."""

    role = forms.ChoiceField(label=_("Role"), choices=list(words.ROLES.items()))


class CloseAccount(forms.Form):
    """A person leaves; asked once more by a box to tick."""

    sure = forms.BooleanField(label=_("Yes, close this account. What was done with it stays."))


class NewPassword(forms.Form):
    """A new password, told to the person by the administrator."""

    password = forms.CharField(
        label=pgettext_lazy("account", "New password"),
        min_length=10,
        max_length=128,
        widget=forms.PasswordInput,
        help_text=_("At least 10 characters. Tell it to the person yourself; it is shown nowhere."),
    )
