"""What is entered of a letter and of its answer."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.console import answer_words
from lantian.console.cases.forms import PHOTOS


class Write(forms.Form):
    """To whom, and what; without text the draft goes out."""

    unit_code = forms.ChoiceField(label=_("Letter to"))
    text = forms.CharField(
        label=_("The letter"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Left empty, the usual letter about this case is written."),
    )

    def __init__(self, *args: object, units: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        self.fields["unit_code"].choices = list(units)  # type: ignore[attr-defined]  # a choice field


class Answer(forms.Form):
    """What they wrote back."""

    outcome = forms.ChoiceField(
        label=_("What they say"), choices=list(answer_words.OUTCOMES.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In a few words"), max_length=1000)
    number = forms.CharField(label=_("Number of their answer"), max_length=60, required=False)
    day = forms.DateField(label=_("Day of their answer"), widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.FileField(
        label=_("View before, when it is mended"),
        required=False,
        widget=forms.FileInput(attrs={"accept": PHOTOS}),
    )
    after = forms.FileField(
        label=_("View after, when it is mended"),
        required=False,
        widget=forms.FileInput(attrs={"accept": PHOTOS}),
    )
