"""Print a letter about a case: once, with the letter's number and a code by which anybody can verify it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor
from lantian.kernel import files, outbox
from lantian.reporting import events, queries
from lantian.reporting.actions.papers import new_code
from lantian.reporting.models import LetterPaper
from lantian.reporting.queries.letter_papers import Sent


def print_letter(*, number: str, verify_url: str, by: Actor, now: datetime) -> LetterPaper:
    """Print a letter that went out, or a rung's, and keep it; asked again it is the same paper.

    `verify_url` holds `{code}` where the code goes.
    """
    letter = queries.sent(number, by)
    before = LetterPaper.objects.filter(number=number).first()
    if before is not None:
        return before
    try:
        return _print(letter, verify_url=verify_url, by=by, now=now)
    except IntegrityError:  # somebody else printed it at the same moment
        return LetterPaper.objects.get(number=number)


@transaction.atomic
def _print(letter: Sent, *, verify_url: str, by: Actor, now: datetime) -> LetterPaper:
    code = new_code()
    content = queries.printed_letter(letter, code=code, verify_url=verify_url.format(code=code), at=now)
    made = LetterPaper.objects.create(
        number=letter.number,
        code=code,
        kind=letter.kind,
        letter=letter.letter,
        rung=letter.rung,
        pdf=files.store(content, kind="letter", name=f"{letter.number}.pdf", now=now),
        printed_at=now,
        printed_by_id=by.id,
    )
    outbox.emit(
        events.LetterPrinted(
            about=f"cases.case:{letter.case.number}",
            by=by.id,
            at=now,
            number=letter.number,
            kind=letter.kind,
            code=code,
            sha256=made.pdf.sha256,
        )
    )
    return made
