"""What the desk enters of a problem that reached it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lantian.cases import rules
from lantian.console import words
from lantian.console.cases import side_forms
from lantian.console.cases.forms import PHOTOS, Choices


class SeveralFiles(forms.FileInput):
    """A field for files that takes several at once."""

    allow_multiple_selected = True


class Photos(forms.FileField):
    """Photos, none to several; what is no photo is refused by the room, in its own words."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # Any: Django's own
        return [super(Photos, self).clean(one, initial) for one in data or []]


class Intake(forms.Form):
    """A problem as it was told."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    photo_keys = forms.CharField(required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("How it reached us"))
    medium = forms.ChoiceField(label=_("Medium"), choices=list(words.MEDIA.items()), initial="air")
    category = forms.ChoiceField(label=_("Kind of problem"))
    title = forms.CharField(
        label=_("In one line"),
        max_length=60,
        error_messages={"required": _("Say in one line what it is; lists show it.")},
    )
    words = forms.CharField(
        label=_("As it was told"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    happened_at = side_forms.moment(_("When it was seen"), is_needed=False)
    address = forms.CharField(label=_("Address in words"), max_length=120, required=False)
    source_code = forms.ChoiceField(label=_("Known source"), required=False)
    grid_code = forms.ChoiceField(
        label=_("Grid"), required=False, help_text=_("Where nothing more is known, its middle is the place.")
    )
    lon = forms.FloatField(
        label=_("Longitude"), required=False, widget=forms.NumberInput(attrs={"step": "any"})
    )
    lat = forms.FloatField(
        label=_("Latitude"), required=False, widget=forms.NumberInput(attrs={"step": "any"})
    )
    photos = Photos(
        label=_("Photos"), required=False, widget=SeveralFiles(attrs={"accept": PHOTOS, "class": "ctl"})
    )
    reading_address = forms.CharField(
        label=_("Address of a reading"),
        max_length=160,
        required=False,
        help_text=_("Where no photo came: the number that points there."),
    )
    contact_name = forms.CharField(label=_("Who told us"), max_length=40, required=False)
    contact_phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    contact_words = forms.CharField(label=_("Note on the call"), max_length=200, required=False)

    def __init__(
        self, *args: Any, channels: Choices, sources: Choices, grids: Choices, **kwargs: Any
    ) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = list(channels)
        self.fields["category"].choices = [("", _("choose a kind")), *words.CATEGORIES.items()]
        self.fields["source_code"].choices = [("", _("none known")), *sources]
        self.fields["grid_code"].choices = [("", _("by the point")), *grids]

    def clean(self) -> dict[str, Any]:
        """A place is told in one of three ways; a point has both of its numbers."""
        said: dict[str, Any] = super().clean() or {}
        lon, lat = said.get("lon"), said.get("lat")
        if (lon is None) != (lat is None) and not {"lon", "lat"} & set(self.errors):
            self.add_error("lat" if lat is None else "lon", _("A point needs both of its numbers."))
        elif lon is None and not said.get("source_code") and not said.get("grid_code"):
            self.add_error(None, _("Say where: a point on the map, a known source, or at least the grid."))
        return said

    def problem(self, *, lon: float, lat: float, photo_keys: Sequence[UUID | str]) -> rules.Problem:
        """What was entered, as the room takes it."""
        said = self.cleaned_data
        same = ("channel", "medium", "category", "title", "words", "happened_at", "address", "source_code")
        return rules.Problem(
            lon=lon,
            lat=lat,
            photo_keys=tuple(str(key) for key in photo_keys),
            reading_address=said["reading_address"],
            contact=rules.Contact(
                name=said["contact_name"], phone=said["contact_phone"], words=said["contact_words"]
            ),
            **{name: said[name] for name in same},
        )

    @property
    def kept(self) -> list[str]:
        """Keys of the photos that were sent with a try before."""
        return [key for key in str(self.data.get("photo_keys", "")).split(",") if key]
