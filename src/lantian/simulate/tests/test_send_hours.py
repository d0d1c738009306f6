"""The devices speak HJ 212, real stations say what the source says, and everything is acknowledged."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import hj212
from lantian.simulate import kept, replay, sender
from lantian.simulate.air import Air
from lantian.simulate.district.places import Post, our_series, posts
from lantian.simulate.frames import Devices, text_of
from lantian.simulate.hours import DATA_ZONE, DEGREES, FILE, HourUnknown, real_hours, relative_humidity
from lantian.simulate.tests.conftest import NOW, Porter

HOUR = timedelta(hours=1)
THIS_HOUR = NOW.replace(minute=0)
DONGSI_FIRST = {
    "pm25": 9.0, "pm10": 9.0, "so2": 3.0, "no2": 17.0, "co": 300.0, "o3": 89.0,
    "temperature": -0.5, "pressure": 1024.5, "dew_point": -21.4, "wind_speed": 5.7, "wind_from": 337.5,
}  # fmt: skip  # as the data set prints its first row of that station
POST_OF_MN = {post.mn: post for post in posts()}


@pytest.fixture
def air() -> Air:
    """The air of a demo that begins now."""
    state, schedule = kept.begin(now=NOW, seed=1)
    return kept.air_of(state, schedule)


@pytest.fixture
def demo() -> kept.State:
    """A home with a demo whose last three days are not sent yet."""
    state, schedule = kept.begin(now=NOW, seed=1)
    kept.keep(state, schedule)
    return kept.keep_sent(state, until=THIS_HOUR - timedelta(days=3))


def row_of_source(post: Post, moment: datetime) -> Mapping[str, object]:
    """A row of the shipped file, read on another way than the replay's."""
    naive = moment.astimezone(DATA_ZONE).replace(tzinfo=None)
    table = pl.scan_parquet(FILE).filter(pl.col("station") == post.series, pl.col("hour") == naive).collect()
    return table.row(0, named=True)


def test_frames_of_two_days_decode_without_a_fault(air: Air) -> None:
    uploads = list(Devices(air).uploads(THIS_HOUR - 48 * HOUR, THIS_HOUR))
    packets = [hj212.decode(upload.frame) for upload in uploads]
    assert len(packets) > 48 * 30
    assert [packet.faults for packet in packets if packet.faults] == []
    assert {packet.header.flag for packet in packets} == {5, 9}
    assert {packet.header.cn for packet in packets} == {"2061"}
    assert len({(upload.mn, upload.qn) for upload in uploads}) == len(uploads)


def test_real_stations_send_the_source_s_own_values(air: Air) -> None:
    moment = THIS_HOUR - 30 * HOUR
    factors = {"a34004": "pm25", "a34002": "pm10", "a21026": "so2", "a21004": "no2", "a05024": "o3"}
    checked = 0
    for upload in Devices(air).uploads(moment, moment + HOUR):
        post = POST_OF_MN[upload.mn]
        packet = hj212.decode(upload.frame)
        sent = {reading.code: reading.number("Avg") for reading in packet.readings}
        if not post.is_real:
            continue
        row = row_of_source(post, air.source_of(moment))
        for code, column in factors.items():
            value = row[column]
            assert sent.get(code) == (None if value is None else Decimal(str(value)))
        assert sent.get("a21005") == (None if row["co"] is None else Decimal(str(row["co"])) / 1000)
        assert sent.get("a01007") == Decimal(str(row["wind_speed"]))
        assert sent.get("a01008") == Decimal(str(DEGREES[str(row["wind"])]))
        assert packet.data_time == moment.astimezone(DATA_ZONE).replace(tzinfo=None)
        checked += 1
    assert checked == 12


def test_no_plume_touches_a_real_station_in_the_hour_of_now(air: Air) -> None:
    calm = kept.air_of(kept.begin(now=NOW, seed=1)[0], type(air.schedule)(plumes=(), quirks=()))
    moment = THIS_HOUR - HOUR
    with_plumes, without = air.readings(moment), calm.readings(moment)
    assert all(with_plumes[p.code] == without[p.code] for p in posts() if p.is_real)
    assert any(with_plumes[p.code] != without[p.code] for p in posts() if not p.is_real)


def test_made_stations_stay_near_the_real_air_where_no_plume_is(air: Air) -> None:
    moment = THIS_HOUR - 20 * HOUR
    assert not any(p.begins_at <= moment < p.ends_at for p in air.schedule.plumes)
    real = [float(v["pm10"]) for p in posts() if p.is_real and "pm10" in (v := air.readings(moment)[p.code])]
    made = [float(air.readings(moment)[p.code]["pm10"]) for p in posts() if not p.is_real]
    assert min(real) * 0.8 - 5 <= min(made)
    assert max(made) <= max(real) * 1.2 + 5


