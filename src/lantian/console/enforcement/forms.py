"""What is entered on the way from a violation to a fine."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = forms.DateInput(attrs={"type": "date"})


class Transfer(forms.Form):
    """By which clause, and against whom."""

    clause = forms.ChoiceField(label=_("Clause"))
    party = forms.CharField(label=_("Who is proceeded against"), max_length=120)

    def __init__(self, *args: object, clauses: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        self.fields["clause"].choices = list(clauses)  # type: ignore[attr-defined]  # a choice field


class Step(forms.Form):
    """One step with its paper; the fields it does not need are left out."""

    document = forms.CharField(label=_("Number of the paper"), max_length=80)
    words = forms.CharField(
        label=_("What it says"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    ordered_on = forms.DateField(label=_("Day on which correction was ordered"), required=False, widget=DAY)
    yuan = forms.DecimalField(
        label=_("Fine in yuan"), required=False, max_digits=12, decimal_places=2, min_value=Decimal("0.01")
    )
    last_day = forms.DateField(label=_("Last day on which it was found undone"), required=False, widget=DAY)

    def __init__(self, *args: object, step: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        wanted = {"decision": "ordered_on", "fine": "yuan", "daily": "last_day"}
        for kind, field in wanted.items():
            if kind != step:
                del self.fields[field]
            else:
                self.fields[field].required = True

    @property
    def paper(self) -> dict[str, str | int | date | None]:
        """The step's paper, amounts in fen."""
        said = self.cleaned_data
        yuan = said.get("yuan")
        return {
            "document": said["document"],
            "words": said["words"],
            "ordered_on": said.get("ordered_on"),
            "last_day": said.get("last_day"),
            "amount_fen": int(yuan * 100) if yuan is not None else None,
        }
