"""How many orders may reach an officer in one shift, and what counts as waking them at night."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from lantian.kernel.refusals import Refused, gettext_noop

URGENT = "urgent"  # the reason of an order that always goes, such as one to look for fire


class OverBudget(Refused):
    """Somebody has had as many orders as one shift may bring."""

    sentence = gettext_noop(
        "{person} has had {got} of {most} orders since {since}. Send somebody with fewer ({others}), "
        "or say in a few words why this one cannot wait. Nothing was issued."
    )

    def __init__(
        self, person: str, *, got: int, most: int, since: datetime, others: Sequence[str] = ()
    ) -> None:
        self.person, self.got, self.most = person, got, most
        super().__init__(person=person, got=got, most=most, since=since, others=tuple(others) or "—")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftBudget:
    """What one shift may bring, when shifts begin (local), what is night, and which purposes always go."""

    most: int
    shifts: tuple[time, ...]
    night_begins: time
    night_ends: time
    spared: frozenset[str]

    def begins(self, local: datetime) -> datetime:
        """When the shift of a local moment began."""
        for back in (0, 1):
            day = local - timedelta(days=back)
            for at in sorted(self.shifts, reverse=True):
                begun = datetime.combine(day.date(), at, tzinfo=local.tzinfo)
                if begun <= local:
                    return begun
        return datetime.combine(local.date(), time(), tzinfo=local.tzinfo)

    def wakes(self, local: time) -> bool:
        """Whether an order at a local time of day reaches somebody at night."""
        if self.night_begins <= self.night_ends:
            return self.night_begins <= local < self.night_ends
        return local >= self.night_begins or local < self.night_ends


def check_load(
    budget: ShiftBudget,
    *,
    person: str,
    got: int,
    since: datetime,
    others: Sequence[str],
    purpose: str,
    reason: str,
) -> str:
    """The reason to keep with an order beyond the budget, empty within it; OverBudget when there is none."""
    if got < budget.most:
        return ""
    if reason.strip():
        return reason.strip()
    if purpose in budget.spared:
        return URGENT
    raise OverBudget(person, got=got, most=budget.most, since=since, others=others)
