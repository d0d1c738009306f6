"""The desk takes a problem up, or says that it is none."""

from datetime import timedelta

import pytest

import build
from build import HERE, METRE, NOON, Cast
from lantian.accounts.rules import NotAllowed, Role
from lantian.cases import actions, models, rules
from lantian.cases.states import Level, MoveRefused, State


def _file(cast: Cast, number: str, **changes: object) -> None:
    fields = {"level": Level.SERIOUS, "standard_code": "大气法69", "by": cast.analyst, "now": NOON}
    actions.file(number=number, **fields | changes)


def test_files_with_level_and_standard(cast: Cast) -> None:
    number = build.a_case(cast)
    _file(cast, number)
    case = models.Case.objects.get(number=number)
    assert (case.state, case.level, case.standard_code) == (State.FILED, Level.SERIOUS, "大气法69")
    assert case.filed_at == NOON
    assert set(case.scopes.values_list("state", flat=True)) == {State.FILED}
    [event] = build.events("cases.filed")
    assert event.facts["finder"] == cast.officer.id
    assert event.facts["level"] == "serious"


def test_refuses_without_a_standard(cast: Cast) -> None:
    number = build.a_case(cast)
    with pytest.raises(rules.StandardMissing):
        _file(cast, number, standard_code=" ")
    assert models.Case.objects.get().state == State.REPORTED
    assert not build.events("cases.filed")


def test_refuses_an_open_duplicate_unless_it_is_said_to_be_separate(cast: Cast) -> None:
    first = build.a_case(cast)
    second = build.a_case(cast, lat=HERE[1] + 40 * METRE, source_code="", now=NOON + timedelta(hours=23))
    with pytest.raises(rules.DuplicateOpen) as refused:
        _file(cast, second)
    assert refused.value.other == first
    _file(cast, second, is_separate=True)
    assert models.Case.objects.get(number=second).state == State.FILED


@pytest.mark.parametrize(
    ("metres", "hours", "category"), [(60, 1, "bare_land"), (0, 25, "bare_land"), (0, 1, "road_dust")]
)
def test_what_is_elsewhere_later_or_of_another_kind_is_no_duplicate(
    cast: Cast, metres: int, hours: int, category: str
) -> None:
    build.a_case(cast)
    place = {"lat": HERE[1] + metres * METRE, "source_code": "", "category": category}
    second = build.a_case(cast, now=NOON + timedelta(hours=hours), **place)
    _file(cast, second)


def test_a_void_case_is_no_duplicate(cast: Cast) -> None:
    build.a_case(cast, state=State.VOID)
    _file(cast, build.a_case(cast))


def test_no_penalty_follows_a_patrol_from_public_ground(cast: Cast) -> None:
    visit = build.a_problem(cast)
    number = actions.report_finding(visit_key=visit.key, now=NOON)
    with pytest.raises(rules.PenaltyCannotFollow):
        _file(cast, number, is_violation=True)
    _file(cast, number)


@pytest.mark.parametrize("who", ["officer", "handler", "leader"])
def test_only_the_desk_files(cast: Cast, who: str) -> None:
    number = build.a_case(cast)
    with pytest.raises(NotAllowed):
        _file(cast, number, by=getattr(cast, who))


def test_a_stranger_meets_a_case_that_does_not_exist(cast: Cast) -> None:
    number = build.a_case(cast)
    build.an_organisation("elsewhere", under="hq")
    stranger = build.an_actor(role=Role.DUTY_ANALYST, unit="elsewhere", area="elsewhere")
    with pytest.raises(models.Case.DoesNotExist):
        _file(cast, number, by=stranger)
    with pytest.raises(models.Case.DoesNotExist):
        _file(cast, "QX-2026-999999")


def test_filing_twice_is_refused_and_leaves_one_event(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED)
    with pytest.raises(MoveRefused):
        _file(cast, number)
    assert len(build.events("cases.filed")) == 1


def test_voids_with_a_reason_that_the_finder_is_told(cast: Cast) -> None:
    number = build.a_case(cast)
    actions.void(number=number, reason="outside the district", by=cast.analyst, now=NOON)
    assert models.Case.objects.get().state == State.VOID
    [event] = build.events("cases.voided")
    assert event.facts == {"reason": "outside the district", "finder": cast.officer.id}


def test_refuses_to_void_without_a_reason_or_twice_or_by_a_stranger(cast: Cast) -> None:
    number = build.a_case(cast)
    with pytest.raises(rules.ReasonMissing):
        actions.void(number=number, reason="", by=cast.analyst, now=NOON)
    with pytest.raises(NotAllowed):
        actions.void(number=number, reason="no", by=cast.officer, now=NOON)
    actions.void(number=number, reason="no", by=cast.analyst, now=NOON)
    with pytest.raises(MoveRefused):
        actions.void(number=number, reason="no", by=cast.analyst, now=NOON)
    assert len(build.events("cases.voided")) == 1


def test_an_assigned_case_cannot_be_voided(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    with pytest.raises(MoveRefused, match="A case that is assigned cannot be moved by “void”"):
        actions.void(number=number, reason="no", by=cast.analyst, now=NOON)


def test_a_number_is_never_given_twice(cast: Cast) -> None:
    numbers = [build.a_case(cast, lat=HERE[1] + n * 100 * METRE) for n in range(3)]
    assert numbers == ["QX-2026-000001", "QX-2026-000002", "QX-2026-000003"]
