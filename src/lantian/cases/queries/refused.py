"""Rechecks that were refused: only a line of the history is written of them, so they are read from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lantian.accounts import queries as accounts
from lantian.cases.queries.parties import Party, party
from lantian.kernel.models import Event

REFUSED = "cases.recheck_refused"
ADDRESS = "cases.case:"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRecheck:
    """Somebody with a hand in a mending tried to recheck it: who, when, and why they may not."""

    number: str
    round: int
    by: Party
    unit: Party
    reason: str
    at: datetime


def refused_rechecks(numbers: Iterable[str]) -> dict[str, tuple[RefusedRecheck, ...]]:
    """The refused rechecks of some cases by number, the first first; cases without one are left out."""
    about = [f"{ADDRESS}{number}" for number in numbers]
    lines = list(Event.objects.filter(about__in=about, name=REFUSED).order_by("at", "id"))
    people = accounts.names({line.by_id for line in lines if line.by_id})
    found: dict[str, tuple[RefusedRecheck, ...]] = {}
    for line in lines:
        person = people[line.by_id]
        refused = RefusedRecheck(
            number=line.about.removeprefix(ADDRESS),
            round=line.facts["round"],
            by=party(person),
            unit=party(person.organisation),
            reason=line.facts["reason"],
            at=line.at,
        )
        found[refused.number] = (*found.get(refused.number, ()), refused)
    return found
