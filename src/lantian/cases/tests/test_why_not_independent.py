"""The rule behind every refused recheck, pure."""

import pytest

from lantian.cases import rules
from lantian.cases.rules import Dependence, Involvement

INVOLVEMENT = Involvement(
    people=frozenset({7}), unit_paths=("/hq/works/", "/hq/works/east/"), self_checked_by=frozenset({9})
)


@pytest.mark.parametrize(
    ("person_id", "path", "reason"),
    [
        (7, "/hq/group/", Dependence.HANDLER),
        (8, "/hq/works/east/", Dependence.SAME_UNIT),  # the handler's own unit
        (8, "/hq/works/east/crew/", Dependence.SAME_UNIT),  # below it
        (8, "/hq/works/", Dependence.SAME_UNIT),  # the unit above, which answers
        (8, "/hq/works/west/", Dependence.SAME_UNIT),  # a sister, below the answerable unit
        (9, "/hq/group/", Dependence.SELF_CHECKED),
        (8, "/hq/", None),  # above everybody, of no unit that mended
        (8, "/hq/group/", None),
        (8, "/hq/works-and-roads/", None),  # a name that only begins alike
    ],
)
def test_whoever_had_a_hand_in_a_mending_is_not_independent(
    person_id: int, path: str, reason: Dependence | None
) -> None:
    assert rules.why_not_independent(person_id, unit_path=path, involvement=INVOLVEMENT) is reason


def test_the_unit_above_is_independent_when_only_the_sub_unit_answers() -> None:
    involvement = Involvement(people=frozenset({7}), unit_paths=("/hq/works/east/",))
    assert rules.why_not_independent(8, unit_path="/hq/works/", involvement=involvement) is None


def test_a_refusal_names_the_case_the_reason_and_what_to_do() -> None:
    refused = rules.NotIndependent("QX-2026-000001", reason=Dependence.SAME_UNIT)
    assert "QX-2026-000001" in str(refused)
    assert "same_unit" in str(refused)
    assert "another unit" in str(refused)
