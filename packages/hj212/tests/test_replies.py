import pytest
from hypothesis import given
from hypothesis import strategies as st

from hj212 import (
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
