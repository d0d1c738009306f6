"""Print a paper of a visit: once, with a number and a code by which anybody can verify it."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.inspections import queries as inspections
from lantian.inspections.models import Visit
from lantian.kernel import files, outbox, references
from lantian.reporting import events, models, queries
from lantian.reporting.models import Paper
from lantian.reporting.rules import visit_paper as words

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that are taken for another
LENGTH = 10


def print_paper(*, visit_key: UUID | str, kind: str, verify_url: str, by: Actor, now: datetime) -> Paper:
    """Print the record or the slip of a filed visit and keep it; asked again it is the same paper.

    `verify_url` holds `{code}` where the code goes; it stands on the paper as text and as a QR code.
    """
    kind = Paper.Kind(kind).value
    visit = inspections.visit_row(visit_key, by)
    before = Paper.objects.filter(visit=visit, kind=kind).first()
    if before is not None:
        return before
    _check_printable(visit, kind, by)
    try:
        return _print(visit, kind, verify_url=verify_url, by=by, now=now)
    except IntegrityError:  # somebody else printed it at the same moment
        return Paper.objects.get(visit=visit, kind=kind)


def new_code() -> str:
    """A code to be printed on a paper, that nobody guesses."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def _check_printable(visit: Visit, kind: str, by: Actor) -> None:
    record = inspections.record_of(visit.key, by)
    if visit.state != Visit.State.FILED:
        raise words.NotPrinted()
    if kind == Paper.Kind.SLIP and not (record and record.order_words):
        raise words.NotPrinted()


@transaction.atomic
def _print(visit: Visit, kind: str, *, verify_url: str, by: Actor, now: datetime) -> models.Paper:
    number = references.next_number(words.SERIES[kind], calendar.local_day(now).year)
    code = new_code()
    url = verify_url.format(code=code)
    content = queries.printed_visit(visit, by, kind=kind, number=number, code=code, verify_url=url, at=now)
    made = Paper.objects.create(
        number=number,
        code=code,
        kind=kind,
        visit=visit,
        pdf=files.store(content, kind="visit_paper", name=f"{number}.pdf", now=now),
        printed_at=now,
        printed_by_id=by.id,
    )
    outbox.emit(
        events.PaperPrinted(
            about=f"reporting.paper:{number}",
            by=by.id,
            at=now,
            visit=str(visit.key),
            kind=kind,
            code=code,
            sha256=made.pdf.sha256,
        )
    )
    return made
