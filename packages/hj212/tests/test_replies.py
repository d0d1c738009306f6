import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hj212 import (
    CannotEncode,
    ExecutionResult,
    Header,
    RequestResult,
    acknowledge,
    answer_notice,
    answer_request,
    decode,
    read_header,
    report_execution,
)
from hj212.replies import _acknowledge_with_care

VECTORS = json.loads((Path(__file__).parent / "golden" / "vectors.json").read_text("utf-8"))
QN = "20220513162608370"


def received(flag):
    return Header(qn=QN, st="22", cn="2061", pw="123456", mn="A01", flag=flag)


@pytest.mark.parametrize(("flag", "of_reply"), [(5, 4), (7, 4), (4, 4), (9, 8), (11, 8), (None, 4), (255, 4)])
def test_an_acknowledgement_echoes_qn_pw_and_mn_with_an_empty_data_area(flag, of_reply):
    # HJ 212-2017, appendix C: QN=…;ST=91;CN=9014;PW=…;MN=…;Flag=4;CP=&&&&
    reply = decode(acknowledge(received(flag)))
    assert reply.header == Header(qn=QN, st="91", cn="9014", pw="123456", mn="A01", flag=of_reply)
    assert reply.fields == {}
    assert reply.is_sound


def test_an_acknowledgement_is_these_bytes():
    frame = acknowledge(received(5))
    assert frame == b"##0066QN=20220513162608370;ST=91;CN=9014;PW=123456;MN=A01;Flag=4;CP=&&&&D081\r\n"


def test_a_device_of_2005_finds_its_request_in_the_data_area():
    reply = decode(acknowledge(received(1)))
    assert reply.header.flag == 0
    assert reply.fields == {"QN": QN, "CN": "2061"}


def test_a_frame_without_qn_is_acknowledged_without_qn():
    reply = decode(acknowledge(Header(st="32", cn="2011", pw="123456", mn="A01")))
    assert [fault.message for fault in reply.faults] == ["the field QN is missing or empty"]


WORDS = (
    st.none() | st.text(st.characters(max_codepoint=0x17F), max_size=30) | st.sampled_from(["123456", "A01"])
)
HEADERS = st.builds(
    Header,
    qn=st.from_regex(r"[0-9]{16,18}", fullmatch=True) | WORDS | st.just("٠" * 17),
    cn=st.sampled_from(["2011", "2061", None]),
    pw=WORDS,
    mn=WORDS,
    flag=st.none() | st.integers(-1, 300),
)


def in_full(header):
    """The acknowledgement built from its parts, as every other reply is; the error where it cannot be."""
    try:
        return _acknowledge_with_care(header)
    except CannotEncode as error:
        return str(error)


@given(HEADERS)
def test_the_short_way_gives_what_the_long_way_gives(header):
    for _ in range(2):  # made ready, then from what is ready
        try:
            found = acknowledge(header)
        except CannotEncode as error:
            found = str(error)
        assert found == in_full(header)


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_published_frames_are_acknowledged_alike_both_ways(vector):
    for qn in (QN, "20261231235959999"):
        header = read_header(vector["pkt"].encode())
        for one in (header, header._replace(qn=qn), header._replace(flag=9), header._replace(flag=1)):
            assert acknowledge(one) == in_full(one)


def test_a_request_is_answered_with_its_result():
    reply = decode(answer_request(received(5), RequestResult.BAD_PW))
    assert (reply.header.cn, reply.fields, reply.faults) == ("9011", {"QnRtn": "3"}, ())


def test_an_execution_is_reported_with_its_result():
    reply = decode(report_execution(received(9), ExecutionResult.NO_DATA))
    assert (reply.header.cn, reply.fields, reply.faults) == ("9012", {"ExeRtn": "100"}, ())
    assert decode(report_execution(received(1), ExecutionResult.DONE)).fields == {"QN": QN, "ExeRtn": "1"}


def test_a_notice_is_answered():
    reply = decode(answer_notice(received(5)))
    assert (reply.header.cn, reply.fields, reply.faults) == ("9013", {}, ())


@given(
    st.binary(max_size=300) | st.text(alphabet="##0123456789QN=;STCPWMFlag&,/x", max_size=300).map(str.encode)
)
def test_any_header_that_came_from_bytes_can_be_answered(noise):
    for frame in (
        noise,
        b"##0100QN=" + noise + b";CP=&&&&0000",
        b"##0100Flag=1;MN=" + noise + b";CN=" + noise,
    ):
        header = read_header(frame)
        for reply in (
            acknowledge(header),
            answer_notice(header),
            answer_request(header, RequestResult.READY),
            report_execution(header, ExecutionResult.DONE),
        ):
            assert read_header(reply).is_intact
