"""A problem as the phone tells it: photos first, a kind, and where."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lantian.cases import rules
from lantian.console import words

MOST_PHOTOS = 9


class PhotoKeys(forms.CharField):
    """Keys of photos the phone has sent, separated by commas."""

    def clean(self, value: Any) -> tuple[str, ...]:  # Any: Django's own
        said = str(super().clean(value))
        try:
            keys = tuple(str(UUID(key)) for key in said.split(",") if key)
        except ValueError as error:
            raise forms.ValidationError(_("A photo has no proper key; take it again.")) from error
        if len(keys) > MOST_PHOTOS:
            more = _("%(n)d photos are the most of one report; send the others with another one.")
            raise forms.ValidationError(more % {"n": MOST_PHOTOS})
        return keys


class ReportForm(forms.Form):
    """What a problem is and where; who, when and which grid are known already."""

    category = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of problem it is.")},
    )
    source_code = forms.ChoiceField(label=_("At which place?"), required=False)
    landmark = forms.CharField(
        label=_("Where is it, in a few words?"),
        max_length=120,
        required=False,
        help_text=_("A road, a gate, a building: needed only where the phone finds no place."),
    )
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    photos = PhotoKeys(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    said_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: Django's own signature
        self.fields["category"].choices = list(words.CATEGORIES.items())
        self.fields["source_code"].choices = [("", _("None of the places listed"))] + sources

    def clean(self) -> dict[str, Any]:  # Any: Django's own signature
        """A report leads somewhere: a point of the phone, or a known place."""
        said = super().clean() or {}
        if (said.get("lon") is None or said.get("lat") is None) and not said.get("source_code"):
            self.add_error(
                "source_code", _("The phone found no place: choose the known place it is at or near.")
            )
        return said

    def problem(self, *, title: str, lon: float, lat: float, channel: str) -> rules.Problem:
        """What was told, as the room takes it."""
        said = self.cleaned_data
        return rules.Problem(
            category=said["category"],
            title=title,
            words=said["words"],
            lon=lon,
            lat=lat,
            address=said["landmark"],
            source_code=said["source_code"],
            photo_keys=said["photos"],
            channel=channel,
            happened_at=said["said_at"],
        )
