"""Setting a place a target, and which year of it is asked for."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

from lantian.assessment.rules import targets
from lantian.calendar import queries as calendar
from lantian.console.ranking.forms import FIRST_YEAR
from lantian.console.ranking.page import target_words

PAPERS = ("a4", "a3")
NO_NUMBER = _(
    "This is no number. Write digits alone, with a point for decimals, as in 66 or 0.8: no letters, no "
    "commas."
)
NO_DAY = _("There is no such day. Write it as in 2026-12-31.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedYear:
    """A year, and the sheet it is printed on."""

    year: int
    paper: str


def asked_year(given: QueryDict, *, now: datetime) -> AskedYear:
    """Read the year, this one where none is said; one that has not begun or is none is not found."""
    this = calendar.local_day(now).year
    said = given.get("year") or str(this)
    if not said.isdecimal() or not FIRST_YEAR <= int(said) <= this:
        raise Http404(f"{said!r} is no year from {FIRST_YEAR} to {this}")
    return AskedYear(year=int(said), paper=given["paper"] if given.get("paper") in PAPERS else PAPERS[0])


class TargetForm(forms.Form):
    """Which figure, over which days, at most or at least how much, by which paper."""

    figure = forms.ChoiceField(label=_("Figure"))
    first = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}), error_messages={"invalid": NO_DAY}
    )
    last = forms.DateField(
        label=_("To"), widget=forms.DateInput(attrs={"type": "date"}), error_messages={"invalid": NO_DAY}
    )
    value = forms.DecimalField(
        label=_("Value"), max_digits=8, decimal_places=2, error_messages={"invalid": NO_NUMBER}
    )
    source = forms.CharField(label=_("The paper that sets it"), max_length=200)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [(one, target_words(one)) for one in targets.FIGURES]
