"""Plates: computed from what was checked, assigned, signed and answered, never from a suspicion."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

import build
from build import NOON, Cast
from lantian.cases.states import State
from lantian.inspections.models import Visit
from lantian.registry.models import Source
from lantian.sites import actions, models, queries
from lantian.sites.rules import Colour

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def a_green_site(cast: Cast) -> Source:
    """A site of which nothing is missing: three days of duty, all signed, checked with full marks."""
    site = build.a_site_on_duty(begins_on=TODAY - 2 * DAY)
    build.monitored_hours(site, hours=24 * 7)
    for back in (1, 2):
        build.a_sheet(cast.dust_officer, TODAY - back * DAY, now=NOON)
    visit = build.a_visit(cast, now=NOON - 3 * HOUR)
    Visit.objects.filter(pk=visit.pk).update(
        state="filed", filed_at=NOON - 2 * HOUR, score=Decimal(95), source=site
    )
    return site


def colours(site: Source) -> dict[str, str]:
    found = queries.standing(site, now=NOON)
    assert found is not None
    return {part.code: part.colour.value for part in found.now.parts}


def test_a_site_that_keeps_everything_is_green_and_the_change_is_told_once(cast: Cast) -> None:
    site = a_green_site(cast)
    assert set(colours(site).values()) == {"green"}
    assert actions.compute_plates(now=NOON) == 1
    assert actions.compute_plates(now=NOON + HOUR) == 0
    plate = queries.current_of([site])[site.pk]
    assert (plate.colour, plate.since, plate.computed_at) == (Colour.GREEN, NOON, NOON)
    [event] = build.events("sites.plate_changed")
    assert (event.facts["old"], event.facts["new"], event.by_id) == ("", "green", None)


def test_a_site_nobody_checked_yet_is_yellow_and_the_parts_say_what_is_missing(site: Source) -> None:
    actions.compute_plate(site, now=NOON)
    found = queries.standing(site, now=NOON)
    assert found is not None and found.plate is not None
    missing = {part.code for part in found.now.missing}
    assert {"score", "sheets", "online"} <= missing
    assert found.plate.colour == Colour.RED  # no hour of its monitor, a fortnight without a sheet


def test_another_colour_begins_a_stretch_and_the_next_night_keeps_it(cast: Cast) -> None:
    site = a_green_site(cast)
    actions.compute_plate(site, now=NOON)
    night = NOON + DAY
    assert actions.compute_plates(now=night) == 1  # nobody signed the day before, and the monitor fell silent
    history = queries.history(site)
    assert [(one.colour, one.until) for one in history] == [("yellow", None), ("green", night)]
    assert actions.compute_plate(site, now=night + HOUR) is False
    codes = {part.code for part in queries.kept_parts(queries.current_of([site])[site.pk])}
    assert "wait" in codes


@pytest.mark.parametrize(
    ("state", "counts"),
    [(State.REPORTED, 0), (State.FILED, 0), (State.ASSIGNED, 1), (State.RECTIFYING, 1), (State.CLOSED, 0)],
)
def test_only_cases_given_to_a_unit_count_and_only_until_they_are_closed(
    cast: Cast, site: Source, state: State, counts: int
) -> None:
    build.a_case(cast, state=state)
    found = queries.standing(site, now=NOON)
    assert found is not None
    values = {part.code: part.value for part in found.now.parts}
    assert values["open_cases"] == counts


def test_a_suspicion_moves_no_plate(cast: Cast) -> None:
    site = a_green_site(cast)
    before = queries.standing(site, now=NOON)
    build.a_suspicion(source=site.code)
    after = queries.standing(site, now=NOON)
    assert before is not None and after is not None
    assert after.now == before.now


def test_a_late_reply_counts_against_the_plate_and_a_lifted_one_does_not(cast: Cast) -> None:
    site = a_green_site(cast)
    actions.demand_reply(episode_number=build.an_exceedance(site), now=NOON - 2 * HOUR)
    actions.note_missed(now=NOON)
    assert colours(site)["replies"] == "yellow"
    actions.lift_demand(episode_number="SJ-2026-000900", now=NOON)
    assert colours(site)["replies"] == "green"


def test_a_large_site_without_a_monitor_crosses_a_red_line_and_a_small_one_does_not(cast: Cast) -> None:
    site = a_green_site(cast)
    Source.objects.filter(pk=site.pk).update(monitor=None)
    small = Source.objects.get(pk=site.pk)
    assert colours(small)["red_lines"] == "green"
    models.Premises.objects.update(area_m2=5000)
    assert colours(small)["red_lines"] == "red"


def test_a_plant_has_no_plate(cast: Cast) -> None:
    build.a_site_on_duty()
    plant = build.a_source("plant", kind="plant")
    actions.take_up(source_code="plant", begins_on=TODAY, by=None, now=NOON)
    assert queries.standing(plant, now=NOON) is None
    assert actions.compute_plate(plant, now=NOON) is False
