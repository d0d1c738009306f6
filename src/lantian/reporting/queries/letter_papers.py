"""Letters about cases as papers: which letter it is, the PDF, and where it is kept."""

import json
from dataclasses import dataclass
from datetime import datetime

import typst

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import permissions as cases
from lantian.cases.models import Case, Letter, Rung
from lantian.kernel import files
from lantian.reporting import models, permissions
from lantian.reporting.queries import codes
from lantian.reporting.queries.printing import FONTS, ROOM
from lantian.reporting.rules import letter_paper as words
from lantian.reporting.rules.visit_paper import day, moment

TEMPLATE = ROOM / "typst" / "letter.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter that went out, of either kind."""

    number: str
    kind: str
    text: str
    case: Case
    office: str
    sent_at: datetime
    reply_by: datetime | None
    letter: Letter | None
    rung: Rung | None


def sent(number: str, by: Actor) -> Sent:
    """A letter, or a rung's, about a case this person sees; Letter.DoesNotExist otherwise."""
    seen = cases.visible_cases(by)
    rungs = Rung.objects.filter(case__in=seen, taken_at__isnull=False)
    rung = rungs.select_related("case__grid", "taken_by__organisation").filter(number=number).first()
    if rung is not None and rung.taken_by is not None and rung.taken_at is not None:
        return Sent(
            number=number,
            kind=rung.kind,
            text=rung.words,
            case=rung.case,
            office=rung.taken_by.organisation.name_zh,
            sent_at=rung.taken_at,
            reply_by=None,
            letter=None,
            rung=rung,
        )
    letters = Letter.objects.filter(case__in=seen).select_related("case__grid", "sent_by__organisation")
    letter = letters.get(number=number)
    return Sent(
        number=number,
        kind=words.LETTER,
        text=letter.text,
        case=letter.case,
        office=letter.sent_by.organisation.name_zh,
        sent_at=letter.sent_at,
        reply_by=letter.reply_by,
        letter=letter,
        rung=None,
    )


def letter_bytes(number: str, by: Actor) -> bytes:
    """The PDF as it was kept; LetterPaper.DoesNotExist when absent or not for this person."""
    found = permissions.visible_letter_papers(by).select_related("pdf").get(number=number)
    return files.read(found.pdf.sha256)


def printed_letter(one: Sent, *, code: str, verify_url: str, at: datetime) -> bytes:
    """The PDF of a letter: the same bytes for the same letter and code."""
    zone = calendar.local_zone()
    to, paragraphs = words.parted(one.text)
    data = {
        "title": words.TITLES[one.kind],
        "office": one.office,
        "is_demo": one.case.grid.is_demo,
        "number": one.number,
        "case": one.case.number,
        "to": to,
        "paragraphs": paragraphs,
        "day": day(calendar.local_day(one.sent_at)),
        "reply_by": moment(one.reply_by.astimezone(zone)) if one.reply_by else "",
        "seal": words.SEAL,
        "code": code,
        "url": verify_url,
        "qr": codes.qr(verify_url),
        "printed": moment(at.astimezone(zone)),
    }
    made = typst.compile(
        TEMPLATE,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave {type(made).__name__}; the bytes of one PDF are needed")
    return made


def letter_verified(code: str) -> models.LetterPaper | None:
    """The printed letter a code stands on."""
    return models.LetterPaper.objects.select_related("pdf").filter(code=code).first()
