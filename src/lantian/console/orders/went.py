"""Who went: the orders given for suspicions, what was found, and the cases that came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor
from lantian.cases.permissions import visible_cases
from lantian.console import words
from lantian.dispatch.models import Order
from lantian.dispatch.permissions import visible_orders


@dataclass(frozen=True, slots=True, kw_only=True)
class Went:
    """An order in a line: who was sent where, how it stands, and what they found."""

    number: str
    url: str
    officer: str
    place: str
    state: str
    issued_at: datetime
    result: str
    finding: str
    found_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLink:
    """A case that came of a finding."""

    number: str
    url: str
    state: str
    reported_at: datetime


def of_suspicions(suspicions: Collection[str], by: Actor) -> dict[str, tuple[Went, ...]]:
    """The orders a person may see that were given for some suspicions, by suspicion, oldest first."""
    rows = visible_orders(by).filter(suspicion__number__in=list(suspicions)).order_by("issued_at", "pk")
    found: dict[str, tuple[Went, ...]] = {}
    for order in rows.select_related("suspicion", "officer", "source", "grid", "visit__finding"):
        found[order.suspicion.number] = (*found.get(order.suspicion.number, ()), told(order))
    return found


def told(order: Order) -> Went:
    """An order in a line, from its officer, source, grid and its visit's finding."""
    finding = getattr(getattr(order, "visit", None), "finding", None)
    return Went(
        number=order.number,
        url=reverse("console:order", args=[order.number]),
        officer=words.name(order.officer),
        place=words.name(order.source or order.grid),
        state=words.word(words.ORDER_STATES, order.state),
        issued_at=order.issued_at,
        result=words.word(words.FINDINGS, finding.result) if finding else "",
        finding=found_words(finding.result, finding.category, finding.words) if finding else "",
        found_at=finding.at if finding else None,
    )


def cases_of(orders: Collection[str], by: Actor) -> dict[str, CaseLink]:
    """The cases a person may see that orders led to, by order: begun by a finding or opened again by it."""
    seen = visible_cases(by)
    found: dict[str, CaseLink] = {}
    for way in ("rebounds__finding", "finding"):
        order = f"{way}__visit__order__number"
        rows = seen.filter(**{f"{order}__in": list(orders)})
        for number, *case in rows.values_list(order, "number", "state", "reported_at"):
            found[number] = _link(*case)
    return found


def _link(number: str, state: str, reported_at: datetime) -> CaseLink:
    return CaseLink(
        number=number,
        url=reverse("console:case", args=[number]),
        state=words.word(words.CASE_STATES, state),
        reported_at=reported_at,
    )


def found_words(result: str, category: str, said: str) -> str:
    """What a visit came to, without a full stop: it stands inside a sentence."""
    parts = [words.word(words.FINDINGS, result), words.category(category), said.rstrip("。. ")]
    return _(", ").join(part for part in parts if part)
