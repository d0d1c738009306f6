"""The page of published numbers that moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from lantian.accounts.rules import Actor
from lantian.assessment.queries import changes as assessment
from lantian.assessment.queries.changes import ChangeView
from lantian.assessment.rules import keys
from lantian.console import air, words
from lantian.console.changes.forms import Asked
from lantian.console.quality import moves
from lantian.registry import queries as registry
from lantian.registry.models import Station
from lantian.ui import formats
from lantian.ui.parts import PageLinks

SHOWN = 50
DAY = timedelta(days=1)
PERIODS: dict[str, Promise] = {
    "": gettext_lazy("all periods"),
    "hour": pgettext_lazy("number", "Hours"),
    "day": pgettext_lazy("number", "Days"),
    "span": gettext_lazy("weeks to years, and places"),
}
WHY: dict[str, Promise] = {
    "late": gettext_lazy("a late reading"),
    "revision": gettext_lazy("a corrected reading"),
    "flag": gettext_lazy("a decision about readings"),
    "list": gettext_lazy("a list of exceptional days"),
    "weight": gettext_lazy("who counts for the place, and how much"),
    "rule": gettext_lazy("edition or convention"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number that moved."""

    subject: str
    when: str
    figure: str
    old: str
    old_url: str
    new: str
    new_url: str
    why: str
    because_of: str
    basis: str
    noted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page."""

    sentence: str
    facts: tuple[str, ...]
    choices: tuple[tuple[str, str, bool], ...]
    periods: tuple[tuple[str, Promise, bool], ...]
    lines: tuple[Line, ...]
    links: PageLinks


def compose(asked: Asked, by: Actor, *, now: datetime) -> Page:
    """A page of changes, and where it goes on."""
    found = assessment.changes(
        by,
        limit=SHOWN + 1,
        kind=asked.kind,
        subject=asked.subject,
        period=asked.period,
        before=asked.before,
    )
    shown = found[:SHOWN]
    stations = {row.code: words.name(row) for row in Station.objects.all()}
    regions = {row.code: words.name(row) for row in registry.regions()}
    names = {"station": stations, "region": regions}
    return Page(
        sentence=_sentence(assessment.how_many(by, since=now - DAY)),
        facts=(
            _("a number is published an hour after its hour or day is over; what moved before is none"),
            _("periods from weeks to years are followed up to their last day that is over"),
        ),
        choices=_choices(asked),
        periods=tuple((value, label, value == asked.period) for value, label in PERIODS.items()),
        lines=tuple(_line(row, names) for row in shown),
        links=_links(asked, shown, goes_on=len(found) > SHOWN),
    )


def _sentence(number: int) -> str:
    if not number:
        return _("No published number moved in the last 24 hours.")
    return ngettext(
        "%(number)d published number moved in the last 24 hours.",
        "%(number)d published numbers moved in the last 24 hours.",
        number,
    ) % {"number": number}


def _choices(asked: Asked) -> tuple[tuple[str, str, bool], ...]:
    """Whose numbers can be asked for: all, regions, stations, one region that stations count for."""
    options = [("", _("everything")), ("region", _("all regions")), ("station", _("all stations"))]
    options += [(f"region/{row.code}", words.name(row)) for row in registry.counted_regions()]
    return tuple((value, label, value == asked.of) for value, label in options)


def _line(row: ChangeView, names: dict[str, dict[str, str]]) -> Line:
    at = f"{row.span[0]}..{row.span[1]}" if row.span else f"{row.day}"
    if row.begins_at is not None:
        at = keys.written(row.begins_at)
    stations = names["station"]
    return Line(
        subject=names[row.kind].get(row.subject, row.subject),
        when=moves.when(at),
        figure=moves.figure(row.figure, row.group),
        old=row.old or "—",
        old_url=air.explain_url(row.old_address),
        new=row.new or "—",
        new_url=air.explain_url(row.address),
        why=words.word(WHY, row.why),
        because_of=_(", ").join(stations.get(code, code) for code in row.because_of),
        basis=row.basis,
        noted=formats.when_short(row.noted_at),
    )


def _links(asked: Asked, shown: Sequence[ChangeView], *, goes_on: bool) -> PageLinks:
    return PageLinks(
        shown=_("%(number)d changes on this page") % {"number": len(shown)},
        previous_url=reverse("console:changes") + asked.query() if asked.before else "",
        next_url=asked.query(before=shown[-1].id) if goes_on else "",
    )
