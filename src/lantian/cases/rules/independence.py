"""Who may look again at a mending: nobody who had a hand in it, and nobody of the units that answer for it.

The one rule behind every refused recheck: pages ask it beforehand, `actions.recheck` when it is tried.
"""

from dataclasses import dataclass

from lantian.cases.rules.refusals import Dependence


@dataclass(frozen=True, slots=True, kw_only=True)
class Involvement:
    """Whoever had a hand in a mending, and the units that answer for it: see `queries.involvement_in`.

    `self_checked_by` are the heads who vouched for the mending; they stay involved when they change units.
    """

    people: frozenset[int]
    unit_paths: tuple[str, ...]
    self_checked_by: frozenset[int] = frozenset()
    looked_before: frozenset[int] = frozenset()


def why_not_independent(person_id: int, *, unit_path: str, involvement: Involvement) -> Dependence | None:
    """Why a handler, a colleague or a self-checker may not recheck a mending; None for somebody independent.

    The unit is taken whole: the handler's own unit with everything below it, and the answerable unit with
    everything below it, even where the handler sits in a sub-unit. After an upheld objection whoever passed
    it before is no third person either.
    """
    if person_id in involvement.people:
        return Dependence.HANDLER
    if any(unit_path.startswith(path) for path in involvement.unit_paths):
        return Dependence.SAME_UNIT
    if person_id in involvement.self_checked_by:
        return Dependence.SELF_CHECKED
    if person_id in involvement.looked_before:
        return Dependence.LOOKED_BEFORE
    return None
