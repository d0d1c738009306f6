"""What a person says to take numbers out, or to let a program read."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.accounts.rules import LONGEST_TITLE, Actor
from lantian.api.exports.files import Format
from lantian.assessment import permissions
from lantian.assessment.rules.keys import YEARS
from lantian.console import words
from lantian.registry import queries as registry

ADay = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
DAYS, HOURS, READINGS = "days", "hours", "readings"
WHAT = ((DAYS, _("Daily values")), (HOURS, _("Hourly values")), (READINGS, _("Readings as they came")))
FORMS = (
    (Format.XLSX.value, _("Workbook (XLSX)")),
    (Format.CSV.value, "CSV"),
    (Format.PARQUET.value, "Parquet"),
)


class TakeOut(forms.Form):
    """What, whose, from when to when, in which form."""

    what = forms.ChoiceField(label=_("What"), choices=WHAT)
    whose = forms.ChoiceField(label=_("Whose"))
    first = forms.DateField(label=_("First day"), widget=ADay)
    last = forms.DateField(label=_("Last day, included"), widget=ADay)
    format = forms.ChoiceField(label=_("As a"), choices=FORMS)

    def __init__(self, *args: object, by: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        regions = [
            (f"region:{one.code}", words.name(one))
            for one in registry.counted_regions().order_by("-is_ours", "kind", "code")
        ]
        stations = [
            (f"station:{one.code}", words.name(one))
            for one in permissions.visible_stations(by).order_by("kind", "code")
        ]
        self.fields["whose"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (_("Regions"), [*regions, ("region:", _("All regions"))]),
            (_("Stations"), [*stations, ("station:", _("All stations in sight"))]),
        ]

    def clean(self) -> dict[str, object]:
        """Days in order, and readings of a station only."""
        said = self.cleaned_data
        first, last = said.get("first"), said.get("last")
        for name, day in (("first", first), ("last", last)):
            if isinstance(day, date) and day.year not in YEARS:
                limits = {"from": YEARS[0], "to": YEARS[-1]}
                self.add_error(name, _("A year from %(from)d to %(to)d is needed.") % limits)
        if first and last and last < first:
            self.add_error("last", _("The stretch ends before it begins; choose a later last day."))
        if said.get("what") == READINGS and str(said.get("whose", "")).startswith("region:"):
            self.add_error("whose", _("Readings come from stations; a region has none of its own."))
        return said


class MakeToken(forms.Form):
    """Which program a token is for."""

    title = forms.CharField(
        label=_("Which program is it for?"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
