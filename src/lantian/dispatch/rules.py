"""Kinds of going: who may enter, with which papers, and what may follow (国办发〔2024〕54号)."""

from dataclasses import dataclass
from enum import StrEnum


class KindOfGoing(StrEnum):
    PUBLIC_PATROL = "public_patrol"
    STATUTORY_INSPECTION = "statutory_inspection"
    HELP_VISIT = "help_visit"
    UNIT_SUPERVISION = "unit_supervision"
    RESIDENCY = "residency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a kind of going allows."""

    may_enter_firm: bool
    certificates_needed: int
    penalty_may_follow: bool
    basis: str


TERMS: dict[KindOfGoing, Terms] = {
    KindOfGoing.PUBLIC_PATROL: Terms(
        may_enter_firm=False,
        certificates_needed=0,
        penalty_may_follow=False,
        basis="patrol from public ground",
    ),
    KindOfGoing.STATUTORY_INSPECTION: Terms(
        may_enter_firm=True, certificates_needed=2, penalty_may_follow=True, basis="国办发〔2024〕54号"
    ),
    KindOfGoing.HELP_VISIT: Terms(
        may_enter_firm=True, certificates_needed=0, penalty_may_follow=False, basis="at the firm's invitation"
    ),
    KindOfGoing.UNIT_SUPERVISION: Terms(
        may_enter_firm=False,
        certificates_needed=0,
        penalty_may_follow=False,
        basis="supervision of units, not firms",
    ),
    KindOfGoing.RESIDENCY: Terms(
        may_enter_firm=True, certificates_needed=0, penalty_may_follow=False, basis="residency by agreement"
    ),
}


class PapersMissing(ValueError):
    """Too few of the people going hold an enforcement certificate."""

    def __init__(self, kind: KindOfGoing, *, got: int, needed: int) -> None:
        self.kind, self.got, self.needed = kind, got, needed
        super().__init__(f"{kind} needs {needed} certificate holders; {got} of those going hold one")


def check_papers(kind: KindOfGoing, *, certificates: int) -> None:
    """Raise PapersMissing unless enough certificate holders go."""
    needed = TERMS[kind].certificates_needed
    if certificates < needed:
        raise PapersMissing(kind, got=certificates, needed=needed)
