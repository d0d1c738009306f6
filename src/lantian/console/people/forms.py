"""What an administrator enters about an account."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lantian.console import answer_words, words
from lantian.console.cases import side_forms


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


class Leave(forms.Form):
    """Who is away from when to when, and who does the post's work meanwhile."""

    stand_in = forms.ChoiceField(label=_("Who stands in"))
    begins_at = side_forms.moment(pgettext_lazy("day", "From"))
    ends_at = side_forms.moment(pgettext_lazy("day", "Until"))
    reason = forms.CharField(label=_("Reason"), max_length=120)

    def __init__(self, *args: object, people: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        self.fields["stand_in"].choices = list(people)  # type: ignore[attr-defined]  # a choice field


class Means(forms.Form):
    """A way to reach a person."""

    kind = forms.ChoiceField(label=_("How"), choices=list(answer_words.MEANS.items()))
    address = forms.CharField(label=_("Number or address"), max_length=120)
