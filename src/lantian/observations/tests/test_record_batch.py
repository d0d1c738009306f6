"""From frames in the journal to Latest and the lake: right place, right unit, once, and revisable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantian.kernel.models import Event
from lantian.observations import actions, models, queries, rules
from lantian.observations.journal import segments
from lantian.observations.journal.record import Origin
from lantian.observations.lake import tables, upkeep
from lantian.observations.recorder import run, to_lake
from lantian.observations.tests import build
from lantian.observations.tests.build import NOON
from lantian.registry.models import Device

HOUR = timedelta(hours=1)


def stored(home: Path) -> pl.DataFrame:
    return tables.scan(home / "lake", tables.READINGS).collect()


def at_noon(**options: object) -> dict[str, object]:
    rows = queries.hourly(since=NOON, until=NOON + HOUR, **options)
    assert rows.height == 1
    return rows.row(0, named=True)


def test_values_are_the_sources_own_decimals_in_our_units(home: Path, device: Device) -> None:
    sent = {"pm25": "35.10", "co": "0.427", "o3": "160", "p": "101.94", "t": "-3.5", "wd": "359.9"}
    (position,) = build.record(home, build.a_frame(sent))
    row = at_noon()
    assert {name: row[name] for name in rules.PARAMETERS if row[name] is not None} == {
        "pm25": 35.1, "co": 0.427, "o3": 160.0, "p": 1019.4, "t": -3.5, "wd": 359.9,
    }  # fmt: skip
    assert (row["station"], row["begins_at"], row["position"], row["is_rev"]) == (
        "ST01",
        NOON,
        position,
        False,
    )


def test_a_device_that_labels_the_end_is_moved_to_the_start(home: Path, db: None) -> None:
    build.a_device(hour_label="end", utc_offset_minutes=540, units={"co": "µg/m³", "p": "hPa"})
    build.record(
        home, build.a_frame({"co": "427", "p": "1013.2"})
    )  # label 12:00 at UTC+9 is 03:00 UTC, ends there
    row = queries.hourly(since=NOON - 3 * HOUR, until=NOON).row(0, named=True)
    assert row["begins_at"] == NOON - 2 * HOUR
    assert (row["co"], row["p"]) == (0.427, 1013.2)


@pytest.mark.parametrize("cn, period", [("2011", "rtd"), ("2051", "10min"), ("2061", "1h"), ("2031", "1d")])
def test_each_upload_lands_in_its_period(home: Path, device: Device, cn: str, period: str) -> None:
    build.record(home, build.a_frame({"no2": "40"}, cn=cn))
    assert queries.hourly(since=NOON, until=NOON + HOUR, period=period)["no2"].to_list() == [40.0]
    assert queries.latest(period=period)["ST01"].values["no2"] == 40.0


def test_only_mark_n_counts_and_the_others_are_kept(home: Path, device: Device) -> None:
    build.record(
        home, build.a_frame({"pm25": "35", "pm10": "985", "so2": "7"}, marks={"pm10": "D", "so2": "M"})
    )
    row = at_noon()
    assert (row["pm25"], row["pm10"], row["so2"], row["marks"]) == (35.0, None, None, "pm10=D,so2=M")
    assert at_noon(keep_rejected=True)["pm10"] == 985.0
    reading = queries.reading(station="ST01", parameter="pm10", begins_at=NOON)
    assert (reading.value, reading.mark, reading.counts) == (985.0, "D", False)


def test_a_repeated_frame_is_dropped_and_so_are_equal_values(home: Path, device: Device) -> None:
    frame = build.a_frame({"pm25": "35"})
    build.record(home, frame, frame)
    build.record(home, frame)
    build.record(home, build.a_frame({"pm25": "35"}, qn=7))
    assert stored(home).height == 1


def test_a_late_repeat_does_not_bring_the_old_value_back(home: Path, device: Device) -> None:
    first, corrected = build.a_frame({"pm25": "35"}), build.a_frame({"pm25": "36"}, qn=1)
    build.record(home, first, corrected)
    build.record(home, first)
    assert at_noon()["pm25"] == 36.0
    assert queries.latest()["ST01"].values["pm25"] == 36.0


def test_a_correction_wins_now_and_the_old_value_stays_as_of_then(home: Path, device: Device) -> None:
    (first,) = build.record(home, build.a_frame({"pm25": "35", "pm10": "80"}))
    (second,) = build.record(home, build.a_frame({"pm25": "36"}, qn=1))
    assert (at_noon()["pm25"], at_noon()["is_rev"]) == (36.0, True)
    assert (at_noon(as_of=first)["pm25"], at_noon(as_of=first)["is_rev"]) == (35.0, False)
    assert at_noon(as_of=second)["pm25"] == 36.0


def test_a_late_part_completes_the_row_and_each_value_names_its_own_packet(
    home: Path, device: Device
) -> None:
    pollutants, weather = build.record(
        home, build.a_frame({"pm25": "35"}), build.a_frame({"ws": "2.1"}, qn=1)
    )
    row = at_noon()
    assert (row["pm25"], row["ws"]) == (35.0, 2.1)
    assert queries.reading(station="ST01", parameter="pm25", begins_at=NOON).position == pollutants
    assert queries.reading(station="ST01", parameter="ws", begins_at=NOON).position == weather
    assert (queries.latest()["ST01"].values["pm25"], queries.latest()["ST01"].values["ws"]) == (35.0, 2.1)


def test_latest_does_not_step_back_for_a_late_hour(home: Path, device: Device) -> None:
    build.record(home, build.a_frame({"pm25": "35"}), build.a_frame({"pm25": "99"}, at=NOON - 5 * HOUR))
    assert queries.latest()["ST01"].begins_at == NOON


def test_other_codes_and_statistics_go_to_the_long_table(home: Path, device: Device) -> None:
    build.record(home, build.a_frame({"pm25": "35", "a34006": "2.697"}))
    rows = tables.scan(home / "lake", tables.FACTORS).collect()
    assert rows.select("code", "statistic", "value", "mark").rows() == [("a34006", "Avg", 2.697, "N")]


def test_one_event_tells_of_a_batch(home: Path, device: Device) -> None:
    positions = build.record(home, *[build.a_frame({"pm25": str(n)}, at=NOON + n * HOUR) for n in range(3)])
    (event,) = Event.objects.filter(name="observations.batch_recorded")
    assert event.facts["position"] == positions[-1]
    assert event.facts["stations"] == ["ST01"]
    assert event.facts["first_begins_at"].startswith("2026-03-01T04:00")
    assert event.facts["last_begins_at"].startswith("2026-03-01T06:00")
    run.drain(home)
    assert Event.objects.filter(name="observations.batch_recorded").count() == 1


def test_a_crash_between_lake_and_position_doubles_nothing_and_still_tells(
    home: Path, device: Device
) -> None:
    build.record(home, build.a_frame({"pm25": "35", "a34006": "2"}))
    models.RecorderPosition.objects.filter(consumer__startswith="lake").update(position=0)
    Event.objects.all().delete()
    build.record(home, build.a_frame({"pm25": "40"}, at=NOON + HOUR))
    assert stored(home)["pm25"].sort().to_list() == [35.0, 40.0]
    assert tables.scan(home / "lake", tables.FACTORS).collect().height == 1
    told = Event.objects.filter(name="observations.batch_recorded").order_by("id")
    assert [event.facts["rows"] for event in told] == [1, 1], "what came again, then what is new"


def test_a_lost_lake_is_filled_again_from_the_journal(home: Path, device: Device) -> None:
    build.record(home, *[build.a_frame({"pm25": str(n)}, at=NOON + n * HOUR) for n in range(5)])
    before = stored(home).sort("position")
    (home / "lake").rename(home / "lost")
    run.drain(home)
    assert stored(home).sort("position").equals(before)


def test_a_lake_that_cannot_be_written_loses_nothing(home: Path, device: Device) -> None:
    (home / "lake").write_text("a file stands where the folder should be")
    with pytest.raises(tables.LakeNotWritable, match="not a directory.*none is lost.*write permission"):
        build.record(home, build.a_frame({"pm25": "35"}))
    (home / "lake").unlink()
    run.drain(home)
    assert at_noon()["pm25"] == 35.0


def test_an_unknown_device_is_shown_and_read_again_once_it_is_registered(home: Path, device: Device) -> None:
    (position,) = build.record(home, build.a_frame({"pm25": "35"}, mn="STRANGER"))
    assert models.Unreadable.objects.get().reason == "unknown-device"
    build.a_device("STRANGER", station="ST02")
    actions.read_again(positions=[position], now=NOON)
    run.drain(home)
    assert queries.latest()["ST02"].values["pm25"] == 35.0
    assert not models.Unreadable.objects.exists()


def test_an_impossible_time_is_shown_to_the_operator(home: Path, device: Device) -> None:
    build.record(home, build.a_frame({"pm25": "35"}, at=NOON + timedelta(days=400)))
    shown = models.Unreadable.objects.get()
    assert shown.reason == "bad-time" and "arrived earlier" in shown.sentence
    assert stored(home).is_empty()


def test_a_unit_nobody_knows_is_shown_to_the_operator(home: Path, db: None) -> None:
    build.a_device(units={"co": "ppb"})
    build.record(home, build.a_frame({"pm25": "35"}))
    assert "'ppb'" in models.Unreadable.objects.get().sentence


def test_a_damaged_record_is_shown_and_the_others_are_recorded(home: Path, device: Device) -> None:
    positions = build.journal(home, *[build.a_frame({"pm25": str(n)}, at=NOON + n * HOUR) for n in range(3)])
    path = segments.segment_path(home / "journal", 0)
    raw = bytearray(path.read_bytes())
    raw[positions[1] + 60] ^= 1
    path.write_bytes(raw)
    run.drain(home)
    assert stored(home)["pm25"].sort().to_list() == [0.0, 2.0]
    shown = models.Unreadable.objects.get()
    assert (shown.position, shown.end, shown.reason) == (positions[1], positions[2], "damaged")


def test_a_second_recorder_is_refused(home: Path, device: Device) -> None:
    with run._alone(home), pytest.raises(run.RecorderRunning, match="Only one may"):
        run.drain(home)


def test_rows_of_files_are_recorded_like_packets(home: Path, device: Device) -> None:
    seconds = int(NOON.timestamp())
    rows = [[seconds + n * 3600, float(n), None] for n in range(300)]
    body = {"station": "ST01", "period": "1h", "columns": ["pm25", "pm10"], "rows": rows}
    actions.keep_rows(bodies=[body], origin=Origin("file", "a.csv", "sha"), now=NOON + 400 * HOUR)
    run.drain(home)
    assert queries.hourly(since=NOON, until=NOON + 300 * HOUR)["pm25"].to_list() == [
        float(n) for n in range(300)
    ]


def test_compaction_and_sorting_change_no_row_and_keep_the_position(home: Path, device: Device) -> None:
    for n in range(6):
        build.record(
            home, build.a_frame({"pm25": str(n)}, at=NOON + n * HOUR), build.a_frame({"pm10": "9"}, qn=n)
        )
    before, position = stored(home).sort("position"), tables.recorded_to(home / "lake", tables.READINGS)
    assert upkeep.compact(home / "lake") >= 5
    assert stored(home).sort("position").equals(before)
    build.record(home, build.a_frame({"pm25": "77"}, at=NOON + 9 * HOUR))
    assert upkeep.sort_closed_months(home / "lake", now=NOON) == []  # the month is still open
    assert upkeep.sort_closed_months(home / "lake", now=NOON + timedelta(days=40)) == [("1h", "2026-03")]
    assert stored(home).height == before.height + 1
    assert tables.recorded_to(home / "lake", tables.READINGS) > position
    assert to_lake.resume_at(home / "lake") == models.RecorderPosition.objects.get(consumer="lake").position


@given(st.floats(0, 5000, allow_subnormal=False).map(lambda x: repr(round(x, 4))))
def test_conversion_is_exact_on_decimals(text: str) -> None:
    by = rules.factor("p", "kPa")
    assert rules.number(text, by=by) == float(f"{float(text) * 10:.3f}")


def test_a_batch_tells_which_stretches_it_touched(home: Path, device: Device) -> None:
    old = datetime(2000, 1, 1, tzinfo=UTC)
    moments = [NOON, old, NOON + 20 * HOUR, NOON - 30 * HOUR]
    build.record(home, *[build.a_frame({"pm25": "35"}, at=moment, qn=n) for n, moment in enumerate(moments)])
    facts = Event.objects.get(name="observations.batch_recorded").facts
    found = [tuple(datetime.fromisoformat(end) for end in ends) for ends in facts["stretches"]]
    assert found == [(old, old), (NOON - 30 * HOUR,) * 2, (NOON, NOON + 20 * HOUR)]
    assert datetime.fromisoformat(facts["first_begins_at"]) == old
    assert datetime.fromisoformat(facts["last_begins_at"]) == NOON + 20 * HOUR
