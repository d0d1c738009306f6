"""What keepers of a site or plant enter, and what the desk decides about their replies."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lantian.console.cases.forms import PHOTOS
from lantian.console.intake.forms import Photos, SeveralFiles
from lantian.console.sites import wording
from lantian.sites.models import SheetItem
from lantian.sites.rules import ENERGIES

ROWS = 4
LONGEST = 300
WORDS = forms.Textarea(attrs={"rows": 3})


class Needed(forms.CharField):
    """Text that the room asks for in its own words, so that a form without it still keeps its photos."""

    def validate(self, value: str) -> None:
        """The room says what is missing."""


class NeededChoice(forms.ChoiceField):
    """A choice that the room asks for in its own words."""

    def validate(self, value: str) -> None:
        """Only a choice that is none is wrong here; the room says what is missing."""
        if value:
            super().validate(value)


class WithPhotos(forms.Form):
    """A form with photos; those of a try before are kept by their keys."""

    use_required_attribute = False

    photo_keys = forms.CharField(required=False, widget=forms.HiddenInput)
    photos = Photos(
        label=_("Photos"), required=False,
        widget=SeveralFiles(attrs={"accept": PHOTOS, "class": "ctl", "capture": "environment"}),
    )  # fmt: skip

    @property
    def kept(self) -> list[str]:
        """Keys of the photos that were sent with a try before."""
        return [key for key in str(self.data.get("photo_keys", "")).split(",") if key]


class Sheet(WithPhotos):
    """What no machine knows of the day; with `is_correction` also why it is written again."""

    field_order = ["stage"]
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=LONGEST, widget=WORDS,
        help_text=_("Needed only for what is not met: what is done about it."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, items: Sequence[SheetItem], names: Sequence[str], has_stage: bool,
        is_correction: bool, **kwargs: Any,
    ) -> None:  # fmt: skip  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.items = [f"item-{item.code}" for item in items]
        for item, name in zip(items, names, strict=True):
            self.fields[f"item-{item.code}"] = forms.ChoiceField(
                label=name, choices=list(wording.TAPS.items()), required=False, widget=forms.RadioSelect
            )
        if has_stage:
            self.fields["stage"] = NeededChoice(
                label=_("Stage of work"), choices=[("", "—"), *wording.STAGES.items()]
            )
        if is_correction:
            self.fields["reason"] = Needed(label=_("Why it is corrected"), max_length=200)

    @property
    def taps(self) -> dict[str, str]:
        """What was tapped, by the code of the line."""
        return {name.removeprefix("item-"): self.cleaned_data[name] for name in self.items}

    def lines(self) -> list[forms.BoundField]:
        """The lines to tap."""
        return [self[name] for name in self.items]


class Week(forms.Form):
    """The manager's word on a week."""

    words = forms.CharField(label=_("In a few words"), required=False, max_length=LONGEST)


class Reply(WithPhotos):
    """Cause, measure and photo."""

    cause = Needed(label=_("What was the cause?"), max_length=LONGEST)
    measure = Needed(label=_("What was done?"), max_length=LONGEST, widget=WORDS)
    photos = Photos(
        label=_("Photos"),
        widget=SeveralFiles(attrs={"accept": PHOTOS, "class": "ctl", "capture": "environment"}),
    )


class Decide(forms.Form):
    """Why a late or missing reply becomes a case, or why none."""

    reason = forms.CharField(label=_("In a few words"), required=False, max_length=LONGEST)


class OnDuty(forms.Form):
    """Who is on duty on a day; with a reason, who takes somebody's place."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    person = forms.TypedChoiceField(label=_("On duty"), coerce=int)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=200,
        help_text=_("Needed when somebody else was on the roster: leave, illness."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: Django's own
        self.fields["person"].choices = list(people)


class CheckIn(forms.Form):
    """The place as the phone knows it, or words for it."""

    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    accuracy_m = forms.FloatField(required=False, widget=forms.HiddenInput)
    place_note = forms.CharField(
        label=_("Where are you?"), required=False, max_length=120,
        help_text=_("Only when the phone gives no place."),
    )  # fmt: skip


class Facts(forms.Form):
    """A plant's three facts: energy, vehicles, trips."""

    trips_per_day = forms.IntegerField(label=_("Trips a day, in and out"), min_value=0, max_value=100_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        for kind in ENERGIES:
            self.fields[f"energy-{kind}"] = forms.DecimalField(
                label=wording.ENERGIES[kind], required=False, min_value=0, max_value=100, decimal_places=1
            )
        fuels = [("", "—"), *wording.FUELS.items()]
        stages = [("", "—"), *wording.EMISSIONS.items()]
        for row in range(ROWS):
            self.fields[f"fuel-{row}"] = forms.ChoiceField(
                label=pgettext_lazy("vehicle", "Fuel"), choices=fuels, required=False
            )
            self.fields[f"stage-{row}"] = forms.ChoiceField(
                label=_("Emission stage"), choices=stages, required=False
            )
            self.fields[f"number-{row}"] = forms.IntegerField(
                label=pgettext_lazy("vehicle", "Number"), required=False, min_value=0, max_value=100_000
            )

    @property
    def energy(self) -> dict[str, Decimal]:
        """Per cent by kind of energy, where stated."""
        return {
            kind: share for kind in ENERGIES if (share := self.cleaned_data[f"energy-{kind}"]) is not None
        }

    @property
    def vehicles(self) -> list[tuple[str, str, int]]:
        """Fuel, stage and number of the rows that were filled in."""
        said = self.cleaned_data
        rows = [(said[f"fuel-{row}"], said[f"stage-{row}"], said[f"number-{row}"]) for row in range(ROWS)]
        return [(fuel, stage, number) for fuel, stage, number in rows if fuel and stage and number]

    def energy_fields(self) -> list[forms.BoundField]:
        return [self[f"energy-{kind}"] for kind in ENERGIES]

    def vehicle_rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}-{row}"] for name in ("fuel", "stage", "number")] for row in range(ROWS)]


class Object(forms.Form):
    """What speaks against a mending that is shown in public."""

    use_required_attribute = False
    words = Needed(label=_("What is not in order?"), max_length=500, widget=WORDS)


class Register(forms.Form):
    """A site or plant that takes up its duties, and somebody who keeps it."""

    source = forms.ChoiceField(label=_("Site or plant"))
    begins_on = forms.DateField(
        label=_("Duties begin on"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("From this day on a sheet is due every day."),
    )  # fmt: skip
    area_m2 = forms.IntegerField(label=_("Area in m²"), required=False, min_value=1, max_value=100_000_000)
    person = forms.ChoiceField(
        label=_("Who keeps it"), required=False,
        help_text=_("A site dust officer, or who manages the site or plant; add others one by one."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, places: Sequence[tuple[str, str]], people: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = list(places)
        self.fields["person"].choices = [("", "—"), *people]
