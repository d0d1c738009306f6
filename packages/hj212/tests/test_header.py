import pytest
from hypothesis import given
from hypothesis import strategies as st

from hj212 import Header, crc_text, read_header
from hj212.faults import (
    BadCrc,
    BadLength,
    BadMn,
    BadQn,
    DuplicateField,
    MissingField,
    NoChecksum,
    NoHeader,
    OddField,
    OddOrder,
    Oversize,
    TrailingBytes,
    Truncated,
    UnknownCommand,
)

HEAD = "QN=20160801085857223;ST=22;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;"
SEGMENT = HEAD + "CP=&&DataTime=20160801085857;a34004-Rtd=35&&"


def framed(segment: str | bytes, *, length: int | None = None, crc: str | None = None) -> bytes:
    raw = segment if isinstance(segment, bytes) else segment.encode()
    return b"##%04d%b%b\r\n" % (
        len(raw) if length is None else length,
        raw,
        (crc_text(raw) if crc is None else crc).encode(),
    )


def test_a_sound_frame_is_read_with_and_without_its_line_end():
    frame = framed(SEGMENT)
    header = read_header(frame)
    assert header == read_header(frame[:-2])
    assert header == Header("20160801085857223", "22", "2011", "123456", "010000A8900016F000169DC0", 5)
    assert header.is_intact


def test_a_checksum_in_lower_case_is_accepted():
    assert read_header(framed(SEGMENT, crc=crc_text(SEGMENT.encode()).lower())).faults == ()


def test_a_wrong_checksum_says_both_checksums_and_still_gives_the_header():
    header = read_header(framed(SEGMENT, crc="12AB"))
    assert header.faults == (BadCrc(seen="12AB", needed=crc_text(SEGMENT.encode())),)
    assert header.mn == "010000A8900016F000169DC0"
    assert not header.is_intact


def test_a_checksum_that_is_no_hexadecimal_number_is_a_wrong_checksum():
    assert read_header(framed(SEGMENT, crc="zz!!")).faults == (
        BadCrc(seen="zz!!", needed=crc_text(SEGMENT.encode())),
    )


@pytest.mark.parametrize("length", [0, 1, 50, len(SEGMENT) - 1, len(SEGMENT) + 1, 9999])
def test_a_wrong_length_is_counted_and_the_frame_found_by_its_closing(length):
    header = read_header(framed(SEGMENT, length=length))
    assert header.faults == (BadLength(seen=length, counted=len(SEGMENT)),)
    assert header.is_intact
    assert header.qn == "20160801085857223"


def test_a_cut_frame_gives_what_stands_before_the_cut():
    header = read_header(framed(SEGMENT)[:60])
    assert Truncated(counted=54, needed=len(SEGMENT) + 4) in header.faults
    assert MissingField(field="CP") in header.faults
    assert (header.qn, header.cn, header.pw) == ("20160801085857223", "2011", "123456")
    assert not header.is_intact


def test_a_frame_that_goes_on_without_a_closing_has_no_checksum():
    header = read_header(b"##0010" + SEGMENT[:-2].encode() + b"\r\n")
    assert NoChecksum(seen="Rtd=35") in header.faults


def test_bytes_after_the_checksum_are_counted():
    header = read_header(framed(SEGMENT)[:-2] + b" xyz")
    assert header.faults == (TrailingBytes(count=4),)


@pytest.mark.parametrize(
    "junk", [b"", b"\r\n", b"hello", b"##", b"##12", b"##12x4QN=1", bytes(range(256)), b"\xff" * 50]
)
def test_bytes_that_are_no_frame_say_so(junk):
    header = read_header(junk)
    assert any(isinstance(fault, NoHeader) for fault in header.faults)
    assert not header.is_intact


def test_a_frame_without_length_gives_its_header_all_the_same():
    header = read_header(b"##" + SEGMENT.encode() + crc_text(SEGMENT.encode()).encode())
    assert header.faults == (NoHeader(seen="##QN=2"),)
    assert header.cn == "2011"


@pytest.mark.parametrize("name", ["QN", "ST", "CN", "PW", "MN", "Flag"])
@pytest.mark.parametrize("rest", ["", "{name}=;"])
def test_a_missing_or_empty_field_is_named_and_the_others_are_read(name, rest):
    kept = [part for part in HEAD.rstrip(";").split(";") if not part.startswith(name + "=")]
    segment = ";".join(kept) + ";" + rest.format(name=name) + "CP=&&&&"
    header = read_header(framed(segment))
    assert header.faults == (MissingField(field=name),)
    assert [value for value in header[:6] if value is None] == [None]


def test_a_missing_data_area_is_named():
    assert read_header(framed(HEAD)).faults == (MissingField(field="CP"),)
    assert read_header(framed(HEAD + "CP=&&")).faults == (MissingField(field="&&"),)


def test_another_order_is_read_by_name_and_noted():
    segment = "ST=22;QN=20160801085857223;" + HEAD[27:] + "CP=&&&&"
    header = read_header(framed(segment))
    assert header.faults == (OddOrder(seen="ST QN CN PW MN Flag", needed="QN ST CN PW MN Flag"),)
    assert (header.st, header.qn) == ("22", "20160801085857223")


