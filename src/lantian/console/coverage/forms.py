"""By what the list of coverage is narrowed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WHAT = [
    ("", _("everything")),
    ("place", _("places")),
    ("grid", _("grids, at any time")),
    ("night", _("grids at night")),
]


class Filter(forms.Form):
    """A value that is none is left aside."""

    grid = forms.ChoiceField(label=_("Grid"), required=False)
    what = forms.ChoiceField(label=_("What"), choices=WHAT, required=False)
    holes = forms.BooleanField(label=_("Holes only"), required=False)

    def __init__(self, data: Any, *, grids: Sequence[tuple[str, str]]) -> None:  # Any: Django's QueryDict
        super().__init__(data)
        self.fields["grid"].choices = [("", _("all grids")), *grids]
        self.is_valid()

    @property
    def wanted(self) -> dict[str, Any]:  # Any: texts and a flag
        """What is set and known."""
        return {name: value for name, value in self.cleaned_data.items() if value}
