"""What is said to the ledger: filters, a sheet, a month's progress, a step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.console import answer_words


class Filter(forms.Form):
    """What the ledger is narrowed to."""

    batch = forms.ChoiceField(label=_("Batch"), required=False)
    tier = forms.ChoiceField(
        label=_("Inspection"), required=False, choices=[("", _("any")), *answer_words.TIERS.items()]
    )
    span = forms.ChoiceField(
        label=_("Deadline class"), required=False, choices=[("", _("any")), *answer_words.SPANS.items()]
    )
    unit = forms.ChoiceField(label=_("Lead unit"), required=False)
    step = forms.ChoiceField(label=_("Next step"), required=False)
    is_overdue = forms.BooleanField(label=_("Only overdue"), required=False)


class Sheet(forms.Form):
    """A ledger as a file."""

    file = forms.FileField(
        label=_("The ledger, as XLSX or CSV"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
        help_text=_(
            "One line a problem, under the headings of the sheet that leaves here; taken whole or not."
        ),
    )


class Progress(forms.Form):
    """How far a line has come in a month."""

    month = forms.DateField(label=_("Month"), widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(
        label=_("How far it has come"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class Step(forms.Form):
    """The next step of the procedure, with its paper."""

    document = forms.CharField(label=_("The paper that shows it"), max_length=80)
    words = forms.CharField(
        label=_("Opinion"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
