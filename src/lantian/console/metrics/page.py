"""The values of the metrics page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import queries as cases
from lantian.cases.queries import Measure, UnitRow
from lantian.console import words
from lantian.ui import formats

DAYS = 30
MOST = 200
NAMES: dict[Measure, Promise] = {
    Measure.CLOSED: gettext_lazy("Closed cases"),
    Measure.ON_TIME: gettext_lazy("On time"),
    Measure.FIRST_TIME: gettext_lazy("Passed first time"),
    Measure.RETURNED: gettext_lazy("Given back by a unit"),
    Measure.RECHECKED: gettext_lazy("Rechecked"),
    Measure.SAME_PERSON: gettext_lazy("Checked by who mended"),
    Measure.REBOUND: gettext_lazy("Came back in the period"),
}
# a share of the closed cases says more than the number alone
SHARES = {Measure.ON_TIME, Measure.FIRST_TIME, Measure.RECHECKED}


class Period(forms.Form):
    """From the first to the last day, both counted."""

    first = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    show = forms.ChoiceField(
        required=False, choices=[(one.value, one.value) for one in Measure], widget=forms.HiddenInput
    )
    unit = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The first day does not come after the last."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("first") and said.get("last") and said["first"] > said["last"]:
            self.add_error("first", _("The first day comes after the last. Swap them."))
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number, its share of the closed cases, and where its cases are listed."""

    count: int
    share: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The numbers of one unit, or of all."""

    name: str
    numbers: tuple[Number, ...]
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One case that is counted."""

    number: str
    url: str
    title: str
    reported: str
    closed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """The page."""

    form: Period
    sentence: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    behind_title: str
    behind: tuple[Behind, ...]
    has_more: bool


def asked(given: Mapping[str, Any], *, now: datetime) -> Period:
    """The period asked for; the last thirty days unless told."""
    today = calendar.local_day(now)
    told = {name: given[name] for name in ("first", "last", "show", "unit") if given.get(name)}
    usual = {"first": (today - timedelta(days=DAYS - 1)).isoformat(), "last": today.isoformat()}
    return Period(usual | told)


def compose(form: Period, by: Actor, *, now: datetime) -> Metrics:
    """The numbers of every unit in a person's area, and the cases of the one that is open."""
    heads = tuple(str(name) for name in NAMES.values())
    if not form.is_valid():
        return Metrics(
            form=form,
            sentence=_("This period cannot be shown."),
            heads=heads,
            lines=(),
            behind_title="",
            behind=(),
            has_more=False,
        )
    said = form.cleaned_data
    bounds = _bounds(said["first"], said["last"])
    rows = cases.metrics(by, **bounds)
    behind = _behind(said, by, bounds)
    return Metrics(
        form=form,
        sentence=_sentence(rows[-1], said),
        heads=heads,
        lines=tuple(_line(row, said) for row in rows),
        behind_title=str(NAMES[Measure(said["show"])]) if said["show"] else "",
        behind=behind[:MOST],
        has_more=len(behind) > MOST,
    )


def _bounds(first: date, last: date) -> dict[str, datetime]:
    return {"since": calendar.day_bounds(first)[0], "until": calendar.day_bounds(last)[1]}


def _sentence(whole: UnitRow, said: Mapping[str, Any]) -> str:
    facts = {
        "first": formats.day(said["first"]),
        "last": formats.day(said["last"]),
        "closed": whole.counts[Measure.CLOSED],
        "on_time": whole.counts[Measure.ON_TIME],
        "back": whole.counts[Measure.REBOUND],
    }
    return (
        _("%(first)s to %(last)s: %(closed)d cases closed, %(on_time)d on time, %(back)d came back.") % facts
    )


def _line(row: UnitRow, said: Mapping[str, Any]) -> Line:
    closed = row.counts[Measure.CLOSED]
    code = row.unit.code if row.unit else ""
    numbers = []
    for measure in NAMES:
        count = row.counts[measure]
        share = f"{100 * count / closed:.0f} %" if measure in SHARES and closed else ""
        is_on = said["show"] == measure and said["unit"] == code
        numbers.append(Number(count=count, share=share, url=_url(said, measure, code), is_on=is_on))
    return Line(
        name=words.name(row.unit) if row.unit else _("All units"),
        numbers=tuple(numbers),
        hours="—" if row.mean_hours is None else f"{row.mean_hours:.1f}",
    )


def _url(said: Mapping[str, Any], measure: Measure, unit: str) -> str:
    asked_for = {"first": said["first"], "last": said["last"], "show": measure.value, "unit": unit}
    return "?" + urlencode(asked_for) + "#behind"


def _behind(said: Mapping[str, Any], by: Actor, bounds: Mapping[str, datetime]) -> tuple[Behind, ...]:
    if not said["show"]:
        return ()
    found = cases.counted(Measure(said["show"]), by, unit=said["unit"], most=MOST + 1, **bounds)
    return tuple(
        Behind(
            number=one.number,
            url=reverse("console:case", args=[one.number]),
            title=one.title,
            reported=formats.when_short(one.reported_at),
            closed=formats.when_short(one.closed_at) if one.closed_at else "—",
        )
        for one in found
    )
