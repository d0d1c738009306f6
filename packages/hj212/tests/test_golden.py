"""Frames of the standard and of the field, as labelled by their sources (see golden/README.md)."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from hj212 import Edition, crc_text, decode, encode, read_header
from hj212.faults import BadCrc

VECTORS = json.loads((Path(__file__).parent / "golden" / "vectors.json").read_text("utf-8"))

# HJ 212-2017, appendix A.
STANDARD_2017 = (
    b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;"
    b"CP=&&RtdInterval=30&&1C80\r\n"
)
# HJ 212-2025, appendix A.1.
STANDARD_2025 = (
    b"##0087QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&2200\r\n"
)
# HJ 212-2025, appendix A.2: the plain text of the two encryption examples.
STANDARD_2025_MINUTE = (
    b"##0295QN=20240520210700000;ST=31;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=9;"
    b"CP=&&DataTime=20240520210600;a01011-Min=1.35,a01011-Avg=1.35,a01011-Max=1.35,a01011-Flag=N;"
    b"a01012-Min=9.3,a01012-Avg=9.3,a01012-Max=9.3,a01012-Flag=N;"
    b"a01014-Min=3.20,a01014-Avg=3.211,a01014-Max=3.212,a01014-Flag=N&&2200\r\n"
)
STANDARD_2025_SHORT = (
    b"##0234QN=20240520210700000;ST=31;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=9;"
    b"CP=&&DataTime=20240520210600;a01011-Min=1.35,a01011-Avg=1.35,a01011-Max=1.35,a01011-Flag=N;"
    b"a01014-Min=3.20,a01014-Avg=3.20,a01014-Max=3.20,a01014-Flag=N&&B541\r\n"
)
# flash520/hj212, parse_test.go: six pollutants and weather of an air station.
AIR_STATION = (
    b"##0411QN=20220513162608370;ST=22;CN=2051;PW=123456;MN=JLYP01_AIR01_0001;Flag=4;"
    b"CP=&&DataTime=20220513162600;a21004-Avg=4,a21004-Flag=N;a05024-Avg=63,a05024-Flag=N;"
    b"a21026-Avg=6,a21026-Flag=N;a21005-Avg=0.427,a21005-Flag=N;a34004-Avg=14,a34004-Flag=N;"
    b"a34002-Avg=31,a34002-Flag=N;a01007-Avg=1,a01007-Flag=N;a01008-Avg=11,a01008-Flag=N;"
    b"a01001-Avg=17,a01001-Flag=N;a01002-Avg=85,a01002-Flag=N;a01006-Avg=95,a01006-Flag=N&&D641\r\n"
)
STANDARD_FRAMES = [STANDARD_2017, STANDARD_2025, STANDARD_2025_MINUTE, STANDARD_2025_SHORT]


def of_repo(repo, index=0):
    return [vector for vector in VECTORS if vector["repo"] == repo][index]["pkt"].encode()


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{number}-{v['calc']}" for number, v in enumerate(VECTORS)])
def test_a_published_frame_behaves_as_labelled(vector):
    frame = vector["pkt"].encode()
    segment = frame[6:-4]
    assert crc_text(segment) == vector["calc"]
    for raw in (frame, frame + b"\r\n"):
        packet = decode(raw)
        crc_faults = [fault for fault in packet.faults if isinstance(fault, BadCrc)]
        assert packet.is_intact is vector["ok"]
        assert [(fault.seen.upper(), fault.needed) for fault in crc_faults] == (
            [] if vector["ok"] else [(vector["crc"], vector["calc"])]
        )
        assert packet.fields, "every published frame has a data area that can be read"


def test_the_published_frames_hold_both_labels():
    assert {vector["ok"] for vector in VECTORS} == {True, False}
    assert len(VECTORS) == 15


@pytest.mark.parametrize("frame", [*STANDARD_FRAMES, AIR_STATION])
def test_an_example_of_the_standard_is_sound(frame):
    packet = decode(frame)
    assert packet.faults == ()
    assert packet.header == read_header(frame)


@pytest.mark.parametrize("frame", [*STANDARD_FRAMES, AIR_STATION])
def test_an_example_of_the_standard_is_built_again_byte_for_byte(frame):
    packet = decode(frame)
    assert encode(packet.header, packet.fields) == frame


def test_the_example_of_2017_reads_as_printed():
    packet = decode(STANDARD_2017)
    assert packet.header[:6] == ("20160801085857223", "32", "1062", "100000", "010000A8900016F000169DC0", 5)
    assert packet.fields == {"RtdInterval": "30"}
    assert (packet.header.edition, packet.header.needs_reply) == (Edition.HJ212_2017, True)


def test_the_example_of_2025_names_its_edition_and_has_an_empty_data_area():
    packet = decode(STANDARD_2025)
    assert (packet.header.edition, packet.header.needs_reply) == (Edition.HJ212_2025, True)
    assert packet.fields == {}


def test_an_air_station_gives_eleven_readings_with_their_marks():
    packet = decode(AIR_STATION)
    averages = {reading.code: reading.number("Avg") for reading in packet.readings}
    assert len(averages) == 11
    assert averages["a21005"] == Decimal("0.427")
    assert averages["a05024"] == Decimal("63")
    assert {reading.mark for reading in packet.readings} == {"N"}
    assert f"{packet.data_time:%Y-%m-%d %H:%M}" == "2022-05-13 16:26"


def test_a_frame_without_qn_and_flag_gives_its_values_and_says_what_is_missing():
    packet = decode(of_repo("chenqi92/alltobs-hj212"))
    assert [str(fault).split(":")[0] for fault in packet.faults] == [
        "MissingField",
        "MissingField",
        "BadDataTime",
    ]
    assert packet.header.edition is None
    assert [(reading.code, reading.values) for reading in packet.readings] == [
        ("ele01", {"Rtd": "1"}),
        ("ele02", {"Rtd": "0"}),
    ]
    assert f"{packet.data_time:%H:%M:%S}" == "00:38:17"


def test_a_qn_of_13_digits_is_kept_and_noted():
    header = read_header(of_repo("mutoushirana/HJ212Virtual", 2))
    assert header.qn == "1617936069734"
    assert [fault.name for fault in header.faults] == ["BadQn"]


def test_a_header_in_another_order_is_read_by_name():
    frame = of_repo("guocay/hj212-protocol", 4)
    header = read_header(frame)
    assert (header.pnum, header.pno) == (2, 2)
    assert {fault.name for fault in header.faults} == {"BadCrc", "OddOrder", "MissingField"}


def test_a_home_made_code_passes_through():
    codes = [reading.code for reading in decode(of_repo("guocay/hj212-protocol", 1)).readings]
    assert "O3" in codes
