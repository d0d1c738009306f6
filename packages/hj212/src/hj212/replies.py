"""Replies: to data, to a request, to a notice, and the result of an execution.

Editions 2017 and 2025 echo QN in the header and leave the data area empty or with one field (HJ 212-2017,
appendix C). The 2005 edition names the request in the data area (``CP=&&QN=…;CN=…&&``, as public
implementations of HJ/T 212-2005 agree); the header's QN is sent to such devices as well, which pass over it.
The reply's Flag is the sender's edition with neither bit set: 4 for 2017, 8 for 2025, 0 for 2005; a sender
without Flag is answered as 2017.
"""

from enum import IntEnum
from functools import lru_cache
from typing import Final

from hj212 import flags
from hj212.commands import (
    DATA_REPLY,
    EXECUTION_RESULT,
    NOTICE_REPLY,
    REQUEST_REPLY,
    SYSTEM_INTERACTION,
)
from hj212.crc import crc16
from hj212.flags import Edition
from hj212.header import Header
from hj212.packet import encode

_QN_SIZE: Final = 17
_CRC_AND_LINE_END: Final = 6
_DEVICES_KNOWN: Final = 4096  # whose replies are kept ready but for QN and checksum


class RequestResult(IntEnum):
    """QnRtn: what becomes of a request (HJ 212-2017, 6.6.3)."""

    READY = 1
    REFUSED = 2
    BAD_PW = 3
    BAD_MN = 4
    BAD_ST = 5
    BAD_FLAG = 6
    BAD_QN = 7
    BAD_CN = 8
    BAD_CRC = 9
    UNKNOWN = 100


class ExecutionResult(IntEnum):
    """ExeRtn: how an execution ended (HJ 212-2017, 6.6.2)."""

    DONE = 1
    FAILED = 2
    BAD_CONDITION = 3
    TIMED_OUT = 4
    BUSY = 5
    SYSTEM_FAULT = 6
    NO_DATA = 100


def acknowledge(header: Header) -> bytes:
    """Reply 9014: the data of this packet arrived.

    Parameters
    ----------
    header : Header
        Header of the packet received; QN, PW and MN are echoed as far as they could be read.

    Returns
    -------
    bytes
        A whole frame. Never raises on a header that came from bytes.

    Notes
    -----
    Every part of a split packet has its own QN and is answered on its own (HJ 212-2017, tables C.49, C.50).

    Examples
    --------
    >>> acknowledge(Header(qn="20220513162608370", st="22", cn="2051", pw="123456", mn="A01", flag=5))
    b'##0066QN=20220513162608370;ST=91;CN=9014;PW=123456;MN=A01;Flag=4;CP=&&&&D081\\r\\n'
    """
    qn = header.qn
    if qn is not None and len(qn) == _QN_SIZE and qn.isascii() and qn.isdigit():
        around = _around_qn(header.pw, header.mn, header.flag)
        if around is not None:
            before, after = around
            segment = b"QN=%b%b" % (qn.encode(), after)
            return b"%b%b%04X\r\n" % (before, segment, crc16(segment))
    return _acknowledge_with_care(header)


def answer_request(header: Header, result: RequestResult) -> bytes:
    """Reply 9011: what becomes of a request.

    Parameters
    ----------
    header : Header
        Header of the request.
    result : RequestResult
        What becomes of it.

    Returns
    -------
    bytes
        A whole frame.

    Examples
    --------
    >>> b"QnRtn=1&&" in answer_request(Header(qn="20231008125115215", cn="2011", flag=5), RequestResult.READY)
    True
    """
    return _reply(header, cn=REQUEST_REPLY, named={"QN": header.qn}, fields={"QnRtn": str(int(result))})


def report_execution(header: Header, result: ExecutionResult) -> bytes:
    """Reply 9012: how the execution of a request ended.

    Parameters
    ----------
    header : Header
        Header of the request.
    result : ExecutionResult
        How it ended.

    Returns
    -------
    bytes
        A whole frame.

    Examples
    --------
    >>> request = Header(qn="20231008125115215", cn="2011", flag=5)
    >>> b"ExeRtn=1&&" in report_execution(request, ExecutionResult.DONE)
    True
    """
    return _reply(header, cn=EXECUTION_RESULT, named={"QN": header.qn}, fields={"ExeRtn": str(int(result))})


def answer_notice(header: Header) -> bytes:
    """Reply 9013: a notice arrived.

    Parameters
    ----------
    header : Header
        Header of the notice.

    Returns
    -------
    bytes
        A whole frame.

    Examples
    --------
    >>> b"CN=9013;" in answer_notice(Header(qn="20231008125115215", cn="1013", flag=5))
    True
    """
    return _reply(header, cn=NOTICE_REPLY, named={"QN": header.qn}, fields={})


@lru_cache(maxsize=_DEVICES_KNOWN)
def _around_qn(pw: str | None, mn: str | None, flag: int | None) -> tuple[bytes, bytes] | None:
    """What stands around the QN in the acknowledgements of a device; None if the data area names it too."""
    if flags.edition(flag) is Edition.HJ212_2005:
        return None
    pattern = _acknowledge_with_care(Header(qn="0" * _QN_SIZE, pw=pw, mn=mn, flag=flag))
    opening, _, rest = pattern.partition(b"QN=")
    return opening, rest[_QN_SIZE:-_CRC_AND_LINE_END]


def _acknowledge_with_care(header: Header) -> bytes:
    return _reply(header, cn=DATA_REPLY, named={"QN": header.qn, "CN": header.cn}, fields={})


def _reply(header: Header, *, cn: str, named: dict[str, str | None], fields: dict[str, str]) -> bytes:
    edition = header.edition or Edition.HJ212_2017
    if edition is Edition.HJ212_2005:
        fields = {name: text for name, text in named.items() if text and text.isalnum()} | fields
    reply = Header(
        qn=header.qn, st=SYSTEM_INTERACTION, cn=cn, pw=header.pw, mn=header.mn, flag=flags.compose(edition)
    )
    return encode(reply, fields)
