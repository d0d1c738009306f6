"""What a door takes and what it sets aside. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import NamedTuple

import hj212


class Reason(enum.StrEnum):
    """Why something was not taken; the doors people use have a word and an advice for each."""

    JUNK = "junk"
    OVERSIZE = "oversize"
    BAD_CRC = "bad-crc"  # HJ 212: the checksum of the frame does not match; no answer, the bytes are kept
    DAMAGED = "damaged"
    NO_MN = "no-mn"
    UNKNOWN_DEVICE = "unknown-device"
    INACTIVE_DEVICE = "inactive-device"
    WRONG_PASSWORD = "wrong-password"
    FLOOD = "flood"
    BAD_ROW = "bad-row"


class Pass(NamedTuple):
    """What a device must say to be let in."""

    password: str
    is_active: bool


def why_set_aside(
    header: hj212.Header, *, length: int, max_frame: int, roster: Mapping[str, Pass]
) -> Reason | None:
    """Why a frame is quarantined unanswered (a wrong CRC, say), or None if it is taken.

    Departures from the standard's letter alone set nothing aside.
    """
    if not header.is_intact:
        if length >= max_frame:
            return Reason.OVERSIZE
        is_crc = any(fault.name == "BadCrc" for fault in header.faults)
        return Reason.BAD_CRC if is_crc else Reason.DAMAGED
    if not header.mn:
        return Reason.NO_MN
    known = roster.get(header.mn)
    if known is None:
        return Reason.UNKNOWN_DEVICE
    if not known.is_active:
        return Reason.INACTIVE_DEVICE
    return None if known.password == header.pw else Reason.WRONG_PASSWORD


def asks_for_reply(header: hj212.Header) -> bool:
    """Whether 9014 is owed: a data upload (CN 2xxx) whose Flag asks for it."""
    return header.needs_reply and (header.cn or "").startswith("2")
