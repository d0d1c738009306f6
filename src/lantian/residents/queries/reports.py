"""A report by its private link, and the case it goes on as."""

import base64
import hmac
from dataclasses import dataclass
from uuid import UUID

from django.utils.crypto import salted_hmac

from lantian.accounts.rules import token_hash
from lantian.cases.models import Case, CaseContact, LaterLookEvidence, RecheckEvidence
from lantian.inspections.models import Evidence
from lantian.residents import models, rules

MOST_MERGES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What somebody who told us takes along: the number, and the private link's secret."""

    number: str
    token: str


def link_of(key: UUID) -> str:
    """The secret of a private link: made of the report's key and the house's own, kept nowhere."""
    digest = salted_hmac("lantian.residents.link", str(key), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is kept of a secret with 256 random bits."""
    return token_hash(token)


def report_of(token: str) -> models.Report:
    """The report of a private link; Report.DoesNotExist for any other text."""
    found = models.Report.objects.select_related("case__grid", "jurisdiction")
    return found.get(token_sha256=hash_of(token))


def link_by_phone(*, number: str, phone_tail: str) -> str:
    """The link of a report whose phone ends in these digits; NothingFound says nothing more."""
    contact = CaseContact.objects.select_related("case").filter(case__number=number).first()
    known = rules.tail(contact.phone) if contact else ""
    is_right = bool(known) and hmac.compare_digest(known.encode(), phone_tail.encode())
    report = models.Report.objects.filter(case__number=number).first() if is_right else None
    if contact is None or report is None:
        raise rules.NothingFound()
    return link_of(contact.case.key)


def goes_on_as(report: models.Report) -> Case:
    """The case a report is part of now: its own, or the one it was merged into."""
    case = report.case
    for _ in range(MOST_MERGES):
        if case.merged_into is None:
            break
        case = case.merged_into
    return case


def photos_of_case(case: Case) -> list[Evidence]:
    """Every photo of a case, of the problem, of its mendings and of the looks at them; the oldest first."""
    found = {row.evidence for row in case.evidence.select_related("evidence__public_copy")}
    for work in case.rectifications.select_related("before__public_copy", "after__public_copy"):
        found |= {work.before, work.after}
    looks = RecheckEvidence.objects.filter(recheck__case=case).select_related("evidence__public_copy")
    later = LaterLookEvidence.objects.filter(look__case=case).select_related("evidence__public_copy")
    found |= {row.evidence for row in [*looks, *later]}
    return sorted(found, key=lambda one: (one.received_at, one.pk))


def demo_examples() -> list[tuple[str, str]]:
    """Made-up reports of the demo with how their phones end, for whoever tries the pages; no real one."""
    found = CaseContact.objects.filter(case__is_demo=True, case__resident_report__isnull=False)
    named = found.select_related("case").order_by("case__number")
    return [(one.case.number, rules.tail(one.phone)) for one in named if rules.tail(one.phone)]
