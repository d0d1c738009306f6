"""What is entered with each act on a case, and by what the list is narrowed."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lantian.cases import rules
from lantian.console import words
from lantian.console.orders.budgeting import BeyondBudget

Choices = Sequence[tuple[Any, Any]]  # Any: Django's nested choices
MOMENT = "%Y-%m-%dT%H:%M"
PHOTOS = "image/jpeg,image/png,image/webp,.jpg,.jpeg,.png,.webp"
YES_NO: tuple[tuple[str, Promise], ...] = (
    (rules.YES, pgettext_lazy("acceptance", "Yes")),
    (rules.NO, pgettext_lazy("acceptance", "No")),
    (rules.NA, pgettext_lazy("acceptance", "Not applicable")),
)
WHY = {"required": _("Say in a few words why; whoever gets it back will read it.")}
# Proposals for the clause that was not met: Air Pollution Prevention Law of 2018, by kind of problem.
CLAUSES = {
    "construction_dust": "《大气污染防治法》第六十九条",
    "bare_land": "《大气污染防治法》第六十九条",
    "road_dust": "《大气污染防治法》第七十条",
    "stockpile": "《大气污染防治法》第七十二条",
    "open_burning": "《大气污染防治法》第七十七条",
}


PHOTO_NEEDED = _("A photo is needed here. Take one or choose one, then send the form again.")


def _photo(label: Promise, *, help_text: Promise | str = "") -> forms.FileField:
    """A photo field; what is no photo is refused by the room, in its own words."""
    return forms.FileField(
        label=label,
        required=False,
        allow_empty_file=True,
        help_text=help_text,
        widget=forms.FileInput(attrs={"accept": PHOTOS, "class": "ctl"}),
        error_messages={"required": PHOTO_NEEDED},
    )


class Bare(forms.Form):
    """An act that needs nothing entered."""


class File(forms.Form):
    """How grave it is, and the duty that was not met."""

    level = forms.ChoiceField(label=_("Level"), choices=list(words.CASE_LEVELS.items()))
    standard_code = forms.CharField(
        label=_("Clause or standard not met"),
        max_length=60,
        error_messages={
            "required": _("Name the clause or standard that was not met; without it nothing can be filed.")
        },
    )
    is_violation = forms.BooleanField(
        label=_("It is a violation: the mending needs a penalty record"), required=False
    )
    is_separate = forms.BooleanField(
        label=_("It is a separate problem, even where a case is open at the same place"), required=False
    )


class Assign(forms.Form):
    """Which unit, and by when on which clock."""

    unit_code = forms.ChoiceField(label=_("Unit"))
    due_at = forms.DateTimeField(
        label=_("To be mended by"),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )
    clock = forms.ChoiceField(label=_("On the clock"), choices=list(words.CLOCKS.items()))

    def __init__(self, *args: Any, units: Choices = (), **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["unit_code"].choices = list(units)


class Reason(forms.Form):
    """Why it is given back, or is no case."""

    reason = forms.CharField(
        label=_("Why?"), max_length=200, error_messages=WHY, widget=forms.Textarea(attrs={"rows": 3})
    )


class Accept(forms.Form):
    """Who handles it."""

    handler_id = forms.TypedChoiceField(label=_("Who handles it"), coerce=int)

    def __init__(self, *args: Any, handlers: Choices = (), **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["handler_id"].choices = list(handlers)


class Plan(forms.Form):
    """What a unit promises before a grave mending begins."""

    ROWS = (1, 2, 3)

    target = forms.CharField(label=_("Target"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        for row in self.ROWS:
            is_needed = row == 1
            self.fields[f"what_{row}"] = forms.CharField(
                label=_("Measure %(row)d") % {"row": row}, max_length=200, required=is_needed
            )
            self.fields[f"by_on_{row}"] = forms.DateField(
                label=_("Done by"), required=is_needed, widget=forms.DateInput(attrs={"type": "date"})
            )

    def clean(self) -> dict[str, Any]:
        """A measure and its day come together."""
        said: dict[str, Any] = super().clean() or {}
        for row in self.ROWS:
            day = f"by_on_{row}"
            if said.get(f"what_{row}") and not said.get(day) and day not in self.errors:
                self.add_error(day, _("This measure has no day yet. Say by when it is done."))
        return said

    @property
    def measures(self) -> list[rules.Measure]:
        """The measures that were filled in."""
        said = self.cleaned_data
        return [
            rules.Measure(what=said[f"what_{row}"], by_on=said[f"by_on_{row}"])
            for row in self.ROWS
            if said[f"what_{row}"]
        ]


class Submit(forms.Form):
    """What was done, shown by the view before and after."""

    before_key = forms.ChoiceField(label=_("View before"), required=False, widget=forms.RadioSelect)
    before = _photo(_("Another photo before"))
    after = _photo(_("Photo after"), help_text=_("From the same place, in the same direction as before."))
    after_key = forms.CharField(required=False, widget=forms.HiddenInput)
    what_was_done = forms.CharField(
        label=_("What was done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what was done; the rechecker goes by it.")},
    )
    cost_yuan = forms.DecimalField(
        label=_("Cost (yuan)"), min_value=Decimal(0), max_digits=12, decimal_places=2, required=False
    )
    penalty_record = forms.CharField(label=_("Penalty record"), max_length=80, required=False)

    def __init__(
        self, *args: Any, photos: Choices = (), is_violation: bool = False, **kwargs: Any
    ) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        kept = self.data.get("before_key") if self.is_bound else ""  # sent with a try that was refused
        known = {key for key, _taken in photos}
        more = [(kept, _("the photo you sent"))] if kept and kept not in known else []
        self.fields["before_key"].choices = [*photos, *more]
        self.fields["before"].required = not photos and not kept
        self.fields["after"].required = not (self.is_bound and self.data.get("after_key"))
        if not is_violation:
            del self.fields["penalty_record"]

    @property
    def cost_fen(self) -> int | None:
        """The cost as it is kept: integer fen."""
        yuan = self.cleaned_data["cost_yuan"]
        return None if yuan is None else int(yuan * 100)


class Recheck(forms.Form):
    """What the rechecker saw: five tests, words, and a photo where one was on site."""

    is_on_site = forms.TypedChoiceField(
        label=_("How was it looked at?"),
        choices=(("yes", _("On site")), ("no", _("By the paired photos"))),
        coerce=lambda value: value == "yes",
        empty_value=False,
        widget=forms.RadioSelect,
    )
    photo = _photo(_("Photo of your own"), help_text=_("Needed when you were on site."))
    photo_key = forms.CharField(required=False, widget=forms.HiddenInput)
    has_fake_photo = forms.BooleanField(
        label=_("A photo of the mending is not of this place"), required=False
    )
    reasons = forms.CharField(
        label=_("In a few words"),
        max_length=500,
        required=False,
        help_text=_("Needed when it goes back: what is missing, where."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "ctl"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        for test in rules.ACCEPTANCE:
            self.fields[test] = forms.ChoiceField(
                label=words.ACCEPTANCE[test], choices=YES_NO, required=False, widget=forms.RadioSelect
            )

    @property
    def answers(self) -> dict[str, str]:
        """The tests that were answered."""
        said = self.cleaned_data
        return {test: said[test] for test in rules.ACCEPTANCE if said[test]}

    @property
    def tests(self) -> list[forms.BoundField]:
        """The five tests, in their order."""
        return [self[test] for test in rules.ACCEPTANCE]


class SendToRecheck(BeyondBudget):
    """Who looks again."""

    officer_id = forms.TypedChoiceField(
        label=_("Who looks again"),
        coerce=int,
        error_messages={
            "invalid_choice": _(
                "This person cannot recheck the case: they had a hand in it, or cannot be sent. Name another."
            )
        },
    )

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["officer_id"].choices = list(people)


class Reopen(forms.Form):
    """The finding that shows that it came back."""

    visit_key = forms.ChoiceField(
        label=_("Finding that shows it"),
        error_messages={
            "required": _(
                "A case is reopened by a new finding of the same kind. Send somebody to look first."
            )
        },
    )

    def __init__(self, *args: Any, findings: Choices = (), **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["visit_key"].choices = list(findings)


class Filter(forms.Form):
    """By what the list is narrowed; a value that is none is left aside."""

    q = forms.CharField(
        label=_("Search in address, unit and words"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("two characters and more")}),
    )
    category = forms.ChoiceField(label=_("Kind of problem"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    grid = forms.ChoiceField(label=_("Grid"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)
    refused = forms.BooleanField(label=_("A recheck was refused"), required=False)
    reopened = forms.BooleanField(label=_("Was reopened"), required=False)
    mine = forms.BooleanField(label=_("Reported or handled by me"), required=False)
    cell = forms.IntegerField(
        required=False, min_value=0, max_value=rules.LAST_CELL, widget=forms.HiddenInput
    )

    def __init__(self, data: Any, *, grids: Choices, units: Choices) -> None:  # Any: Django's QueryDict
        super().__init__(data)
        anything = ("", _("any"))
        self.fields["category"].choices = [anything, *words.CATEGORIES.items()]
        self.fields["level"].choices = [anything, *words.CASE_LEVELS.items()]
        self.fields["grid"].choices = [anything, *grids]
        self.fields["unit"].choices = [anything, *units]
        self.is_valid()

    def clean_q(self) -> str:
        """A word of one character says nothing."""
        asked = str(self.cleaned_data["q"]).strip()
        if asked and not rules.terms(asked):
            raise forms.ValidationError(_("Ask for two characters or more."))
        return asked

    @property
    def wanted(self) -> dict[str, str]:
        """What is set and known, as an address carries it."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: "1" if value is True else str(value) for name, value in said.items()}
