"""The end of the way down: the bytes a number came in, a device's frame or a row of a file."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import hj212
from lantian.accounts.rules import Actor, Role
from lantian.assessment import permissions as assessment_permissions
from lantian.assessment.models import SubjectKind
from lantian.kernel.references import Address
from lantian.kernel.refusals import gettext_noop
from lantian.observations import queries as observations
from lantian.observations import rules as observing
from lantian.observations.queries.packets import FileRow, StoredPacket
from lantian.registry.models import Device
from lantian.reporting.queries.tree import CannotTrace, Fact, Step, StepKind, Walk

RAW_SHOWN = 4_000
_PASSWORD = re.compile(r"(PW\s*=\s*)[^;&]*", re.IGNORECASE)  # PW of a header, NewPW of a command
_MAY_SEE_DEVICES = frozenset({Role.DUTY_ANALYST, Role.ADMINISTRATOR})

PACKET, FILE_ROWS = gettext_noop("Packet"), gettext_noop("Rows of a file")
FILE_ROW, ROW_NUMBER = gettext_noop("Row of a file"), gettext_noop("Row number, below the heading")
NOT_NUMBERED = gettext_noop("not kept when the file came in")
RECEIVED, AS_OF = gettext_noop("Received at"), gettext_noop("Journal position")
RAW, CRC, FAULT = gettext_noop("As it came"), gettext_noop("Checksum"), gettext_noop("Fault")
DOOR, PEER, DEVICE = gettext_noop("Door"), gettext_noop("Sent from"), gettext_noop("Device")
FILE, ROWS_HERE = gettext_noop("File"), gettext_noop("Rows in this record")
COMMAND, DATA_TIME, FIELD = gettext_noop("Command"), gettext_noop("Data time"), gettext_noop("Field")
INTERVAL = gettext_noop("From when to when")


def packet(address: Address, walk: Walk) -> Step:
    """The bytes at a journal position, or one row of the file rows there: `POSITION/ROW`, counted from 0."""
    position, _, row = address.key.partition("/")
    if not position.isdigit() or (row and not row.isdigit()):
        raise CannotTrace(str(address), "a packet is named by its journal position, a number")
    found = observations.packet(int(position))
    if row and int(row) >= len(found.rows):
        raise CannotTrace(str(address), "the record has no such row")
    if walk.by is not None and walk.by.role not in _MAY_SEE_DEVICES:
        station = _station_of(found)
        if station is None or not _may_see(walk.by, station):
            raise CannotTrace(str(address), "nothing is kept there")
    return _frame(found) if not found.rows else _rows(found, int(row) if row else None)


def packet_of(position: int, *, begins_at: datetime) -> Step:
    """The packet a reading came in; of the rows of a file the one of its moment, the last one counts."""
    found = observations.packet(position)
    if not found.rows:
        return _frame(found)
    fitting = [at for at, row in enumerate(found.rows) if row.begins_at == begins_at]
    return _rows(found, fitting[-1] if fitting else None)


def stamp(moment: datetime) -> str:
    """A moment as facts hold it, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def masked(text: str) -> str:
    """The text of a frame without its password: nobody reads one off a page or a file."""
    return _PASSWORD.sub(r"\1******", text)


def _frame(found: StoredPacket) -> Step:
    is_frame = found.header is not None
    shown = masked(found.raw.decode("utf-8", errors="backslashreplace"))[:RAW_SHOWN]
    return _step(
        found,
        what=PACKET if is_frame else FILE_ROWS,
        facts=(
            Fact(label=PEER, text=found.peer),
            Fact(label=RAW, text=shown),
            *(_decoded(found) if is_frame else ()),
        ),
    )


def _rows(found: StoredPacket, index: int | None) -> Step:
    """The row a number came in, alone; without one, the first of the record and how many there are."""
    count = len(found.rows)
    if index is None:
        text = masked(found.raw.decode("utf-8", errors="backslashreplace"))[:RAW_SHOWN]
        facts = (Fact(label=FILE, text=found.peer), Fact(label=ROWS_HERE, text=str(count)))
        return _step(found, what=FILE_ROWS, facts=(*facts, Fact(label=RAW, text=text)))
    row = found.rows[index]
    return _step(
        found,
        what=FILE_ROW,
        row=f"/{index}",
        facts=(
            Fact(label=FILE, text=found.peer),
            Fact(label=ROW_NUMBER, text=NOT_NUMBERED if row.number is None else str(row.number)),
            *_interval(row.begins_at, row.period),
            Fact(label=RAW, text=masked(row.shown)),
            *_cells(row),
        ),
    )


def _step(found: StoredPacket, *, what: str, facts: tuple[Fact, ...], row: str = "") -> Step:
    return Step(
        kind=StepKind.PACKET,
        address=f"{found.address}{row}",
        what=what,
        at=found.received_at,
        text=str(found.position),
        facts=(
            Fact(label=RECEIVED, text=stamp(found.received_at)),
            Fact(label=DOOR, text=found.door),
            Fact(label=AS_OF, text=str(found.position)),
            *facts,
        ),
    )


def _decoded(stored: StoredPacket) -> Iterator[Fact]:
    found = hj212.decode(stored.raw)
    is_bad = any(fault.name in {"BadCrc", "NoChecksum"} for fault in found.faults)
    yield Fact(label=CRC, text=gettext_noop("does not match") if is_bad else gettext_noop("matches"))
    for fault in found.faults:
        yield Fact(label=FAULT, text=masked(str(fault)))
    yield Fact(label=DEVICE, text=found.header.mn or "—")
    yield Fact(label=COMMAND, text=found.header.cn or "—")
    if found.data_time is not None:
        yield Fact(label=DATA_TIME, text=f"{found.data_time:%Y-%m-%d %H:%M:%S}")
        yield from _named_by(found.data_time, header=found.header)
    for name, text in found.fields.items():
        yield Fact(label=FIELD, text=masked(f"{name} = {text}"))


def _named_by(label: datetime, *, header: hj212.Header) -> Iterator[Fact]:
    """The interval a frame's label names, as the register knows its device's clock."""
    device = Device.objects.filter(mn=header.mn or "").first()
    period = observing.PERIOD_OF_COMMAND.get(header.cn or "")
    if device is None or period is None:
        return
    begins_at = observing.begins_at(
        label,
        offset_minutes=device.utc_offset_minutes,
        period=period,
        is_end=device.hour_label == Device.HourLabel.END,
    )
    yield from _interval(begins_at, period)


def _interval(begins_at: datetime, period: str) -> Iterator[Fact]:
    """When an interval begins and ends, side by side; nothing for a value of a moment."""
    length = observing.LENGTH_OF_PERIOD[period]
    if length:
        yield Fact(label=INTERVAL, text=f"{stamp(begins_at)} – {stamp(begins_at + length)}")


def _cells(row: FileRow) -> Iterator[Fact]:
    for name, value in row.values.items():
        yield Fact(label=FIELD, text=f"{name} = {value:g}")


def _station_of(found: StoredPacket) -> str | None:
    """The station a packet came from; None for what was set aside: its device is only what it claims."""
    if found.rows:
        return found.rows[0].station
    header = None if found.is_set_aside else found.header
    device = Device.objects.filter(mn=header.mn).select_related("station").first() if header else None
    return device.station.code if device else None


def _may_see(by: Actor, code: str) -> bool:
    return assessment_permissions.may_see_subject(by, kind=SubjectKind.STATION, subject=code)