def test_a_field_sent_twice_keeps_its_first_value():
    header = read_header(framed(HEAD + "ST=31;CP=&&&&"))
    assert header.faults == (DuplicateField(field="ST", text="31"),)
    assert header.st == "22"


@pytest.mark.parametrize(
    "qn", ["1617936069734", "20161301085857223", "20160801245857223", "2016080108585722x"]
)
def test_a_qn_that_is_no_moment_is_kept_and_noted(qn):
    header = read_header(framed(SEGMENT.replace("20160801085857223", qn)))
    assert header.faults == (BadQn(seen=qn),)
    assert header.qn == qn


@pytest.mark.parametrize("mn", ["JLYP01_AIR01_0001", "NJGDKYYC202101q0001w0001", "88888880000001", "Z-1.2"])
def test_device_numbers_of_the_field_are_accepted(mn):
    assert read_header(framed(SEGMENT.replace("010000A8900016F000169DC0", mn))).faults == ()


@pytest.mark.parametrize("mn", ["A" * 25, "A 1".replace(" ", "/"), "(x)"])
def test_a_device_number_that_cannot_be_one_is_kept_and_noted(mn):
    header = read_header(framed(SEGMENT.replace("010000A8900016F000169DC0", mn)))
    assert header.faults == (BadMn(seen=mn),)
    assert header.mn == mn


@pytest.mark.parametrize("mn", ["A" * 65, "张三", "a b", "a\nb"])
def test_a_header_value_that_no_reply_could_carry_is_not_taken(mn):
    header = read_header(framed(SEGMENT.replace("010000A8900016F000169DC0", mn)))
    assert header.mn is None
    assert [fault.name for fault in header.faults] == ["OddField", "MissingField"]


@pytest.mark.parametrize("flag", ["256", "x", "-1", "５"])
def test_a_flag_that_is_no_byte_is_an_odd_field(flag):
    header = read_header(framed(SEGMENT.replace("Flag=5", f"Flag={flag}")))
    assert header.flag is None
    assert any(isinstance(fault, OddField) for fault in header.faults)


def test_a_command_of_no_edition_is_noted_but_not_for_2005_whose_list_is_not_at_hand():
    unknown = SEGMENT.replace("CN=2011", "CN=2099")
    assert read_header(framed(unknown)).faults == (UnknownCommand(seen="2099"),)
    assert read_header(framed(unknown.replace("Flag=5", "Flag=1"))).faults == ()


def test_a_part_carries_its_numbers():
    header = read_header(framed(HEAD.replace("Flag=5", "Flag=7") + "PNUM=4;PNO=2;CP=&&&&"))
    assert (header.pnum, header.pno, header.is_part, header.faults) == (4, 2, True, ())


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("", (MissingField(field="PNUM"), MissingField(field="PNO"))),
        ("PNUM=2;PNO=3;", (OddField(text="PNO=3"),)),
        ("PNUM=2;PNO=0;", (OddField(text="PNO=0"),)),
        ("PNUM=x;PNO=1;", (OddField(text="PNUM=x"), MissingField(field="PNUM"))),
    ],
)
def test_a_part_with_impossible_numbers_is_noted(numbers, expected):
    assert read_header(framed(HEAD.replace("Flag=5", "Flag=6") + numbers + "CP=&&&&")).faults == expected


def test_data_sent_later_are_marked_in_2025():
    header = read_header(framed(HEAD.replace("Flag=5", "Flag=9") + "RF=1;CP=&&&&"))
    assert (header.is_backfill, header.faults) == (True, ())
    assert read_header(framed(HEAD + "RF=0;CP=&&&&")).faults == (OddField(text="RF=0"),)


def test_a_segment_above_1024_bytes_is_oversize():
    room = 1024 - len(HEAD) - len("CP=&&&&")
    assert read_header(framed(HEAD + "CP=&&" + "x" * room + "&&")).faults == ()
    assert read_header(framed(HEAD + "CP=&&" + "x" * (room + 1) + "&&")).faults == (
        Oversize(seen=1025, allowed=1024),
    )


@given(st.data())
def test_one_changed_byte_of_the_data_segment_is_always_a_wrong_checksum(data):
    # True of one byte; two changed bytes may cancel out, for the checksum has only 256 values.
    frame = bytearray(framed(SEGMENT))
    at = data.draw(st.integers(6, 6 + len(SEGMENT) - 1))
    frame[at] ^= data.draw(st.integers(1, 255))
    header = read_header(bytes(frame))
    assert any(isinstance(fault, BadCrc) for fault in header.faults)


@given(st.integers(0, 5), st.integers(0, 255))
def test_one_changed_byte_of_the_opening_never_goes_unnoticed(at, byte):
    frame = bytearray(framed(SEGMENT))
    is_changed = frame[at] != byte
    frame[at] = byte
    assert bool(read_header(bytes(frame)).faults) is is_changed


@given(st.binary(max_size=200))
def test_no_bytes_raise(noise):
    for frame in (noise, b"##" + noise, b"##0100" + noise, framed(HEAD.encode() + b"CP=&&" + noise + b"&&")):
        assert isinstance(read_header(frame), Header)
