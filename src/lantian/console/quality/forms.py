"""What a person says when judging a flag, and when declaring a data level."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.console.quality import wording

DAY = forms.DateInput(attrs={"type": "date"})
ACCEPT, REJECT, RESTORE = "accept", "reject", "restore"


class Judge(forms.Form):
    """What is decided, why, and for which hours the consequences were read."""

    move = forms.ChoiceField(choices=[(ACCEPT, ACCEPT), (REJECT, REJECT), (RESTORE, RESTORE)])
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=200,
        help_text=gettext_lazy("It stays beside the readings, with your name and the time."),
        error_messages={"required": gettext_lazy("Say in a few words why; it stays beside the readings.")},
    )
    first = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    last = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class Declare(forms.Form):
    """How far a stretch of days of some stations has been looked at."""

    stations = forms.MultipleChoiceField(label=gettext_lazy("Stations"), widget=forms.CheckboxSelectMultiple)
    first = forms.DateField(label=gettext_lazy("First day"), widget=DAY)
    last = forms.DateField(label=gettext_lazy("Last day"), widget=DAY)
    level = forms.ChoiceField(
        label=gettext_lazy("Data level"), choices=list(wording.LEVELS.items()), initial="reviewed"
    )
    basis = forms.CharField(label=gettext_lazy("By which review or paper"), max_length=200)

    def __init__(
        self, *args: Any, stations: list[tuple[str, str]], **kwargs: Any
    ) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["stations"].choices = stations  # type: ignore[attr-defined]  # a ChoiceField, see above

    def clean(self) -> dict[str, Any]:  # Any: what a form's fields clean to
        """The last day lies not before the first."""
        given = super().clean() or self.cleaned_data
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("The last day lies before the first."))
        return given
