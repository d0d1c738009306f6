import string
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hj212 import (
    CannotEncode,
    Edition,
    Header,
    Hj212Error,
    Packet,
    Reading,
    decode,
    encode,
    flags,
    upload_fields,
)
from hj212.commands import COMMANDS, UPLOADS
from hj212.faults import BadEncoding, MissingField, UnknownMark
from hj212.fields import MARKS

HEADER = Header(qn="20160801085857223", st="22", cn="2061", pw="123456", mn="A01", flag=5)

words = st.text(string.ascii_letters + string.digits, min_size=1, max_size=8)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
texts = st.text(st.characters(codec="utf-8", exclude_characters=",;&#/\r\n"), max_size=12)


@st.composite
def headers(draw, commands=tuple(COMMANDS)):
    is_part = draw(st.booleans())
    pnum = draw(st.integers(1, 9999)) if is_part else None
    edition = draw(st.sampled_from(Edition))
    return Header(
        qn=f"{draw(moments):%Y%m%d%H%M%S}{draw(st.integers(0, 999)):03d}",
        st=draw(st.from_regex(r"[0-9]{2}", fullmatch=True)).translate(str.maketrans("", "")),
        cn=draw(st.sampled_from(commands)),
        pw=draw(
            st.text(
                string.ascii_letters + string.digits + "!$%()*+,-./:<=>?@[]^_`{|}~", min_size=1, max_size=64
            )
        ),
        mn=draw(st.text(string.ascii_letters + string.digits + "._-", min_size=1, max_size=24)),
        flag=flags.compose(edition, needs_reply=draw(st.booleans()), is_part=is_part),
        pnum=pnum,
        pno=draw(st.integers(1, pnum)) if pnum else None,
        is_backfill=draw(st.booleans()),
    )


numbers = st.decimals(-9999, 9999, places=3).map(str)
readings = st.builds(
    Reading,
    code=words,
    values=st.dictionaries(
        st.sampled_from(["Rtd", "Avg", "Min", "Max", "Cou", "ZsAvg"]), numbers, min_size=1
    ),
    mark=st.none() | st.sampled_from(list(MARKS)),
    equipment_mark=st.none() | words,
    sampled_at=st.none() | moments,
)


@given(headers(commands=tuple(UPLOADS)), st.lists(readings, max_size=4, unique_by=lambda r: r.code), moments)
def test_an_upload_built_and_read_is_the_same_without_faults(header, sent, at):
    frame = encode(header, upload_fields(sent, data_time=at))
    packet = decode(frame)
    assert packet.faults == ()
    assert packet.header == header
    assert packet.readings == tuple(sent)
    assert packet.data_time == at


@given(headers(commands=("1012", "3020", "9011")), st.dictionaries(words, texts, max_size=6))
def test_any_fields_built_and_read_are_the_same_without_faults(header, fields):
    packet = decode(encode(header, fields))
    assert packet.faults == ()
    assert packet.header == header
    assert packet.fields == fields


@given(st.binary(max_size=400))
def test_no_bytes_raise(noise):
    for frame in (noise, b"##" + noise, b"##0050QN=1;CN=2061;CP=&&" + noise + b"&&0000"):
        packet = decode(frame)
        assert isinstance(packet, Packet)
        assert [str(fault) for fault in packet.faults]


@given(st.text("##0123456789QNSTCPWMFlagD;,=&-/\r\n", max_size=200))
def test_no_bytes_made_of_the_signs_of_a_frame_raise(text):
    assert isinstance(decode(text.encode()), Packet)


def test_a_frame_is_length_in_bytes_segment_checksum_and_line_end():
    frame = encode(HEADER._replace(cn="3020"), {"Info": "正常"})
    assert frame[:6] == b"##%04d" % (len(frame) - 12)
    assert frame.endswith(b"\r\n")
    assert frame[-6:-2] == frame[-6:-2].upper()
    assert decode(frame).fields == {"Info": "正常"}


def test_neighbours_of_one_factor_are_joined_by_commas_and_factors_by_semicolons():
    frame = encode(HEADER, {"DataTime": "20160801080000", "a-Avg": "1", "a-Flag": "N", "b-Avg": "2"})
    assert b"CP=&&DataTime=20160801080000;a-Avg=1,a-Flag=N;b-Avg=2&&" in frame


def test_a_log_text_is_carried_whole():
    fields = {"i11001-Info": "//on, off; a=b//"}
    assert decode(encode(HEADER._replace(cn="3020"), fields)).fields == fields


@pytest.mark.parametrize("text", ["a;b", "a,b", "a&&b", "a##b", "a\r\n", "//a", "//a//b//", "\ud800"])
def test_refuses_a_text_that_would_break_the_frame(text):
    with pytest.raises(CannotEncode, match="is needed") as refusal:
        encode(HEADER, {"A": text})
    assert (refusal.value.field, refusal.value.text) == ("A", text)
    assert isinstance(refusal.value, Hj212Error)


@pytest.mark.parametrize("name", ["", "a;b", "a=b", "a b", "a&", "#"])
def test_refuses_a_name_that_would_break_the_frame(name):
    with pytest.raises(CannotEncode):
        encode(HEADER, {name: "1"})


@pytest.mark.parametrize(
    "header",
    [
        HEADER._replace(mn="a;b"),
        HEADER._replace(pw=""),
        HEADER._replace(qn="中"),
        HEADER._replace(mn="x" * 65),
        HEADER._replace(flag=256),
        HEADER._replace(pnum=-1),
    ],
)
def test_refuses_a_header_that_would_break_the_frame(header):
    with pytest.raises(CannotEncode):
        encode(header)


def test_refuses_a_segment_above_1024_bytes():
    with pytest.raises(CannotEncode, match="at most 1024 bytes"):
        encode(HEADER, {"A": "x" * 1024})


def test_an_upload_without_data_time_is_noted_unless_it_is_a_later_part():
    fields = {"a34004-Avg": "14"}
    assert decode(encode(HEADER, fields)).faults == (MissingField(field="DataTime"),)
    assert decode(encode(HEADER._replace(flag=7, pnum=2, pno=2), fields)).faults == ()


def test_a_request_for_uploads_has_no_readings_and_no_faults():
    packet = decode(encode(HEADER, {"BeginTime": "20160801000000", "EndTime": "20160801235959"}))
    assert (packet.readings, packet.data_time, packet.faults) == ((), None, ())


def test_marks_of_2005_are_not_held_to_the_later_list():
    fields = {"DataTime": "20160801080000", "02-Avg": "14", "02-Flag": "P"}
    assert decode(encode(HEADER._replace(flag=1), fields)).faults == ()
    assert [type(fault) for fault in decode(encode(HEADER, fields)).faults] == [UnknownMark]


def test_text_in_gbk_is_read_and_noted():
    segment = (
        b"QN=20160801085857223;ST=22;CN=3020;PW=123456;MN=A01;Flag=5;CP=&&Info="
        + "正常".encode("gbk")
        + b"&&"
    )
    frame = b"##%04d%b%04X" % (len(segment), segment, crc(segment))
    packet = decode(frame)
    assert packet.fields == {"Info": "正常"}
    assert packet.faults == (BadEncoding(used="gbk"),)
    assert packet.is_intact
    assert not packet.is_sound


def crc(segment: bytes) -> int:
    register = 0xFFFF
    for byte in segment:
        register = (register >> 8) ^ byte
        for _ in range(8):
            register = (register >> 1) ^ 0xA001 if register & 1 else register >> 1
    return register
