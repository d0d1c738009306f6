"""What each kind of going asks for and allows; every row as it is shipped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts import queries as accounts
from lantian.accounts.rules import NotAllowed, Role
from lantian.dispatch import actions, models, permissions, queries, rules
from lantian.dispatch.rules import KindOfGoing, Mode, Planned
from lantian.dispatch.states import State
from lantian.registry.models import Keeper, Source

TODAY = NOON.date()
INSPECTION = KindOfGoing.STATUTORY_INSPECTION
PAPERS = Planned(basis="大气污染防治法第二十九条", plan="2026年度检查计划", on=TODAY)


@pytest.fixture
def pair(cast: Cast) -> list[int]:
    """Two certificate holders of units that answer for nothing here."""
    return [build.a_person(unit="group", role=Role.SUPERVISOR, certificate=f"执{n}").pk for n in (1, 2)]


@pytest.fixture
def inspect(cast: Cast, pair: list[int]) -> Callable[..., str]:
    """An inspection of the site by the pair."""

    def issue(planned: Planned = PAPERS, **changes: object) -> str:
        fields = {
            "kind": INSPECTION,
            "what": "inspect_site",
            "officer_id": pair[0],
            "companion_id": pair[1],
            "planned": planned,
        }
        return build.an_order(cast, **fields | changes)

    return issue


@pytest.mark.parametrize("kind", list(KindOfGoing))
@pytest.mark.parametrize("certificates", [0, 1, 2])
def test_a_kind_of_going_needs_its_papers(cast: Cast, kind: KindOfGoing, certificates: int) -> None:
    terms = queries.terms(kind, on=TODAY)
    held = [place < certificates for place in range(2)]
    if terms.certificates_needed and certificates < 2:
        with pytest.raises(rules.PapersMissing) as refused:
            rules.check_papers(terms, certificates=held)
        assert (refused.value.got, refused.value.needed) == (certificates, 2)
    else:
        rules.check_papers(terms, certificates=held)


def test_nobody_without_a_certificate_comes_along_on_an_inspection(cast: Cast) -> None:
    terms = queries.terms(INSPECTION, on=TODAY)
    with pytest.raises(rules.PapersMissing):
        rules.check_papers(terms, certificates=[True, True, False])


def test_only_an_inspection_may_be_followed_by_a_penalty_and_it_alone_needs_a_plan(cast: Cast) -> None:
    shipped = queries.all_terms(on=TODAY)
    assert [one.kind for one in shipped] == list(KindOfGoing)
    assert [one.kind for one in shipped if one.penalty_may_follow] == [INSPECTION]
    assert [one.kind for one in shipped if one.needs_plan] == [INSPECTION]
    assert {one.kind for one in shipped if not one.may_enter_firm} == {"public_patrol", "unit_supervision"}
    assert not queries.terms("help_visit", on=TODAY).score_may_follow


def test_terms_are_those_of_the_day(cast: Cast) -> None:
    old = models.GoingTerms.objects.get(kind=INSPECTION)
    row = {field.name: getattr(old, field.name) for field in old._meta.fields if field.name != "id"}
    later = TODAY + timedelta(days=10)
    models.GoingTerms.objects.create(**row | {"version": 2, "valid_from": later, "yearly_cap": 1})
    assert queries.terms(INSPECTION, on=TODAY).yearly_cap == 4
    assert queries.terms(INSPECTION, on=later).yearly_cap == 1
    with pytest.raises(models.GoingTerms.DoesNotExist):
        queries.terms(INSPECTION, on=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"basis": ""}, rules.BasisMissing),
        ({"plan": " "}, rules.PlanMissing),
        ({"mode": Mode.UNANNOUNCED, "notified_on": TODAY}, rules.PriorNotice),
    ],
)
def test_an_inspection_without_its_papers_is_refused_and_leaves_no_trace(
    inspect: Callable[..., str], change: dict[str, object], refused: type[Exception]
) -> None:
    with pytest.raises(refused, match="Nothing was issued"):
        inspect(replace(PAPERS, **change))
    assert not models.Order.objects.exists()
    assert not build.events("dispatch.order_issued")


def test_a_clue_is_a_ground_of_its_own_and_uses_up_nothing(inspect: Callable[..., str]) -> None:
    number = inspect(Planned(), suspicion=build.a_suspicion())
    assert not models.Order.objects.get(number=number).uses_cap


def test_a_visit_to_a_firm_names_it(inspect: Callable[..., str]) -> None:
    with pytest.raises(rules.PlaceToName):
        inspect(source=None)


def test_the_fifth_planned_inspection_of_a_firm_in_a_year_is_refused(
    cast: Cast, inspect: Callable[..., str]
) -> None:
    numbers = [inspect() for _ in range(4)]
    with pytest.raises(rules.CapReached, match="has had 4 of 4 visits of this kind in 2026") as refused:
        inspect()
    assert "public ground" in str(refused.value)
    assert models.Order.objects.count() == 4
    actions.withdraw(number=numbers[0], reason="no car", by=cast.analyst, now=NOON)
    inspect()
    inspect(replace(PAPERS, on=date(2027, 1, 5)))  # another year
    build.an_order(cast)  # from public ground as often as one likes


def test_places_of_one_firm_share_its_visits(cast: Cast, inspect: Callable[..., str]) -> None:
    build.an_organisation("firm", kind="firm")
    dust = build.a_person(unit="firm", role=Role.SITE_DUST_OFFICER)
    for code in ("site", "other"):
        Keeper.objects.create(person=dust, source=build.a_source(code), valid_from=build.SINCE)
    for code in ("site", "other", "site", "other"):
        inspect(source=code)
    left = queries.allowance(Source.objects.get(code="other"), kind=INSPECTION, on=TODAY)
    assert (left.firm, left.used, left.cap, left.left) == ("firm", 4, 4, 0)
    with pytest.raises(rules.CapReached):
        inspect(source="other")


def test_a_joint_visit_names_each_unit_with_its_part(cast: Cast, inspect: Callable[..., str]) -> None:
    third = build.a_person("third", unit="roads", role=Role.HANDLER, certificate="执3")
    number = inspect(replace(PAPERS, joining=(rules.Joining(person_id=third.pk, part="出入口冲洗"),)))
    order = models.Order.objects.get(number=number)
    assert [(person.username, part) for person, part in queries.who_goes(order)][-1] == (
        "third",
        "出入口冲洗",
    )
    assert queries.order(number, accounts.actor_of(third)) == order
    assert [need.number for need in queries.needs_me(accounts.actor_of(third), NOON)] == [number]
    with pytest.raises(rules.PapersMissing):
        inspect(replace(PAPERS, joining=(rules.Joining(person_id=cast.officer.id),)))


def test_two_visits_to_a_firm_become_one_only_when_somebody_says_so(
    cast: Cast, inspect: Callable[..., str]
) -> None:
    first = inspect()
    others = [build.a_person(unit="roads", role=Role.HANDLER, certificate=f"路{n}").pk for n in (1, 2)]
    soon = replace(PAPERS, on=TODAY + timedelta(days=7))
    second = inspect(soon, officer_id=others[0], companion_id=others[1])
    site = Source.objects.get(code="site")
    offered = queries.near_visits(
        cast.analyst, source=site, kind=INSPECTION, mode="announced", on=TODAY, but=first
    )
    assert [one.number for one in offered] == [second]
    assert models.Order.objects.filter(state=State.ISSUED).count() == 2  # offered is not done
    with pytest.raises(NotAllowed):
        actions.merge(number=second, into=first, by=cast.supervisor, now=NOON)
    actions.merge(number=second, into=first, by=cast.analyst, now=NOON)
    ended, kept = models.Order.objects.get(number=second), models.Order.objects.get(number=first)
    assert (ended.state, ended.merged_into) == (State.WITHDRAWN, kept)
    assert [person.pk for person, _part in queries.who_goes(kept)][2:] == others
    assert queries.allowance(site, kind=INSPECTION, on=TODAY).used == 1
    with pytest.raises(rules.NotToMerge):
        actions.merge(number=second, into=first, by=cast.analyst, now=NOON)
    [event] = build.events("dispatch.orders_merged")
    assert event.facts["merged"] == second


def test_visits_far_apart_are_not_made_one(cast: Cast, inspect: Callable[..., str]) -> None:
    first, late = inspect(), inspect(replace(PAPERS, on=TODAY + timedelta(days=8)))
    with pytest.raises(rules.NotToMerge, match="at most 7 days apart"):
        actions.merge(number=late, into=first, by=cast.analyst, now=NOON)


def test_a_help_visit_needs_no_certificate_and_is_never_unannounced(cast: Cast) -> None:
    fields = {"kind": KindOfGoing.HELP_VISIT, "what": "advise_site"}
    build.an_order(cast, **fields)
    with pytest.raises(rules.ModeUnfit):
        build.an_order(cast, planned=Planned(mode=Mode.UNANNOUNCED), **fields)


@pytest.mark.parametrize("hangs_on", ["suspicion", "case_ref"])
def test_an_unannounced_visit_hangs_on_nothing_others_can_see(
    inspect: Callable[..., str], hangs_on: str
) -> None:
    clue = build.a_suspicion() if hangs_on == "suspicion" else "QX-2026-000001"
    with pytest.raises(rules.SecretTied):
        inspect(replace(PAPERS, mode=Mode.UNANNOUNCED), **{hangs_on: clue})


class TestUnannounced:
    """Nobody of the checked unit sees anything before the visit has begun."""

    @pytest.fixture
    def secret(self, inspect: Callable[..., str]) -> str:
        return inspect(replace(PAPERS, mode=Mode.UNANNOUNCED))

    def test_is_seen_by_those_who_go_and_those_who_plan(
        self, cast: Cast, secret: str, pair: list[int]
    ) -> None:
        goers = [accounts.actor(pk) for pk in pair]
        for person in (*goers, cast.analyst, cast.supervisor, cast.leader):
            assert queries.order(secret, person).number == secret, person.role

    def test_is_seen_by_nobody_of_the_checked_unit_and_no_head(self, cast: Cast, secret: str) -> None:
        town_head = build.an_actor(role=Role.UNIT_HEAD, unit="town")
        town_desk = build.an_actor(role=Role.DUTY_ANALYST, unit="works", area="hq")
        own_supervisor = build.an_actor(role=Role.SUPERVISOR, unit="works_east", area="hq")
        admin = build.an_actor(role=Role.ADMINISTRATOR, unit="desk", area="hq")
        blind = [town_head, town_desk, own_supervisor, admin, cast.unit_head, cast.handler, cast.officer]
        for person in blind:
            assert not permissions.visible_orders(person).exists(), (person.role, person.organisation_path)
            assert not queries.needs_me(person, NOON)

    def test_is_told_by_no_event_that_is_counted_or_shown(self, secret: str) -> None:
        assert not build.events("dispatch.order_issued")
        [event] = build.events("dispatch.unannounced_planned")
        assert event.about == f"dispatch.order:{secret}"

    def test_is_seen_like_any_other_once_it_has_begun(self, cast: Cast, secret: str, pair: list[int]) -> None:
        town_head = build.an_actor(role=Role.UNIT_HEAD, unit="town")
        actions.arrive(number=secret, by=accounts.actor(pair[0]), now=NOON)
        assert permissions.visible_orders(town_head).filter(number=secret).exists()

    def test_leaves_no_gap_in_the_numbers_that_others_see(self, cast: Cast, secret: str) -> None:
        assert secret.startswith("XC-")
        assert build.an_order(cast) == "PD-2026-000001"

    def test_is_not_made_by_people_of_the_checked_unit(self, inspect: Callable[..., str]) -> None:
        own = build.a_person(unit="works_east", role=Role.HANDLER, certificate="执9")
        with pytest.raises(rules.OfficerUnfit, match="belongs to the unit"):
            inspect(replace(PAPERS, mode=Mode.UNANNOUNCED), companion_id=own.pk)

    def test_stays_unseen_when_it_is_called_off(self, cast: Cast, secret: str) -> None:
        actions.withdraw(number=secret, reason="rain", by=cast.analyst, now=NOON)
        assert not permissions.visible_orders(cast.unit_head).exists()
        assert permissions.visible_orders(cast.analyst).filter(state="withdrawn").exists()

    def test_a_stand_in_of_the_checked_unit_sees_nothing_and_another_does(
        self, cast: Cast, secret: str, pair: list[int]
    ) -> None:
        for unit, is_seen in (("works_east", False), ("roads", True)):
            other = build.a_person(unit=unit, role=Role.SUPERVISOR, certificate="执7")
            absent = accounts.actor(pair[0])
            stand_in = replace(accounts.actor_of(other), area_path="/nowhere/", stands_in_for=(absent,))
            assert permissions.visible_orders(stand_in).exists() is is_seen
            assert bool(queries.needs_me(stand_in, NOON)) is is_seen
