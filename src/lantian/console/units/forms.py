"""What an administrator enters about units."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lantian.console import answer_words, words

DAY = forms.DateInput(attrs={"type": "date"})
Choices = Sequence[tuple[str, str]]


class SetHead(forms.Form):
    """A head of record."""

    seat = forms.ChoiceField(
        label=_("Seat"),
        choices=[(code, answer_words.SEATS[code]) for code in ("party", "government", "deputy")],
    )
    username = forms.ChoiceField(label=_("Who"))
    domains = forms.MultipleChoiceField(
        label=_("In the deputy's care"),
        required=False,
        choices=list(words.CATEGORIES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    valid_from = forms.DateField(label=pgettext_lazy("day", "From"), widget=DAY)

    def __init__(self, *args: object, people: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        self.fields["username"].choices = list(people)  # type: ignore[attr-defined]  # a choice field


class EndHead(forms.Form):
    """The last day of a head of record."""

    head_id = forms.IntegerField(widget=forms.HiddenInput)
    last = forms.DateField(label=_("Last day"), widget=DAY)


class AddAlias(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Another name"), max_length=120)
    valid_from = forms.DateField(label=pgettext_lazy("day", "From"), widget=DAY)
    valid_to = forms.DateField(label=pgettext_lazy("day", "Until"), required=False, widget=DAY)


class SetCommand(forms.Form):
    """Whether it takes our orders."""

    is_under_command = forms.BooleanField(
        label=_("Takes our orders; others are written letters"), required=False
    )


class Duty(forms.Form):
    """Which unit looks after a category, or holds a power."""

    what = forms.ChoiceField(label=_("What"))
    unit = forms.ChoiceField(label=_("Unit"))
    valid_from = forms.DateField(label=pgettext_lazy("day", "From"), widget=DAY)

    def __init__(self, *args: object, what: Choices, units: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        self.fields["what"].choices = list(what)  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]  # a choice field
