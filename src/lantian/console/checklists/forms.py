"""What is filled in when a checklist is written."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.console import words
from lantian.console.checklists import wording
from lantian.dispatch.models import Purpose
from lantian.inspections import rules
from lantian.inspections.models import Stage

LARGEST = 1024 * 1024  # bytes of a sheet; design default


class Describe(forms.Form):
    """What a checklist is called and what it is for."""

    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    kinds_of_going = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of going"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(words.KINDS_OF_GOING.items()),
        help_text=gettext_lazy("None: a sheet that a site or plant fills in itself."),
    )  # fmt: skip
    source_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of place"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(words.SOURCE_KINDS.items()), help_text=gettext_lazy("None: every kind."),
    )  # fmt: skip
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Only when an order asks for"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("None: whatever the order asks for."),
    )  # fmt: skip
    part_of_day = forms.ChoiceField(
        label=gettext_lazy("Part of the day"), choices=list(wording.PARTS_OF_DAY.items())
    )
    partial_factor = forms.DecimalField(
        label=gettext_lazy("What “mostly met” is worth"), min_value=Decimal(0), max_value=Decimal(1),
        decimal_places=2, max_digits=3,
    )  # fmt: skip
    origin = forms.CharField(
        label=gettext_lazy("Where the items come from"), max_length=200,
        help_text=gettext_lazy("A document with its number, or “design default” where it is ours."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: Django's own signature
        self.fields["purposes"].choices = [(one.code, words.name(one)) for one in Purpose.objects.all()]


class New(forms.Form):
    """A checklist that is not made of another one."""

    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    kinds_of_going = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of going"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(words.KINDS_OF_GOING.items()),
        help_text=gettext_lazy("None: a sheet that a site or plant fills in itself."),
    )  # fmt: skip


class ItemForm(forms.Form):
    """One item."""

    text_zh = forms.CharField(label=gettext_lazy("The item in Chinese"), max_length=120)
    text_en = forms.CharField(label=gettext_lazy("The item in English"), max_length=160)
    section_zh = forms.CharField(label=gettext_lazy("Heading above it"), max_length=60, required=False)
    section_en = forms.CharField(label=gettext_lazy("Heading in English"), max_length=80, required=False)
    weight = forms.IntegerField(
        label=gettext_lazy("Full marks"), min_value=0, max_value=100,
        help_text=gettext_lazy("0: asked, and counts no points."),
    )  # fmt: skip
    category = forms.ChoiceField(label=gettext_lazy("What kind of problem it is when not met"))
    is_red_line = forms.BooleanField(
        label=gettext_lazy("Red line: not met fails the whole visit"), required=False
    )
    photo = forms.ChoiceField(label=gettext_lazy("Photo asked"), choices=list(wording.PHOTOS.items()))
    stages = forms.MultipleChoiceField(
        label=gettext_lazy("Only in these stages of work"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None: in every stage. In other stages it counts in full."),
    )  # fmt: skip
    asked_if = forms.ChoiceField(label=gettext_lazy("Asked only when this item"), required=False)
    asked_if_values = forms.MultipleChoiceField(
        label=gettext_lazy("has the answer"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, words.ANSWERS[code]) for code in rules.VALUES],
    )  # fmt: skip
    help_zh = forms.CharField(label=gettext_lazy("Help in Chinese"), max_length=200, required=False)
    help_en = forms.CharField(label=gettext_lazy("Help in English"), max_length=300, required=False)

    def __init__(self, *args: Any, earlier: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: Django's own signature
        self.fields["category"].choices = list(words.CATEGORIES.items())
        self.fields["stages"].choices = [(one.code, words.name(one)) for one in Stage.objects.all()]
        self.fields["asked_if"].choices = [("", _("always asked")), *earlier]

    def question(self, code: str) -> rules.Question:
        """The item as it was filled in."""
        given = dict(self.cleaned_data)
        values = given.pop("asked_if_values") if given["asked_if"] else ()
        given.pop("asked_if_values", None)
        stages = tuple(given.pop("stages"))
        return rules.Question(code=code, stages=stages, asked_if_values=tuple(values), **given)


class Publish(forms.Form):
    """From when a draft holds."""

    valid_from = forms.DateField(
        label=gettext_lazy("Holds from"), widget=forms.DateInput(attrs={"type": "date"})
    )


class Withdraw(forms.Form):
    """Why a version is used no more."""

    reason = forms.CharField(label=gettext_lazy("Why is it withdrawn?"), max_length=200)


class Sheet(forms.Form):
    """Items as a file."""

    file = forms.FileField(
        label=gettext_lazy("The items, as CSV"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        help_text=gettext_lazy("One item a row, the columns of a sheet that was taken out here."),
    )

    def clean_file(self) -> Any:  # Any: the stubs of uploaded files know no size
        """A file that is far too large is refused before it is read."""
        file: Any = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("%(name)s is larger than 1 MB; a checklist is not.") % {"name": file.name}
            )
        return file
