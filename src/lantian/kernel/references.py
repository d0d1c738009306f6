"""Names of things: addresses of numbers, references across rooms, keys and human numbers."""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from lantian.kernel import models

_ADDRESS = re.compile(r"(?P<room>[a-z]+)\.(?P<kind>[a-z_]+):(?P<key>[^@\s\x00-\x1f]+)(?:@(?P<as_of>\d+))?")


class BadAddress(ValueError):
    """A text is not an address."""

    def __init__(self, seen: str) -> None:
        self.seen = seen
        super().__init__(f"{seen!r} is not an address; room.kind:key@position is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a number comes from: `room.kind:key`, and the journal position it was computed at."""

    room: str
    kind: str
    key: str
    as_of: int | None = None

    def __str__(self) -> str:
        at = "" if self.as_of is None else f"@{self.as_of}"
        return f"{self.room}.{self.kind}:{self.key}{at}"

    @property
    def parts(self) -> tuple[str, ...]:
        """The key cut at its slashes."""
        return tuple(self.key.split("/"))


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to something in a higher room, where a foreign key would point the wrong way."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


def parse_address(text: str) -> Address:
    """The address a text spells; BadAddress otherwise."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise BadAddress(text)
    as_of = found["as_of"]
    return Address(
        room=found["room"], kind=found["kind"], key=found["key"], as_of=None if as_of is None else int(as_of)
    )


def new_key(at: datetime) -> UUID:
    """A UUIDv7 (RFC 9562, 5.7) made at a moment: sorts by time, says nothing else."""
    milliseconds = int(at.timestamp() * 1000) & (1 << 48) - 1
    random = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | random & (1 << 80) - 1
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


@transaction.atomic
def next_number(body: str, year: int) -> str:
    """The next human number of a body and year, `QX-2026-000123`; never given twice."""
    models.Numbering.objects.get_or_create(body=body, year=year)
    models.Numbering.objects.filter(body=body, year=year).update(last=F("last") + 1)
    last = models.Numbering.objects.get(body=body, year=year).last
    return f"{body}-{year}-{last:06d}"
