"""Which rule an event meets, and what it is worth. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lantian.kernel.refusals import Refused, gettext_noop

# Only what was done to cases is scored; a suspicion and its candidates (待查) accuse nobody: governance 9.4
SCORED_ROOMS = frozenset({"cases"})


class NotScorable(Refused):
    """A rule listens to something on which nobody may be judged."""

    sentence = gettext_noop(
        "{rule} listens to {event}; only what people did to a case may be scored, never a suspicion."
    )

    def __init__(self, rule: str, *, event: str) -> None:
        self.rule, self.event = rule, event
        super().__init__(rule=rule, event=event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneficiary:
    """Whose points they are: a unit, and the person of it where it was one person's doing."""

    unit_id: int
    person_id: int | None


def is_scorable(event_name: str) -> bool:
    """Whether anybody may be judged on such events at all."""
    return event_name.partition(".")[0] in SCORED_ROOMS


def check_rule(code: str, *, event_name: str) -> None:
    """Raise NotScorable for a rule that would score a suspicion."""
    if not is_scorable(event_name):
        raise NotScorable(code, event=event_name)


def meets(facts: Mapping[str, object], *, condition: Mapping[str, object]) -> bool:
    """Whether an event has every fact a rule asks for."""
    return all(facts.get(name) == wanted for name, wanted in condition.items())


def worth(points: Decimal, *, times_fact: str, facts: Mapping[str, object]) -> Decimal:
    """The points of a rule, times a fact where it says so; a fact that is missing counts as nothing."""
    if not times_fact:
        return points
    times = facts.get(times_fact)
    return points * (times if isinstance(times, int) else 0)


def beneficiary(kind: str, *, facts: Mapping[str, object], by_id: int | None) -> Beneficiary | None:
    """Whose points they are, from the facts of the event; None when the event does not say."""
    unit_fact, person_fact = {
        "officer": ("finder_unit", "finder"),
        "unit": ("unit", "handler"),
        "rechecker": ("rechecker_unit", ""),
    }[kind]
    unit_id, person_id = facts.get(unit_fact), facts.get(person_fact) if person_fact else by_id
    if not isinstance(unit_id, int):
        return None
    return Beneficiary(unit_id=unit_id, person_id=person_id if isinstance(person_id, int) else None)
