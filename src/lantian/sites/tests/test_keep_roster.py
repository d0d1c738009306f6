"""The roster: who is on duty, somebody in their place, and who was there; and a plant's three facts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

import build
from build import HERE, METRE, NOON, Cast
from lantian.accounts.rules import NotAllowed, Role
from lantian.inspections.rules import PlaceUnexplained
from lantian.registry.models import Source
from lantian.sites import actions, models, queries, rules

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
THERE = {"lon": HERE[0], "lat": HERE[1] + 30 * METRE, "accuracy_m": 8.0, "place_note": ""}


def test_whoever_is_on_duty_checks_in_once_with_time_and_place(cast: Cast, site: Source) -> None:
    actions.set_duty(source_code="site", day=TODAY, person_id=cast.dust_officer.id, by=cast.manager, now=NOON)
    [need] = [one for one in queries.needs_me(cast.dust_officer, NOON) if one.kind == "check_in"]
    assert need.day == TODAY
    shift = actions.check_in(source_code="site", by=cast.dust_officer, now=NOON, **THERE)
    again = actions.check_in(source_code="site", by=cast.dust_officer, now=NOON + DAY / 24, **THERE)
    assert shift.checked_in_at == again.checked_in_at == NOON
    assert shift.distance_m == pytest.approx(30, abs=0.1)
    assert len(build.events("sites.duty_begun")) == 1


def test_a_check_in_without_a_place_needs_words_and_without_duty_is_refused(cast: Cast, site: Source) -> None:
    with pytest.raises(rules.NotOnDuty):
        actions.check_in(source_code="site", by=cast.dust_officer, now=NOON, **THERE)
    actions.set_duty(source_code="site", day=TODAY, person_id=cast.manager.id, by=cast.manager, now=NOON)
    with pytest.raises(PlaceUnexplained):
        actions.check_in(
            source_code="site", by=cast.manager, now=NOON, lon=None, lat=None, accuracy_m=None, place_note=""
        )


def test_a_day_nobody_checked_in_is_missed(cast: Cast, site: Source) -> None:
    models.Shift.objects.create(source=site, day=TODAY - DAY, person_id=cast.manager.id)
    models.Shift.objects.create(source=site, day=TODAY, person_id=cast.manager.id)
    assert queries.missed(site, back_days=14, now=NOON) == [TODAY - DAY]


def test_leave_puts_another_keeper_in_the_place_with_the_reason(cast: Cast, site: Source) -> None:
    actions.set_duty(source_code="site", day=TODAY, person_id=cast.dust_officer.id, by=cast.manager, now=NOON)
    handing = {"source_code": "site", "day": TODAY, "by": cast.dust_officer, "now": NOON}
    with pytest.raises(rules.ReasonMissing):
        actions.hand_over(person_id=cast.manager.id, reason="", **handing)
    with pytest.raises(rules.NotAKeeper):
        actions.hand_over(person_id=cast.officer.id, reason="leave", **handing)
    shift = actions.hand_over(person_id=cast.manager.id, reason="leave", **handing)
    assert (shift.person_id, shift.was_id, shift.reason) == (cast.manager.id, cast.dust_officer.id, "leave")
    actions.check_in(source_code="site", by=cast.manager, now=NOON, **THERE)
    with pytest.raises(rules.AlreadyThere):
        actions.hand_over(person_id=cast.dust_officer.id, reason="back", **handing)


def test_the_roster_of_a_day_that_is_over_stays(cast: Cast, site: Source) -> None:
    with pytest.raises(rules.DayPast):
        actions.set_duty(
            source_code="site", day=TODAY - DAY, person_id=cast.manager.id, by=cast.manager, now=NOON
        )


def test_nobody_else_keeps_a_roster(cast: Cast, site: Source) -> None:
    other = build.a_site_on_duty("other")
    stranger = build.a_keeper("stranger", role=Role.PLANT_MANAGER, source=other)
    asked = {"source_code": "site", "day": TODAY, "person_id": cast.manager.id, "now": NOON}
    with pytest.raises(Source.DoesNotExist):
        actions.set_duty(by=stranger, **asked)
    with pytest.raises(NotAllowed):
        actions.set_duty(by=cast.analyst, **asked)


def test_a_plant_states_its_three_facts_and_the_last_statement_stands(cast: Cast) -> None:
    build.a_site_on_duty()
    plant = build.a_source("plant", kind="plant")
    actions.take_up(source_code="plant", begins_on=TODAY, by=None, now=NOON)
    manager = build.a_keeper("plant_keeper", role=Role.PLANT_MANAGER, source=plant, unit="mill")
    said = {"source_code": "plant", "vehicles": [("diesel", "6", 12), ("electric", "none", 0)], "by": manager}
    energy = {"gas": Decimal(70), "electricity": Decimal(30)}
    actions.state_facts(energy=energy, trips_per_day=40, now=NOON, **said)
    with pytest.raises(rules.SharesWrong):
        actions.state_facts(energy={"gas": Decimal(70)}, trips_per_day=40, now=NOON, **said)
    actions.state_facts(energy=energy, trips_per_day=35, now=NOON + DAY, **said)
    stands = queries.statement_of(plant)
    assert stands is not None
    assert (stands.trips_per_day, stands.energy) == (35, {"gas": "70", "electricity": "30"})
    assert stands.vehicles == [{"fuel": "diesel", "stage": "6", "number": 12}]
    with pytest.raises(Source.DoesNotExist):
        actions.state_facts(energy=energy, trips_per_day=1, now=NOON, **(said | {"by": cast.manager}))


def test_who_keeps_a_plant_signs_its_own_check_without_a_stage(cast: Cast) -> None:
    build.a_site_on_duty()
    plant = build.a_source("plant", kind="plant")
    actions.take_up(source_code="plant", begins_on=TODAY, by=None, now=NOON)
    manager = build.a_keeper("plant_keeper", role=Role.PLANT_MANAGER, source=plant, unit="mill")
    taps = {item.code: "ok" for item in queries.items_for("plant", on=TODAY)}
    assert len(taps) == 4
    sheet = build.a_sheet(manager, TODAY, now=NOON, source="plant", taps=taps, stage="")
    assert (sheet.stage, sheet.version) == ("", 1)