def test_the_silent_device_says_nothing_and_the_stuck_one_repeats_itself(air: Air) -> None:
    silent, stuck, late, corrected = air.schedule.quirks
    latest = {POST_OF_MN[u.mn].code for u in Devices(air).uploads(THIS_HOUR - 2 * HOUR, THIS_HOUR)}
    assert silent.station not in latest
    hours = [u for u in Devices(air).uploads(stuck.begins_at, stuck.ends_at) if u.mn.endswith(stuck.station)]
    assert len({hj212.decode(u.frame).fields["a34002-Avg"] for u in hours}) == 1
    since = late.begins_at
    comes = [u for u in Devices(air).uploads(since, THIS_HOUR) if u.mn.endswith(late.station)]
    label = f"{since.astimezone(DATA_ZONE):%Y%m%d%H%M%S}"
    (delayed,) = [u for u in comes if hj212.decode(u.frame).fields["DataTime"] == label]
    assert delayed.due_at > since + 24 * HOUR
    label = f"{corrected.begins_at.astimezone(DATA_ZONE):%Y%m%d%H%M%S}"
    twice = [
        hj212.decode(u.frame).fields
        for u in Devices(air).uploads(corrected.begins_at, THIS_HOUR)
        if u.mn.endswith(corrected.station) and hj212.decode(u.frame).fields["DataTime"] == label
    ]
    assert [fields["a34002-Flag"] for fields in twice] == ["C", "N"]
    assert int(twice[0]["a34002-Avg"]) == 3 * int(twice[1]["a34002-Avg"])


def test_catches_up_through_a_socket_once(demo: kept.State, porter: Porter) -> None:
    done = replay.catch_up(now=NOW, host="127.0.0.1", port=porter.port)
    intact = [packet for packet in porter.heard if packet.is_intact]
    assert (
        done.acknowledged == len(intact) - 1
    )  # the unknown device is answered by this porter, but not awaited
    assert done.acknowledged >= 3 * 24 * 31 - 3
    assert (done.since, done.until) == (THIS_HOUR - timedelta(days=3), THIS_HOUR)
    assert kept.state().sent_until == THIS_HOUR
    assert replay.catch_up(now=NOW, host="127.0.0.1", port=porter.port).acknowledged == 0


def test_sends_one_damaged_frame_and_one_of_a_stranger(demo: kept.State, porter: Porter) -> None:
    replay.catch_up(now=NOW, host="127.0.0.1", port=porter.port)
    damaged = [packet for packet in porter.heard if not packet.is_intact]
    assert [fault.name for packet in damaged for fault in packet.faults] == ["BadCrc"]
    strangers = {packet.header.mn for packet in porter.heard} - set(POST_OF_MN)
    assert len(strangers) == 1


def test_sends_again_what_was_not_answered(
    demo: kept.State, porter: Porter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "ANSWER_SECONDS", 0.2)
    kept.keep_sent(demo, until=THIS_HOUR - HOUR)
    porter.deaf_for = 7
    done = replay.catch_up(now=NOW, host="127.0.0.1", port=porter.port)
    assert done.resent == 7
    assert done.acknowledged == 30  # 31 devices, one of them silent


def test_keeps_its_place_when_the_door_stays_silent(
    demo: kept.State, porter: Porter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "ANSWER_SECONDS", 0.05)
    kept.keep_sent(demo, until=THIS_HOUR - HOUR)
    porter.deaf_for = 10_000
    with pytest.raises(replay.DoorSilent, match="30 uploads unanswered"):
        replay.catch_up(now=NOW, host="127.0.0.1", port=porter.port)
    assert kept.state().sent_until == THIS_HOUR - HOUR


def test_says_where_the_door_was_looked_for(demo: kept.State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "PATIENCE_SECONDS", 0.0)
    with pytest.raises(sender.DoorUnreachable, match=r"127\.0\.0\.1:1 .*lantian serve"):
        replay.catch_up(now=NOW, host="127.0.0.1", port=1)


def test_makes_as_many_sample_frames_as_asked() -> None:
    frames = replay.sample(100, now=NOW, seed=1)
    assert len(frames) == 100
    assert frames == replay.sample(100, now=NOW, seed=1)
    assert all(hj212.decode(frame).is_sound for frame in frames)


def test_writes_frames_for_whoever_measures_the_door(tmp_path: Path) -> None:
    out = tmp_path / "frames"
    assert replay.write_frames(count=10, out=out, now=NOW) == 10
    pieces = hj212.FrameSplitter().feed(out.read_bytes())
    assert sum(piece.kind is hj212.Kind.FRAME for piece in pieces) == 10


def test_the_shipped_hours_are_whole() -> None:
    hours = real_hours()
    assert len(hours.stations) == 12
    assert set(our_series()) <= set(hours.stations)
    assert hours.first == datetime(2013, 2, 28, 16, tzinfo=UTC)
    assert hours.values.shape == (12, 26_304, 11)
    assert dict(hours.of("Dongsi", hours.first)) == DONGSI_FIRST
    with pytest.raises(HourUnknown):
        hours.at(hours.last + HOUR)


def test_humidity_is_full_at_the_dew_point() -> None:
    assert relative_humidity(10.0, 10.0) == 100.0
    assert relative_humidity(20.0, 9.3) == pytest.approx(50.0, abs=0.3)


def test_prints_decimals_without_ornament() -> None:
    assert [text_of(Decimal(t)) for t in ("34.0", "0.30", "1E+1", "0.2142", "0")] == [
        "34",
        "0.3",
        "10",
        "0.2142",
        "0",
    ]
