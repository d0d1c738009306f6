"""What the prospects page is asked: the horizon, and by how much values would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.http import Http404, QueryDict

from airshed.assessment.spans import SpanKind
from airshed.standards.tables import POLLUTANTS
from lantian.ui import formats

HORIZONS = (SpanKind.MONTH, SpanKind.QUARTER, SpanKind.HALF, SpanKind.YEAR)
MOST = Decimal(500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """Until when, and what was supposed."""

    kind: SpanKind

    def query(self, kind: SpanKind) -> str:
        """The page with another horizon."""
        return f"?kind={kind}"


def horizon(given: QueryDict) -> Horizon:
    """Read the horizon; another kind is not found."""
    try:
        kind = SpanKind(given.get("kind", SpanKind.MONTH))
    except ValueError as error:
        raise Http404(str(error)) from error
    if kind not in HORIZONS:
        raise Http404
    return Horizon(kind=kind)


class Suppose(forms.Form):
    """By how much each period value would change: down to 0, up to twice what it is."""

    def __init__(self, given: QueryDict | None, *, values: Mapping[str, Decimal]) -> None:
        super().__init__(given)
        for name in POLLUTANTS:
            now = values.get(name, MOST)
            slides = {"data-from": -now, "data-to": now}
            self.fields[name] = forms.DecimalField(
                label=f"{formats.substance(name)} {formats.unit(name)}",
                required=False,
                min_value=-MOST,
                max_value=MOST,
                decimal_places=1,
                widget=forms.NumberInput(attrs={"step": "0.1" if name == "co" else "1", "size": 6} | slides),
            )

    @property
    def changes(self) -> dict[str, Decimal]:
        """What was filled in; nothing where nobody was asked."""
        said = self.cleaned_data if self.is_bound else {}
        return {name: by for name in POLLUTANTS if (by := said.get(name))}


class Levels(forms.Form):
    """The level each pollutant's days would have from now on."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in POLLUTANTS:
            self.fields[f"level_{name}"] = forms.DecimalField(
                label=f"{formats.substance(name)} {formats.unit(name)}",
                required=False,
                min_value=Decimal(0),
                max_value=MOST * 2,
                decimal_places=1,
                widget=forms.NumberInput(attrs={"step": "0.1" if name == "co" else "1", "size": 6}),
            )

    @property
    def stated(self) -> dict[str, Decimal]:
        """What was filled in."""
        found = {name: self.cleaned_data.get(f"level_{name}") for name in POLLUTANTS}
        return {name: level for name, level in found.items() if level is not None}
