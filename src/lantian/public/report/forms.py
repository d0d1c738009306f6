"""What a resident fills in; each refusal is one sentence, and what was written stays."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lantian.cases.rules import Contact
from lantian.residents import rules

TICKET, KEPT = "lantian.public.ticket", "lantian.public.kept"
PHOTOS = "image/jpeg,image/png,image/webp"
Choices = Sequence[tuple[str, str]]


class SeveralFiles(forms.FileInput):
    """A field for files that takes several at once."""

    allow_multiple_selected = True


class Photos(forms.FileField):
    """Photos, none to several; what is no photo is refused when it is kept, in its own words."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # Any: Django's own
        return [one for one in data or [] if one]


class Tell(forms.Form):
    """A report: photo, place, what."""

    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    photos = Photos(
        label=_("Photos"),
        required=False,
        widget=SeveralFiles(attrs={"accept": PHOTOS, "class": "ctl"}),
        help_text=_("Up to three, JPEG, PNG or WebP. Without one it works too: a smell has no picture."),
    )
    address = forms.CharField(
        label=_("Address or landmark"),
        max_length=rules.LONGEST_ADDRESS,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("For example: north gate of the vegetable market, behind building 3."),
    )
    grid = forms.ChoiceField(
        label=_("Which area"),
        required=False,
        help_text=_("Needed only when the place is not shown on the map."),
    )
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What is the problem?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is; “something else” is there too.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=rules.LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What do you see or smell, since when, how often?"),
    )
    name = forms.CharField(label=_("How to address you"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("With it a lost link can be found again, and the desk can ask you back."),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def __init__(
        self, *args: Any, kinds: Choices, grids: Choices, **kwargs: Any
    ) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds)
        self.fields["grid"].choices = [("", _("choose the area")), *grids]

    def clean(self) -> dict[str, Any]:
        """A field that people do not see stays empty; a point has both numbers."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("website"):
            raise ValidationError(
                _("A field that is not meant for people was filled in, perhaps by the browser. Send again.")
            )
        if {"lon", "lat"} & set(self.errors):
            raise ValidationError(_("The place on the map cannot be read. Press on the map again."))
        if (said.get("lon") is None) != (said.get("lat") is None):
            said["lon"] = said["lat"] = None
        return said

    def tale(self, photo_keys: Sequence[str]) -> rules.Tale:
        """What was said, as the room takes it."""
        said = self.cleaned_data
        return rules.Tale(
            kind=said["kind"],
            words=said["words"],
            address=said["address"],
            lon=said["lon"],
            lat=said["lat"],
            grid_code=said["grid"],
            photo_keys=tuple(photo_keys),
            contact=Contact(name=said["name"], phone=said["phone"]),
        )


class Say(forms.Form):
    """What somebody says of the mending."""

    kind = forms.ChoiceField(choices=[(rules.NOT_FIXED, ""), (rules.THANKS, "")])
    words = forms.CharField(
        label=_("What is still not in order?"),
        max_length=rules.LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Find(forms.Form):
    """A lost link: the number, and how the phone ends."""

    number = forms.CharField(label=_("Number of the report"), max_length=24)
    phone = forms.RegexField(
        label=_("Last four digits of the phone you gave"),
        regex=r"^\d{4}$",
        max_length=4,
        error_messages={"invalid": _("Four digits are needed.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def ticket(key: UUID, *, now: datetime) -> str:
    """Signed: which report this form makes, and when it was opened."""
    return signing.dumps([str(key), now.timestamp()], salt=TICKET)


def read_ticket(text: str) -> tuple[UUID, datetime] | None:
    """The key and the moment of a ticket that we signed; None for any other text."""
    try:
        key, at = signing.loads(text, salt=TICKET)
        return UUID(key), datetime.fromtimestamp(at, tz=UTC)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def kept(keys: Sequence[str]) -> str:
    """Signed: photos that were kept with a try before."""
    return signing.dumps(list(keys), salt=KEPT) if keys else ""


def read_kept(text: str) -> tuple[str, ...]:
    """The photos of a try before; none for a text that we did not sign."""
    try:
        return tuple(str(one) for one in signing.loads(text, salt=KEPT)) if text else ()
    except signing.BadSignature:
        return ()
