"""The values of the ledger's pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.cases.queries import ledger
from lantian.console import answer_words, words
from lantian.console.ledger import forms
from lantian.ui import formats
from lantian.ui.parts import Download, KeyValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line in the list."""

    number: str
    serial: str
    batch: str
    original: str
    unit: str
    contact: str
    tier: str
    span: str
    due: str
    steps: str
    next: str
    progress: str
    is_overdue: bool
    is_silent: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The page."""

    sentence: str
    form: forms.Filter
    rows: tuple[Row, ...]
    files: tuple[Download, ...]
    may_keep: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One step of the procedure as it stands."""

    name: str
    document: str
    words: str
    by: str
    standing: str
    is_next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line with everything."""

    row: Row
    case_url: str
    case_state: str
    facts: tuple[KeyValue, ...]
    months: tuple[KeyValue, ...]
    steps: tuple[Taken, ...]
    next_code: str
    next_name: str
    needs: str
    may_report: bool
    may_step: bool
    month: date


def lines(by: Actor, given: Mapping[str, Any], *, now: datetime) -> tuple[ledger.Line, ...]:
    """The lines asked for."""
    narrow = ledger.Narrow(
        **{name: str(given.get(name, "")) for name in ("batch", "tier", "span", "unit", "step")},
        is_overdue=bool(given.get("is_overdue")),
    )
    return ledger.entries(by, narrow=narrow, now=now)


def listing(by: Actor, given: Mapping[str, Any], *, now: datetime) -> Listing:
    """The ledger as a person sees it."""
    found = lines(by, given, now=now)
    rows = tuple(_row(line) for line in found)
    late = sum(row.is_overdue for row in rows)
    silent = sum(row.is_silent for row in rows)
    asked = {key: given[key] for key in forms.Filter.base_fields if given.get(key)}
    query = f"?{urlencode(asked)}" if asked else ""
    files = tuple(
        Download(label=suffix.upper(), url=reverse("console:ledger-file", args=[suffix]) + query)
        for suffix in ("xlsx", "csv")
    )
    sentence = _("%(lines)d lines of superior inspections, %(late)d overdue, %(silent)d silent this month.")
    return Listing(
        sentence=sentence % {"lines": len(rows), "late": late, "silent": silent},
        form=_filter(by, given, now=now),
        rows=rows,
        files=files,
        may_keep=by.may(Verb.KEEP_LEDGER),
    )


def entry(number: str, by: Actor, *, now: datetime) -> Entry:
    """One line with its months and steps."""
    line = ledger.entry(number, by, now=now)
    row, following = line.entry, line.next_step
    units = [row.lead_unit, *row.cooperating.all()]
    return Entry(
        row=_row(line),
        case_url=reverse("console:case", args=[row.case.number]),
        case_state=words.word(words.CASE_STATES, row.case.state),
        facts=(
            KeyValue(key=_("In the inspection's words"), value=row.original_words),
            KeyValue(key=_("Target"), value=row.target),
            KeyValue(key=_("Measures"), value=row.measures),
            KeyValue(key=_("Lead unit"), value=words.name(row.lead_unit), note=words.name(row.contact)),
            KeyValue(
                key=_("Helping units"), value=_(", ").join(words.name(unit) for unit in units[1:]) or "—"
            ),
            KeyValue(
                key=_("Deadline"),
                value=formats.day(row.due_on),
                note=words.word(answer_words.SPANS, row.span),
            ),
        ),
        months=tuple(
            KeyValue(key=f"{told.month:%Y-%m}", value=told.words, note=words.name(told.by))
            for told in reversed(list(row.progress.all()))
        ),
        steps=tuple(_steps(line)),
        next_code=following.code if following else "",
        next_name=words.name(following) if following else "",
        needs=following.needs if following else "",
        may_report=by.may(Verb.REPORT_PROGRESS) and any(by.is_of(unit.path) for unit in units),
        may_step=following is not None and any(hat.role in following.roles for hat in by.hats),
        month=calendar.local_day(now).replace(day=1),
    )


def _steps(line: ledger.Line) -> list[Taken]:
    steps = ledger.procedure(on=calendar.local_day(line.entry.added_at))
    taken = {one.step.code: one for one in line.taken}
    rows = []
    for step in steps:
        one = taken.get(step.code)
        is_next = line.next_step is not None and step.code == line.next_step.code
        rows.append(
            Taken(
                name=words.name(step),
                document=one.document if one else "",
                words=one.words if one else "",
                by=f"{words.name(one.by)} · {formats.when_short(one.at)}" if one else "",
                standing=_("taken") if one else (_("next") if is_next else _("later")),
                is_next=is_next,
            )
        )
    return rows


def _row(line: ledger.Line) -> Row:
    row = line.entry
    return Row(
        number=row.case.number,
        serial=row.serial,
        batch=row.batch,
        original=row.original_words,
        unit=words.name(row.lead_unit),
        contact=words.name(row.contact),
        tier=words.word(answer_words.TIERS, row.tier),
        span=words.word(answer_words.SPANS, row.span),
        due=formats.day(row.due_on),
        steps=f"{len(line.taken)}/{line.steps}",
        next=words.name(line.next_step) if line.next_step else _("struck off"),
        progress=line.progress.words if line.progress else "",
        is_overdue=line.is_overdue,
        is_silent=not line.has_this_month and line.next_step is not None,
        url=reverse("console:ledger-entry", args=[row.case.number]),
    )


def _filter(by: Actor, given: Mapping[str, Any], *, now: datetime) -> forms.Filter:
    form = forms.Filter(given or None)
    every = ledger.entries(by, narrow=ledger.Narrow(), now=now)
    units = {line.entry.lead_unit.code: words.name(line.entry.lead_unit) for line in every}
    steps = [(step.code, words.name(step)) for step in ledger.procedure(on=calendar.local_day(now))]
    anything = ("", _("any"))
    form.fields["batch"].choices = [anything, *((one, one) for one in ledger.batches(by))]  # type: ignore[attr-defined]
    form.fields["unit"].choices = [anything, *sorted(units.items())]  # type: ignore[attr-defined]
    form.fields["step"].choices = [anything, *steps, ("done", _("struck off"))]  # type: ignore[attr-defined]
    return form
