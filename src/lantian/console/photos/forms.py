"""What is said about a photo: a decision on a hint, rectangles to mask."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.console.photos import wording
from lantian.inspections.rules import Rectangle

LONGEST = 2000


class Judgement(forms.Form):
    """What a person decides about a hint, and why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=list(wording.DECISIONS.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(label=gettext_lazy("Because"), max_length=200)


class Masking(forms.Form):
    """Rectangles, one a line, in thousandths of the picture."""

    rectangles = forms.CharField(
        label=gettext_lazy("Rectangles"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line: left, top, width, height, each in thousandths of the picture. "
            "200 300 100 150 masks a part that begins a fifth from the left."
        ),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean_rectangles(self) -> list[Rectangle]:
        """Four numbers a line; the line that is none is named."""
        found: list[Rectangle] = []
        lines = [line for line in self.cleaned_data["rectangles"].splitlines() if line.strip()]
        for place, line in enumerate(lines, start=1):
            parts: list[Any] = re.split(r"[\s,，;]+", line.strip())
            if len(parts) != 4 or not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
                said = _("Line %(place)d, “%(line)s”, is not four whole numbers from 0 to 1000.")
                raise ValidationError(said % {"place": place, "line": line[:40]})
            left, top, width, height = (int(part) for part in parts)
            found.append((left, top, width, height))
        return found
