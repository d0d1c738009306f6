"""Answers, photos and the finding as the phone sends them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.console import words
from lantian.inspections.models import Answer, Finding


class AnswerForm(forms.Form):
    """One item, answered."""

    item_id = forms.IntegerField()
    value = forms.ChoiceField(choices=Answer.Value.choices)
    note = forms.CharField(required=False, max_length=200)


class StageForm(forms.Form):
    """The stage of work the place is in."""

    stage_code = forms.CharField(max_length=24)


class FindingForm(forms.Form):
    """What the visit came to."""

    result = forms.ChoiceField(label=_("What did you find?"), widget=forms.RadioSelect)
    category = forms.ChoiceField(label=_("What kind of problem is it?"), required=False)
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    source_code = forms.ChoiceField(label=_("At which place?"), required=False)

    def __init__(
        self, *args: Any, sources: list[tuple[str, str]], categories: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)  # Any: Django's own signature
        self.fields["result"].choices = [
            (r.value, words.word(words.FINDINGS, r.value)) for r in Finding.Result
        ]
        self.fields["category"].choices = [("", "—")] + [
            (code, words.word(words.CATEGORIES, code)) for code in categories
        ]
        self.fields["source_code"].choices = [("", _("None of the places listed"))] + sources
