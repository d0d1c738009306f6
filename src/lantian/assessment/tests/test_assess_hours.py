"""Hours of stations and regions: exact, once, and again only where a reading moved something."""

from datetime import timedelta

from lantian.assessment import actions, models
from lantian.assessment.tests import build
from lantian.assessment.tests.build import CLEAN, NOON, NOW, Lake
from lantian.kernel.models import Event

HOUR = timedelta(hours=1)


def assess(*, hours: int = 1) -> list[str]:
    return actions.assess_hours(since=NOON, until=NOON + hours * HOUR, now=NOW)


def row(subject: str, *, at: object = NOON) -> models.HourlyIndex:
    return models.HourlyIndex.objects.get(subject=subject, begins_at=at)


def test_an_hour_is_read_by_the_edition_of_its_local_day(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, {**CLEAN, "pm25": 75.0, "pm10": 150.0})
    assess()
    found = row("ST01")
    assert (found.edition, found.aqi, found.level, found.primary) == ("2026", 114, 3, ["pm25"])
    assert found.values["co"] == "0.4" and found.sub_indices["pm10"] == 112
    assert found.is_statutory and found.missing == {} and found.position == 1


def test_the_last_local_hour_of_february_is_read_by_the_old_edition(lake: Lake) -> None:
    build.a_station("ST01")
    last = NOON.replace(month=2, day=28, hour=15)  # 23:00 local on 28 February
    for at in (last, last + HOUR):
        lake.add("ST01", at, {**CLEAN, "pm25": 75.0})
    actions.assess_hours(since=last, until=last + 2 * HOUR, now=NOW)
    assert (row("ST01", at=last).edition, row("ST01", at=last).aqi) == ("2012", 100)
    assert (row("ST01", at=last + HOUR).edition, row("ST01", at=last + HOUR).aqi) == ("2026", 114)


def test_ties_of_the_primary_pollutant_are_all_named(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, {**CLEAN, "pm25": 60.0, "pm10": 120.0})
    assess()
    assert (row("ST01").aqi, row("ST01").primary) == (100, ["pm10", "pm25"])


def test_a_value_with_a_device_mark_is_missing_with_its_mark(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, {**CLEAN, "co": 9.9}, marks="co=D")
    assess()
    found = row("ST01")
    assert found.aqi is None and found.missing == {"co": "mark:D", "aqi": "incomplete"}
    assert "co" not in found.values and found.sub_indices["pm25"] == 43


def test_with_a_gap_only_an_index_above_100_is_published(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, {**CLEAN, "co": None, "pm25": 61.0})
    assess()
    assert (row("ST01").aqi, row("ST01").missing) == (101, {"co": "missing"})


def test_a_micro_station_is_marked_not_statutory_and_judged_by_what_it_measures(lake: Lake) -> None:
    build.a_station("MS01", kind="micro")
    lake.add("MS01", NOON, {"pm25": 36.0, "pm10": 60.0})
    assess()
    found = row("MS01")
    assert not found.is_statutory
    assert (found.aqi, found.missing["co"]) == (58, "not_monitored")  # PM10: 50 + 50·10/70 = 57.1, rounded up


def test_a_station_without_any_value_says_so(lake: Lake) -> None:
    build.a_station("MS01", kind="micro")
    lake.add("MS01", NOON, {})
    assess()
    assert row("MS01").aqi is None and row("MS01").missing["aqi"] == "no_values"


def test_a_district_needs_three_quarters_of_its_stations(lake: Lake) -> None:
    for number in range(1, 5):
        build.a_station(f"ST0{number}")
    lake.fill(["ST01", "ST02", "ST03"], since=NOON, hours=2, values=CLEAN)
    lake.add("ST04", NOON + HOUR, {**CLEAN, "pm10": 100.0})
    lake.add("ST03", NOON + 2 * HOUR, CLEAN)
    assess(hours=3)
    assert row("D1").values["pm10"] == "60" and row("D1").completeness["pm10"] == 3
    assert row("D1", at=NOON + HOUR).values["pm10"] == "70" and row("D1").completeness["of"] == 4
    assert row("D1", at=NOON + 2 * HOUR).missing["pm10"] == "too_few_stations"


def test_micro_stations_never_count_for_the_district(lake: Lake) -> None:
    build.a_station("ST01")
    build.a_station("MS01", kind="micro")
    lake.add("ST01", NOON, CLEAN)
    lake.add("MS01", NOON, {**CLEAN, "pm10": 999.0})
    assess()
    assert row("D1").values["pm10"] == "60"


def test_a_station_counts_only_within_its_dates(lake: Lake) -> None:
    build.a_station("ST01")
    build.a_station("ST02", counts_from=NOON.date() + timedelta(days=1))
    lake.add("ST01", NOON, CLEAN)
    lake.add("ST02", NOON, {**CLEAN, "pm10": 200.0})
    assess()
    assert row("D1").values["pm10"] == "60" and row("D1").completeness["of"] == 1


