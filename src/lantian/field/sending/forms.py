"""What the phone sends by itself: a check-in, a piece of a photo."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lantian.field.orders.forms import CheckInForm


class SentCheckInForm(CheckInForm):
    """A check-in with the phone's own time when it could not be sent at once."""

    said_at = forms.DateTimeField(required=False)
    template_id = forms.IntegerField(required=False)


class PieceForm(forms.Form):
    """A piece of one photo: where it begins, how long the whole is, and what the whole must hash to."""

    offset = forms.IntegerField(min_value=0)
    total = forms.IntegerField(min_value=0)
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", required=False)
    piece = forms.FileField(required=False, allow_empty_file=True)
    name = forms.CharField(required=False, max_length=200)
    item_id = forms.IntegerField(required=False)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    accuracy_m = forms.FloatField(required=False, min_value=0, max_value=1e6)
    taken_at = forms.DateTimeField(required=False)

    def clean(self) -> dict[str, Any]:  # Any: Django's own signature
        """Refuse a photo beyond the limit before any of its bytes are kept."""
        given, limit = super().clean() or {}, settings.LANTIAN_PHOTO_MAX_BYTES
        piece = given["piece"].size if given.get("piece") else 0
        size = max(given.get("total", 0), given.get("offset", 0) + piece)
        if size > limit:
            said = _("%(name)s has %(size)s MB; %(limit)s MB is the most. Take it with a lower resolution.")
            shown = {
                "name": given.get("name", ""),
                "size": f"{size / 1e6:.1f}",
                "limit": f"{limit / 1e6:.1f}",
            }
            raise ValidationError(said % shown)
        return given
