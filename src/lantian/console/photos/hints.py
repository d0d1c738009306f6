"""The values of the list of hints that wait for somebody's word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor
from lantian.console import words
from lantian.console.photos import custody
from lantian.console.photos.custody import HintLine
from lantian.inspections import queries
from lantian.inspections.models import Hint
from lantian.ui import formats
from lantian.ui.parts import PageLinks

A_PAGE = 20
LATELY = timedelta(days=30)
MOST_DECIDED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A hint with its photo."""

    photo_url: str
    alt: str
    way_url: str
    who: str
    unit: str
    place: str
    when: str
    hint: HintLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Hints that wait, and those decided lately."""

    sentence: str
    rows: tuple[Row, ...]
    decided: tuple[Row, ...]
    links: PageLinks | None


def page(by: Actor, *, now: datetime, number: str) -> Page:
    """The hints of this person's area."""
    sheet = Paginator(queries.undecided(by), A_PAGE).get_page(number)
    total = sheet.paginator.count
    sentence = ngettext(
        "%(number)d hint waits for somebody's word; a hint accuses nobody",
        "%(number)d hints wait for somebody's word; a hint accuses nobody",
        total,
    ) % {"number": total}
    links = PageLinks(
        shown=_("%(page)d of %(pages)d") % {"page": sheet.number, "pages": sheet.paginator.num_pages},
        previous_url=f"?page={sheet.number - 1}" if sheet.has_previous() else "",
        next_url=f"?page={sheet.number + 1}" if sheet.has_next() else "",
    )
    return Page(
        sentence=sentence if total else _("No hint waits for somebody's word"),
        rows=_rows(list(sheet), by),
        decided=_rows(list(queries.decided(by, since=now - LATELY)[:MOST_DECIDED]), by),
        links=links if sheet.paginator.num_pages > 1 else None,
    )


def _rows(found: Sequence[Hint], by: Actor) -> tuple[Row, ...]:
    return tuple(_row(one, by) for one in found)


def _row(one: Hint, by: Actor) -> Row:
    photo = one.evidence
    source = photo.visit.source if photo.visit_id and photo.visit else None
    return Row(
        photo_url=reverse("console:photo", args=[photo.key]),
        alt=_("Photo of %(when)s") % {"when": formats.when_short(photo.received_at)},
        way_url=reverse("console:photo-custody", args=[photo.key]),
        who=words.name(photo.by),
        unit=words.name(photo.by.organisation),
        place=words.name(source) if source else "",
        when=formats.when_short(photo.said_at or photo.received_at),
        hint=custody.hint_line(one, by),
    )
