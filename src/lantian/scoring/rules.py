"""Which rule an event meets, and what it is worth. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from lantian.kernel.refusals import Refused, gettext_noop

CENT, TENTH = Decimal("0.01"), Decimal("0.1")
Said = tuple[str, str]  # Chinese, English
DEEDS: Mapping[str, Said] = {
    "cases.filed": ("立案", "filed"),
    "cases.submitted": ("报送整改", "mending reported"),
    "cases.recheck_passed": ("复查通过", "recheck passed"),
    "cases.recheck_failed": ("复查未通过", "recheck not passed"),
    "cases.closed": ("销号", "closed"),
    "cases.reopened": ("重新立案", "reopened"),
    "cases.returned": ("退回", "returned by the unit"),
    "cases.voided": ("作废", "declared void"),
}
CONDITIONS: Mapping[tuple[str, object], Said] = {
    ("level", "minor"): ("定级一般", "judged minor"),
    ("level", "serious"): ("定级较大", "judged serious"),
    ("level", "major"): ("定级重大", "judged major"),
    ("level", "superior"): ("上级督办件", "handed down by a superior inspection"),
    ("is_on_time", True): ("按时限", "in time"),
    ("reason", "rebound"): ("整改后反弹", "it came back after the mending"),
    ("has_fake_photo", True): ("整改照片不是现场", "the photo showed another place"),
}
TIMES: Mapping[str, Said] = {"days_late": ("逾期 {n} 天", "late by {n} d")}

# Only what was done to cases is scored; a suspicion and its candidates (待查) accuse nobody
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


def signed(points: Decimal) -> str:
    """Points as everybody writes them: +2.0, −2.0, +1.25; nothing given or taken is 0.0."""
    exact = points.quantize(CENT, rounding=ROUND_HALF_EVEN)
    short = exact.quantize(TENTH, rounding=ROUND_HALF_EVEN)
    shown = short if short == exact else exact
    sign = "+" if shown > 0 else "−" if shown < 0 else ""
    return f"{sign}{abs(shown):f}"


def why(
    event_name: str,
    *,
    condition: Mapping[str, object],
    points: Decimal,
    times_fact: str,
    facts: Mapping[str, object],
) -> Said:
    """What earned or cost the points: the deed, what the rule asked of it, and how often it counts."""
    asked = [fact for fact in condition.items() if isinstance(fact[1], str | bool)]
    parts = [DEEDS.get(event_name, ("", "")), *(CONDITIONS.get(fact, ("", "")) for fact in asked)]
    times = facts.get(times_fact)
    if isinstance(times, int):
        zh, en = TIMES.get(times_fact, ("{n} 次", "{n} times"))
        parts.append((f"{zh.format(n=times)} × {signed(points)}", f"{en.format(n=times)} × {signed(points)}"))
    told = [part for part in parts if part[0]]
    return "，".join(part[0] for part in told), ", ".join(part[1] for part in told)
