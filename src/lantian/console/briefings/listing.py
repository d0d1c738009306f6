"""The values of the list of briefings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.reporting import queries as reporting
from lantian.reporting.models import Briefing
from lantian.ui import formats

SHOWN_AT_ONCE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One issue in the list."""

    number: str
    url: str
    pdf_url: str
    day: str
    issue: str
    serial: str
    state: str
    is_draft: bool
    written: str
    issued: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingList:
    """The list of days."""

    sentence: str
    rows: tuple[Row, ...]
    is_cut: bool
    may_write: bool


def listing(by: Actor, *, now: datetime) -> BriefingList:
    """The issues this person may see, the newest day first."""
    found = list(reporting.briefings(by).select_related("region__organisation")[: SHOWN_AT_ONCE + 1])
    people = accounts.names(one.issued_by_id for one in found if one.issued_by_id)
    rows = tuple(row(one, people.get(one.issued_by_id or 0)) for one in found[:SHOWN_AT_ONCE])
    return BriefingList(
        sentence=_list_sentence(found, by, now=now),
        rows=rows,
        is_cut=len(found) > SHOWN_AT_ONCE,
        may_write=by.may(Verb.WRITE_BRIEFING),
    )


def _list_sentence(found: list[Briefing], by: Actor, *, now: datetime) -> str:
    yesterday = calendar.local_day(now) - timedelta(days=1)
    of_yesterday = [one for one in found if one.day == yesterday]
    said = {"day": formats.day(yesterday), "number": of_yesterday[0].number if of_yesterday else ""}
    if not of_yesterday and by.may(Verb.WRITE_BRIEFING):
        return _("Nothing is written about yesterday, %(day)s, yet.") % said
    if not of_yesterday:
        return _("No briefing about yesterday, %(day)s, has been issued yet.") % said
    if of_yesterday[0].is_issued:
        return _("The briefing about yesterday, %(day)s, is issued: %(number)s.") % said
    return _("The briefing about yesterday, %(day)s, is a draft: read %(number)s and issue it.") % said


def row(one: Briefing, who: Person | None = None) -> Row:
    """One issue in the list; with whose issue it is where that is known."""
    issued = f"{formats.when_short(one.issued_at)} {words.name(who)}".strip() if one.issued_at else ""
    return Row(
        number=one.number,
        url=reverse("console:briefing", args=[one.number]),
        pdf_url=reverse("console:briefing-pdf", args=[one.number]),
        day=formats.day(one.day),
        issue=issue_words(one.issue),
        serial=serial_words(one.serial),
        state=words.word(words.BRIEFING_STATES, one.state),
        is_draft=not one.is_issued,
        written=formats.when_short(one.written_at),
        issued=issued,
    )


def issue_words(issue: int) -> str:
    """Which issue of its day, from the second on."""
    return "" if issue == 1 else _("issue %(issue)d, corrects the one before") % {"issue": issue}


def serial_words(serial: int | None) -> str:
    """Its number of the year; empty for a draft."""
    return "" if serial is None else _("No. %(serial)d") % {"serial": serial}
