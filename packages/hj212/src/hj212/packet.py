"""A whole packet: header, fields, readings; from bytes and to bytes."""

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple

from hj212.commands import UPLOADS
from hj212.crc import crc_text
from hj212.faults import Fault, MissingField
from hj212.fields import (
    ALL_MARKS,
    DATA_TIME,
    Reading,
    area_text,
    read_moment,
    read_readings,
    split_fields,
)
from hj212.flags import Edition
from hj212.header import HEADER_VALUE_LIMIT, SEGMENT_LIMIT, SOUND_WORD, Header, read_frame

_ANY_MARK: frozenset[str] = frozenset()
# A log text may hold commas and semicolons; no text may hold the frame's own signs.
_LOG_TEXT = re.compile(r"//(?:(?!//|&&|##)[^\r\n\ud800-\udfff])*//")
_PLAIN_TEXT = re.compile(r"(?:(?!//|&&|##)[^,;\r\n\ud800-\udfff])*")
_FIELD_NAME = re.compile(r"[^,;=&#\s\ud800-\udfff]+")
_WORD_NEEDED = f"a word of 1 to {HEADER_VALUE_LIMIT} printable ASCII characters without ; & and #"
_NUMBER_LIMITS: Final = {"flag": 255, "pnum": 9999, "pno": 9999}


class Hj212Error(Exception):
    """Root of the errors of this package. Reading never raises them; building a frame may."""


class CannotEncode(Hj212Error):
    """A value that a frame cannot carry.

    ``field`` names the value, ``text`` is what was given, ``needed`` what would fit.
    """

    def __init__(self, *, field: str, text: str, needed: str) -> None:
        super().__init__(f"{field} is {text!r}; {needed} is needed")
        self.field = field
        self.text = text
        self.needed = needed


class Packet(NamedTuple):
    """Everything one frame says.

    ``fields`` are the data area's fields as text, in their order. ``data_time`` is the device's local time
    without zone: the *start* of the interval for 2051, 2061 and 2031, the moment of sampling for 2011 (HJ
    212-2017, appendix C). ``readings`` is filled for these four commands. ``faults`` are all faults, of the
    header too; empty means sound.
    """

    header: Header
    fields: Mapping[str, str]
    data_time: datetime | None
    readings: tuple[Reading, ...]
    faults: tuple[Fault, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing departs from the standard."""
        return not self.faults

    @property
    def is_intact(self) -> bool:
        """Whether the bytes arrived as they were sent: no fault is damage."""
        return self.header.is_intact


def decode(frame: bytes) -> Packet:
    """Read a frame completely.

    Parameters
    ----------
    frame : bytes
        One frame, with or without the closing CR LF. Any bytes are allowed.

    Returns
    -------
    Packet
        What could be read, and every departure from the standard.

    Notes
    -----
    Never raises. Units are not part of the protocol: the standard's default units (appendix B) are not what
    stations send, so they belong to the configuration of each point, not to the codec. Encrypted data areas
    of HJ 212-2025 are not opened and show as ``BadCrc``, since their checksum is that of the plain text.

    References
    ----------
    HJ 212-2017, 6.3 and appendices A and C; HJ 212-2025, appendix A.

    Examples
    --------
    >>> packet = decode(b"##0134QN=20220513162608370;ST=22;CN=2051;PW=123456;MN=A01;Flag=4;"
    ...                 b"CP=&&DataTime=20220513162600;a34004-Avg=14,a34004-Flag=N;a21005-Avg=0.427&&FB41")
    >>> packet.data_time, packet.readings[0].number("Avg"), packet.faults
    (datetime.datetime(2022, 5, 13, 16, 26), Decimal('14'), ())
    """
    header, area = read_frame(frame)
    faults: list[Fault] = []
    fields = split_fields(area_text(area, faults), faults)
    readings: tuple[Reading, ...] = ()
    if header.cn in UPLOADS:
        readings = read_readings(fields, faults, marks=_marks_of(header.edition))
        is_later_part = header.is_part and (header.pno or 1) > 1
        if readings and DATA_TIME not in fields and not is_later_part:
            faults.append(MissingField(field=DATA_TIME))
    data_time = read_moment(fields, DATA_TIME, faults)
    return Packet(header, fields, data_time, readings, (*header.faults, *faults))


def _marks_of(of: Edition | None) -> frozenset[str]:
    """Marks to insist on: the list of the 2005 edition is not at hand, so it may send any."""
    return _ANY_MARK if of is Edition.HJ212_2005 else ALL_MARKS


def encode(header: Header, fields: Mapping[str, str] | None = None) -> bytes:
    """Build a frame: length in bytes, checksum in upper case, CR LF at the end.

    Parameters
    ----------
    header : Header
        Fields that are None are left out; ``faults`` are not looked at.
    fields : mapping of str to str, optional
        The data area in its order; neighbours of one factor are joined by commas.

    Returns
    -------
    bytes
        ``##`` … CR LF.

    Raises
    ------
    CannotEncode
        When a name or value holds a sign of the frame (``; , && ##``), or the data segment gets too long. A
        value between ``//`` and ``//`` may hold commas and semicolons.

    References
    ----------
    HJ 212-2017, 6.3 (tables 2 and 3).

    Examples
    --------
    >>> encode(Header(qn="20240601085857223", st="22", cn="1062", pw="123456", mn="A01", flag=5),
    ...        {"RtdInterval": "30"})
    b'##0080QN=20240601085857223;ST=22;CN=1062;PW=123456;MN=A01;Flag=5;CP=&&RtdInterval=30&&BE01\\r\\n'
    """
    segment = f"{_head(header)}CP=&&{_area(fields or {})}&&".encode()
    if len(segment) > SEGMENT_LIMIT:
        raise CannotEncode(
            field="the data segment", text=f"{len(segment)} bytes", needed=f"at most {SEGMENT_LIMIT} bytes"
        )
    return b"##%04d%b%b\r\n" % (len(segment), segment, crc_text(segment).encode())


def _head(header: Header) -> str:
    words = {"QN": header.qn, "ST": header.st, "CN": header.cn, "PW": header.pw, "MN": header.mn}
    for name, word in words.items():
        if word is not None and not SOUND_WORD.fullmatch(word):
            raise CannotEncode(field=name, text=word, needed=_WORD_NEEDED)
    numbers = {"Flag": header.flag, "PNUM": header.pnum, "PNO": header.pno}
    for name, number in numbers.items():
        limit = _NUMBER_LIMITS[name.lower()]
        if number is not None and not 0 <= number <= limit:
            raise CannotEncode(field=name, text=str(number), needed=f"a number from 0 to {limit}")
    parts = [f"{name}={value};" for name, value in {**words, **numbers}.items() if value is not None]
    return "".join([*parts, "RF=1;" if header.is_backfill else ""])


def _area(fields: Mapping[str, str]) -> str:
    for name, text in fields.items():
        if not _FIELD_NAME.fullmatch(name):
            raise CannotEncode(
                field="a field's name", text=name, needed="a name without , ; = & # and spaces"
            )
        if not (_PLAIN_TEXT.fullmatch(text) or _LOG_TEXT.fullmatch(text)):
            raise CannotEncode(field=name, text=text, needed="a text without , ; && ## // and line ends")
    groups = groupby(fields.items(), key=lambda field: field[0].rpartition("-")[0] or field[0])
    return ";".join(",".join(f"{name}={text}" for name, text in group) for _, group in groups)
