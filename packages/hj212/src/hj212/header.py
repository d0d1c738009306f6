"""The frame around the data area: opening, length, checksum, and the header's fields.

``##`` + length (4 digits) + data segment + checksum (4 hexadecimal digits) + CR LF (HJ 212-2017, 6.3.2). The
length counts the bytes of the data segment and nothing else.

Two ways through the same rules: one compiled expression accepts a header that is right in every respect; all
others go the slow way, which says what is wrong.
"""

import re
from typing import Final, NamedTuple

from hj212.commands import COMMANDS
from hj212.crc import crc16, crc_text
from hj212.faults import (
    BadCrc,
    BadLength,
    BadMn,
    BadQn,
    DuplicateField,
    Fault,
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
from hj212.flags import FLAG_LIMIT, Edition, edition, is_part, needs_reply

SEGMENT_LIMIT: Final = 1024  # HJ 212-2017, table 2; the 2025 edition's own limit is taken to be the same
HEADER_VALUE_LIMIT: Final = 64  # longest header value carried on; the standard's longest is MN with 24

_OPENING_SIZE = 6  # ## and four digits
_CRC_SIZE = 4
_QN = r"[0-9]{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9][0-9]{3}"
_MN = r"[0-9A-Za-z_.\-]{1,24}"
# Printable ASCII without ; & and #.
_WORD = rf"[!\"$%'-:<-~]{{1,{HEADER_VALUE_LIMIT}}}"

_OPENING = re.compile(rb"##([0-9]{4})")
_CLOSING = re.compile(rb"&&[0-9A-Fa-f]{4}\Z")
_HEX = re.compile(rb"[0-9A-Fa-f]{4}\Z")
_SOUND_QN = re.compile(_QN)
_SOUND_MN = re.compile(_MN)
SOUND_WORD = re.compile(_WORD)
_SOUND_ST = re.compile("[0-9]{2}")
_COUNT = re.compile("[0-9]{1,4}")
_DATA_AREA = re.compile(r"(?:\A|(?<=;))CP=")
_SOUND_HEADER = re.compile(
    rf"##([0-9]{{4}})QN=({_QN});ST=([0-9]{{2}});CN=([0-9]{{4}});PW=({_WORD});MN=({_MN});Flag=([0-9]{{1,3}});"
    r"(?:PNUM=([0-9]{1,4});PNO=([0-9]{1,4});)?CP=&&"
)

_ORDER = ("QN", "ST", "CN", "PW", "MN", "Flag", "PNUM", "PNO")
_NAMES = {name.upper(): name for name in (*_ORDER, "RF")}
_REQUIRED = _ORDER[:6]


class Header(NamedTuple):
    """What stands before the data area.

    Texts are as sent; None where the field is missing or unreadable. ``pnum`` is the number of parts and
    ``pno`` the number of this part, from 1. ``is_backfill`` is ``RF=1`` of HJ 212-2025 (data sent later).
    ``faults`` are those of the frame and the header; the data area is not looked at.
    """

    qn: str | None = None
    st: str | None = None
    cn: str | None = None
    pw: str | None = None
    mn: str | None = None
    flag: int | None = None
    pnum: int | None = None
    pno: int | None = None
    is_backfill: bool = False
    faults: tuple[Fault, ...] = ()

    @property
    def edition(self) -> Edition | None:
        """Edition named by the Flag; None without one."""
        return edition(self.flag)

    @property
    def needs_reply(self) -> bool:
        """Whether the sender waits for a reply."""
        return needs_reply(self.flag)

    @property
    def is_part(self) -> bool:
        """Whether the packet is one part of several."""
        return is_part(self.flag)

    @property
    def is_intact(self) -> bool:
        """Whether the bytes arrived as they were sent: no fault is damage."""
        return not any(fault.is_damage for fault in self.faults)


def read_header(frame: bytes) -> Header:
    """Check a frame and read its header, leaving the data area alone.

    Parameters
    ----------
    frame : bytes
        One frame, with or without the closing CR LF. Any bytes are allowed.

    Returns
    -------
    Header
        What could be read, with the faults of frame and header.

    Notes
    -----
    Never raises. Lower-case checksums are accepted. MN is not held to the 24 hexadecimal digits of the 2017
    edition, because hardly any device in the field has such a number.

    References
    ----------
    HJ 212-2017, 6.3.2 and 6.3.3 (tables 2 and 3), appendix A.

    Examples
    --------
    >>> header = read_header(b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;"
    ...                      b"MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\\r\\n")
    >>> header.cn, header.needs_reply, header.faults
    ('1062', True, ())
    """
    return read_frame(frame)[0]


def read_frame(frame: bytes) -> tuple[Header, bytes]:
    """Header of a frame and the bytes of its data area, without the enclosing ``&&``.

    Parameters
    ----------
    frame : bytes
        One frame, with or without the closing CR LF.

    Returns
    -------
    tuple of Header and bytes
        The data area is empty where there is none.

    Examples
    --------
    >>> read_frame(b"##0024ST=21;CN=2011;CP=&&A=1&&0000")[1]
    b'A=1'
    """
    match = _SOUND_HEADER.match(frame.decode("latin-1"))
    if match is None:
        return _read_with_care(frame)
    length, qn, st, cn, pw, mn, flag_text, pnum, pno = match.groups()
    end = _OPENING_SIZE + int(length)
    flag = int(flag_text)
    is_whole = frame[end - 2 : end] == b"&&" and end >= match.end() + 2
    is_plain = pnum is None and not is_part(flag) and flag <= FLAG_LIMIT and cn in COMMANDS
    crc_seen, segment = frame[end : end + _CRC_SIZE], frame[_OPENING_SIZE:end]
    is_sound = (
        is_whole
        and is_plain
        and len(segment) <= SEGMENT_LIMIT
        and frame[end + _CRC_SIZE :] in (b"", b"\r\n")
        and crc_seen.upper() == b"%04X" % crc16(segment)
    )
    if not is_sound:
        return _read_with_care(frame)
    return Header(qn, st, cn, pw, mn, flag), frame[match.end() : end - 2]


# --- the slow way -----------------------------------------------------------------------------------------


def _read_with_care(frame: bytes) -> tuple[Header, bytes]:
    segment, faults = _take_apart(frame)
    if len(segment) > SEGMENT_LIMIT:
        faults.append(Oversize(seen=len(segment), allowed=SEGMENT_LIMIT))
    head, area = _divide(segment, faults)
    texts = _header_texts(head, faults)
    header = Header(
        qn=texts.get("QN"),
        st=texts.get("ST"),
        cn=texts.get("CN"),
        pw=texts.get("PW"),
        mn=texts.get("MN"),
        flag=_number(texts, "Flag", limit=FLAG_LIMIT, faults=faults),
        pnum=_number(texts, "PNUM", limit=9999, faults=faults),
        pno=_number(texts, "PNO", limit=9999, faults=faults),
        is_backfill=_is_backfill(texts, faults),
    )
    _judge(header, faults)
    return header._replace(faults=tuple(faults)), area


def _shown(some: bytes) -> str:
    return some.decode("ascii", "backslashreplace")


def _take_apart(frame: bytes) -> tuple[bytes, list[Fault]]:
    """Data segment of a frame, found by its length where that fits and by its closing otherwise."""
    body = frame.rstrip(b"\r\n")
    opening = _OPENING.match(body)
    if opening is None:
        return _segment_without_length(body.lstrip(b"#"), [NoHeader(seen=_shown(body[:_OPENING_SIZE]))])
    needed = int(opening[1])
    rest = body[_OPENING_SIZE:]
    surplus = len(rest) - needed - _CRC_SIZE
    closes_where_told = rest[max(needed - 2, 0) : needed] == b"&&"
    if surplus > 0 and closes_where_told and _HEX.match(rest[needed : needed + _CRC_SIZE]):
        return _checked(rest[:needed], rest[needed : needed + _CRC_SIZE], [TrailingBytes(count=surplus)])
    if surplus == 0:
        return _checked(rest[:needed], rest[needed:], [])
    if _CLOSING.search(rest[-_CRC_SIZE - 2 :]):
        counted = len(rest) - _CRC_SIZE
        return _checked(rest[:counted], rest[counted:], [BadLength(seen=needed, counted=counted)])
    if surplus < 0:
        return rest, [Truncated(counted=len(rest), needed=needed + _CRC_SIZE)]
    return rest, [NoChecksum(seen=_shown(rest[-_CRC_SIZE - 2 :]))]


def _segment_without_length(rest: bytes, faults: list[Fault]) -> tuple[bytes, list[Fault]]:
    if not _CLOSING.search(rest[-_CRC_SIZE - 2 :]):
        return rest, faults
    return _checked(rest[:-_CRC_SIZE], rest[-_CRC_SIZE:], faults)


def _checked(segment: bytes, crc_seen: bytes, faults: list[Fault]) -> tuple[bytes, list[Fault]]:
    needed = crc_text(segment)
    if crc_seen.upper() != needed.encode():
        faults.append(BadCrc(seen=_shown(crc_seen), needed=needed))
    return segment, faults


def _divide(segment: bytes, faults: list[Fault]) -> tuple[str, bytes]:
    """Header text and data area of a data segment."""
    text = segment.decode("latin-1")
    area_at = _DATA_AREA.search(text)
    if area_at is None:
        faults.append(MissingField(field="CP"))
        return text, b""
    area = segment[area_at.end() :]
    is_opened = area.startswith(b"&&")
    area = area.removeprefix(b"&&")
    if not (is_opened and area.endswith(b"&&")):
        faults.append(MissingField(field="&&"))
    return text[: area_at.start()], area.removesuffix(b"&&")


def _header_texts(head: str, faults: list[Fault]) -> dict[str, str]:
    """Header values by name; what is no header field becomes a fault."""
    texts: dict[str, str] = {}
    for token in head.split(";"):
        name, _, value = token.partition("=")
        known = _NAMES.get(name.upper())
        if known is None or (value and not SOUND_WORD.fullmatch(value)):
            if token:
                faults.append(OddField(text=_shown(token.encode("latin-1"))))
        elif known in texts:
            faults.append(DuplicateField(field=known, text=value))
        elif value:
            texts[known] = value
    seen = [name for name in texts if name in _ORDER]
    needed = [name for name in _ORDER if name in texts]
    if seen != needed:
        faults.append(OddOrder(seen=" ".join(seen), needed=" ".join(needed)))
    return texts


def _number(texts: dict[str, str], name: str, *, limit: int, faults: list[Fault]) -> int | None:
    text = texts.get(name)
    if text is None:
        return None
    if not _COUNT.fullmatch(text) or int(text) > limit:
        faults.append(OddField(text=f"{name}={text}"))
        return None
    return int(text)


def _is_backfill(texts: dict[str, str], faults: list[Fault]) -> bool:
    text = texts.get("RF")
    if text not in (None, "1"):
        faults.append(OddField(text=f"RF={text}"))
    return text == "1"


def _judge(header: Header, faults: list[Fault]) -> None:
    """Compare the values of a header with the standard."""
    present = header._asdict()
    if not any(present.values()) and any(isinstance(fault, NoHeader) for fault in faults):
        return  # not a frame at all: that it has no QN either is no news
    faults.extend(MissingField(field=name) for name in _REQUIRED if present[name.lower()] is None)
    if header.qn is not None and not _SOUND_QN.fullmatch(header.qn):
        faults.append(BadQn(seen=header.qn))
    if header.mn is not None and not _SOUND_MN.fullmatch(header.mn):
        faults.append(BadMn(seen=header.mn))
    if header.st is not None and not _SOUND_ST.fullmatch(header.st):
        faults.append(OddField(text=f"ST={header.st}"))
    # The list of the 2005 edition is not at hand, so its numbers are not judged.
    if header.cn is not None and header.cn not in COMMANDS and header.edition is not Edition.HJ212_2005:
        faults.append(UnknownCommand(seen=header.cn))
    _judge_part(header, faults)


def _judge_part(header: Header, faults: list[Fault]) -> None:
    if header.is_part:
        for name, value in (("PNUM", header.pnum), ("PNO", header.pno)):
            if value is None:
                faults.append(MissingField(field=name))
    if header.pno is not None and not 1 <= header.pno <= (header.pnum or 9999):
        faults.append(OddField(text=f"PNO={header.pno}"))
