"""What later rooms and doors ask about observations."""

from lantian.observations.queries.packets import StoredPacket, packet
from lantian.observations.queries.positions import (
    act_position,
    home,
    journal_floor,
    lake_position,
    position_of,
    recorded_position,
)
from lantian.observations.queries.readings import (
    COLUMNS,
    FlagAct,
    FlagNote,
    FlagStretch,
    NoSuchReading,
    Reading,
    Supposed,
    address_of,
    flag_acts,
    flags_between,
    hourly,
    latest,
    months_with_rows,
    reading,
    reading_at,
)

__all__ = [
    "COLUMNS",
    "FlagAct",
    "FlagNote",
    "FlagStretch",
    "NoSuchReading",
    "Reading",
    "StoredPacket",
    "Supposed",
    "act_position",
    "address_of",
    "flag_acts",
    "flags_between",
    "home",
    "hourly",
    "journal_floor",
    "lake_position",
    "latest",
    "months_with_rows",
    "packet",
    "position_of",
    "reading",
    "reading_at",
    "recorded_position",
]
