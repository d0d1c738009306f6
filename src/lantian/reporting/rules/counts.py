"""What a day's work is counted by: kinds of count, and the events each counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from lantian.kernel.refusals import gettext_noop


class BadCount(ValueError):
    """A key does not name a count."""

    def __init__(self, seen: str) -> None:
        self.seen = seen
        super().__init__(f"{seen!r} names no count; KIND/REGION/2026-11-21 is needed")


class Counted(NamedTuple):
    """One kind of count: the events it counts, and the fact and value they must have.

    Where `moment` names a fact, a thing counts once, on the day of that moment: a case runs over its limit
    once, however many steps of the ladder are drafted for it afterwards.
    """

    label: str
    event: str
    fact: str = ""
    value: str = ""
    moment: str = ""


_FINDING = "inspections.finding_filed"
KINDS: Mapping[str, Counted] = {
    "orders": Counted(gettext_noop("Orders issued"), "dispatch.order_issued"),
    "visits": Counted(gettext_noop("Check-ins on the spot"), "inspections.checked_in"),
    "problems": Counted(gettext_noop("Findings of a problem"), _FINDING, "result", "problem"),
    "nothing": Counted(gettext_noop("Findings of no problem"), _FINDING, "result", "nothing"),
    "unseen": Counted(gettext_noop("Visits that could not see the place"), _FINDING, "result", "unseen"),
    "filed": Counted(gettext_noop("Cases filed"), "cases.filed"),
    "closed": Counted(gettext_noop("Cases closed"), "cases.closed"),
    "returned": Counted(gettext_noop("Cases returned by a unit"), "cases.returned"),
    "overdue": Counted(
        gettext_noop("Cases that ran over their limit"), "cases.rung_drafted", "reason", "overdue", "due_at"
    ),
    "submitted": Counted(gettext_noop("Mendings handed in"), "cases.submitted"),
    "passed": Counted(gettext_noop("Rechecks passed"), "cases.recheck_passed"),
    "failed": Counted(gettext_noop("Rechecks not passed"), "cases.recheck_failed"),
    "refused": Counted(gettext_noop("Rechecks refused, not independent"), "cases.recheck_refused"),
    "reopened": Counted(gettext_noop("Cases that came back"), "cases.reopened"),
}
# Episodes are counted by the hours of the air, not by when the system wrote of them.
EPISODES: Mapping[str, str] = {
    "episodes": gettext_noop("Episodes in the air that began in the day"),
    "episodes_before": gettext_noop("Episodes in the air that began before the day and went on in it"),
    "episodes_open": gettext_noop("Episodes in the air not over at the end of the day"),
}
POINTS = "points"
STANDING: Mapping[str, str] = {
    "suspicions": gettext_noop("Suspicions waiting at the end of the day"),
    "open": gettext_noop("Cases open at the end of the day"),
    "overdue_open": gettext_noop("Cases over their limit at the end of the day"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountKey:
    """A count of one kind in one region on one local day; for one unit where it is named."""

    kind: str
    region: str
    day: date
    unit: str = ""

    def __str__(self) -> str:
        base = f"{self.kind}/{self.region}/{self.day.isoformat()}"
        return f"{base}/{self.unit}" if self.unit else base


def read_count(key: str) -> CountKey:
    """The count a key names; BadCount otherwise."""
    parts = key.split("/")
    if len(parts) not in {3, 4} or not all(parts) or parts[0] not in {*KINDS, *EPISODES, *STANDING, POINTS}:
        raise BadCount(key)
    try:
        day = date.fromisoformat(parts[2])
    except ValueError:
        raise BadCount(key) from None
    return CountKey(kind=parts[0], region=parts[1], day=day, unit=parts[3] if len(parts) == 4 else "")


def label_of(kind: str) -> str:
    """What a count is called, as a msgid."""
    if kind == POINTS:
        return gettext_noop("Points given")
    return KINDS[kind].label if kind in KINDS else {**EPISODES, **STANDING}[kind]
