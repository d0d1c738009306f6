"""Whose numbers are asked for: stations or regions by their codes, as far as the caller may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lantian.accounts.rules import Actor
from lantian.api.v1.asking import NotThere, SubjectKind
from lantian.assessment import permissions
from lantian.assessment.queries import levels
from lantian.registry import queries as registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """Stations or regions with their names (Chinese, English)."""

    kind: SubjectKind
    names: Mapping[str, tuple[str, str]]

    def data_level(self, first: date, last: date) -> dict[str, int]:
        """How many station-days of a stretch are at each level of review."""
        return levels.of_subjects(self.kind, self.names, first=first, last=last).days


def resolve(by: Actor, kind: SubjectKind, codes: Sequence[str]) -> Subjects:
    """The subjects of some codes, all in sight where none are named; NotThere for the first that is not."""
    known = permissions.visible_stations(by) if kind is SubjectKind.STATION else registry.counted_regions()
    found = known.filter(code__in=list(codes)) if codes else known
    names = {one.code: (one.name_zh, one.name_en) for one in found.order_by("code")}
    for code in codes:
        if code not in names:
            raise NotThere(kind, code)
    return Subjects(kind=kind, names=names)
