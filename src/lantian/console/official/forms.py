"""What is said when a list is handed in or taken back."""

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.assessment.models import ImportedList
from lantian.console.official import wording

LARGEST = 5 * 1024 * 1024  # bytes; design default, some ten thousand rows
DAY = forms.DateInput(attrs={"type": "date"})


class HandIn(forms.Form):
    """A list as a file, what it is, who published it, and the days it is about."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Which kind of list is it?"),
        choices=list(wording.LIST_KINDS.items()),
        initial=ImportedList.Kind.OFFICIAL,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=gettext_lazy("What the list is called"), max_length=120)
    authority = forms.CharField(label=gettext_lazy("Who published it"), max_length=120)
    first = forms.DateField(
        label=gettext_lazy("First day it is about"), required=False, widget=DAY,
        help_text=gettext_lazy("For figures only; a list of exceptional days names its days row by row."),
    )  # fmt: skip
    last = forms.DateField(label=gettext_lazy("Last day it is about"), required=False, widget=DAY)
    file = forms.FileField(
        label=gettext_lazy("The list, as CSV"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        help_text=gettext_lazy(
            "UTF-8 or GB18030, with a header. Figures: 地区 and any of PM2.5, PM10, SO2, NO2, CO, O3, "
            "综合指数, 优良天数, 名次. Exceptional days: 地区, 日期, 扣除项目."
        ),
    )

    def clean_file(self) -> Any:  # Any: see below
        """A list that is far too large to be one is refused before it is read."""
        file: Any = self.cleaned_data["file"]  # Any: the stubs of uploaded files know no size
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("%(name)s has %(size)s; a list has at most %(most)s.")
                % {
                    "name": file.name,
                    "size": filesizeformat(file.size),
                    "most": filesizeformat(LARGEST),
                }
            )
        return file

    def clean(self) -> dict[str, Any]:  # Any: what a form's fields clean to
        """Figures are about a stretch of days; the last lies not before the first."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") != ImportedList.Kind.OFFICIAL:
            return given
        for name in ("first", "last"):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("Figures are about days: say the first and the last of them."))
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        return given


class Withdraw(forms.Form):
    """Why a list counts no more."""

    reason = forms.CharField(
        label=gettext_lazy("Why is the list withdrawn?"),
        max_length=200,
        help_text=gettext_lazy(
            "What it left out counts again; its rows and its file stay readable, and so does the reason."
        ),
        error_messages={"required": gettext_lazy("Say why the list is withdrawn.")},
    )
