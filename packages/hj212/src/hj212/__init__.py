"""HJ 212, the telemetry protocol of Chinese environmental monitoring: bytes to values and back.

Pure: no sockets, no files, no clock. Reading never raises; faults come beside the values.

>>> import hj212
>>> splitter = hj212.FrameSplitter()
>>> stream = (b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;"
...           b"Flag=5;CP=&&RtdInterval=30&&1C80\\r\\n")
>>> [hj212.decode(piece.raw).fields for piece in splitter.feed(stream) if piece.kind is hj212.Kind.FRAME]
[{'RtdInterval': '30'}]
"""

from hj212.crc import crc16, crc_text
from hj212.factors import FACTORS, Factor, factor
from hj212.faults import Fault
from hj212.fields import MARKS, Reading, upload_fields
from hj212.flags import Edition
from hj212.header import Header, read_header
from hj212.packet import CannotEncode, Hj212Error, Packet, decode, encode
from hj212.replies import (
    ExecutionResult,
    RequestResult,
    acknowledge,
    answer_notice,
    answer_request,
    report_execution,
)
from hj212.splitter import FrameSplitter, Kind, Piece

__all__ = [
    "FACTORS",
    "MARKS",
    "CannotEncode",
    "Edition",
    "ExecutionResult",
    "Factor",
    "Fault",
    "FrameSplitter",
    "Header",
    "Hj212Error",
    "Kind",
    "Packet",
    "Piece",
    "Reading",
    "RequestResult",
    "acknowledge",
    "answer_notice",
    "answer_request",
    "crc16",
    "crc_text",
    "decode",
    "encode",
    "factor",
    "read_header",
    "report_execution",
    "upload_fields",
]