def test_a_second_run_leaves_no_trace(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, CLEAN)
    assert len(assess()) == 2
    events = Event.objects.count()
    assert assess() == [] and Event.objects.count() == events


def test_new_packets_elsewhere_do_not_move_the_position_of_a_row(lake: Lake) -> None:
    build.a_station("ST01")
    build.a_station("MS01", kind="micro")
    lake.add("ST01", NOON, CLEAN)
    assess()
    lake.add("MS01", NOON, CLEAN)
    assert assess() == ["assessment.hour:station/MS01/2026-03-10T04:00Z@2"]
    assert row("ST01").position == 1


def test_what_moves_before_its_hour_is_out_is_no_change_and_afterwards_it_is_kept(lake: Lake) -> None:
    for code in ("ST01", "ST02"):
        build.a_station(code)
    lake.add("ST01", NOON, CLEAN)
    assess()
    lake.add("ST02", NOON, {**CLEAN, "pm10": 80.0})
    assess()
    assert not models.Change.objects.exists()
    lake.add("ST02", NOON, {**CLEAN, "pm10": 100.0}, is_rev=True)
    actions.assess_hours(since=NOON, until=NOON + HOUR, now=NOON + 2 * HOUR)
    kept = models.Change.objects.get(subject="D1", figure="pm10")
    assert (kept.old, kept.new, kept.why, kept.because_of) == ("70", "80", "revision", ["ST02"])
    assert (kept.period, kept.at, kept.old_position, kept.position) == ("hour", "2026-03-10T04:00Z", 2, 3)


def test_what_a_clue_says_is_no_published_number(lake: Lake) -> None:
    build.a_station("MS01", kind="micro")
    lake.add("MS01", NOON, CLEAN)
    assess()
    lake.add("MS01", NOON, {**CLEAN, "pm10": 100.0}, is_rev=True)
    actions.assess_hours(since=NOON, until=NOON + HOUR, now=NOON + 2 * HOUR)
    assert not models.Change.objects.exists()


def test_a_corrected_reading_moves_exactly_what_depends_on_it_and_says_why(lake: Lake) -> None:
    for code in ("ST01", "ST02"):
        build.a_station(code)
    lake.fill(["ST01", "ST02"], since=NOON, hours=2, values=CLEAN)
    assess(hours=2)
    before = dict(models.HourlyIndex.objects.values_list("pk", "position"))
    lake.add("ST01", NOON, {**CLEAN, "pm10": 100.0}, is_rev=True)
    actions.assess_hours(since=NOON, until=NOON + 2 * HOUR, now=NOW, stations=["ST01"])
    moved = {r.subject for r in models.HourlyIndex.objects.all() if r.position != before[r.pk]}
    assert moved == {"ST01", "D1"} and row("ST02").values["pm10"] == "60"
    changed = Event.objects.filter(name="assessment.hours_assessed").latest("id").facts["changed"]
    assert [(c["subject"], c["figure"], c["old"], c["new"]) for c in changed] == [
        ("station/ST01", "aqi", 58, 86),
        ("station/ST01", "pm10", "60", "100"),
        ("region/D1", "aqi", 58, 72),
        ("region/D1", "pm10", "60", "80"),
    ]
    assert {(c["why"], tuple(c["because_of"]), c["at"]) for c in changed} == {
        ("revision", ("ST01",), "2026-03-10T04:00Z")
    }


def test_a_late_reading_moves_the_district_and_says_late(lake: Lake) -> None:
    for code in ("ST01", "ST02"):
        build.a_station(code)
    lake.add("ST01", NOON, CLEAN)
    assess()
    lake.add("ST02", NOON, {**CLEAN, "pm10": 100.0})
    assess()
    changed = Event.objects.filter(name="assessment.hours_assessed").latest("id").facts["changed"]
    assert [(c["subject"], c["figure"], c["why"]) for c in changed] == [
        ("region/D1", "aqi", "late"),
        ("region/D1", "pm10", "late"),
    ]


def test_an_older_computation_never_overwrites_a_newer_one(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, CLEAN)
    lake.add("ST01", NOON, {**CLEAN, "pm10": 100.0}, is_rev=True)
    assess()
    assert actions.assess_hours(since=NOON, until=NOON + HOUR, now=NOW, as_of=1) == []
    assert row("ST01").values["pm10"] == "100"


def test_as_of_an_earlier_position_the_earlier_number_comes_out(lake: Lake) -> None:
    build.a_station("ST01")
    lake.add("ST01", NOON, CLEAN)
    lake.add("ST01", NOON, {**CLEAN, "pm10": 100.0}, is_rev=True)
    actions.assess_hours(since=NOON, until=NOON + HOUR, now=NOW, as_of=1)
    assert (row("ST01").values["pm10"], row("ST01").position) == ("60", 1)
