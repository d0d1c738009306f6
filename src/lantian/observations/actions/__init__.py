"""What is done to observations: propose, judge and lift flags, take positions, read again, keep rows."""

from lantian.observations.actions.acts import take_position
from lantian.observations.actions.flags import FlagLiftedAlready, flag, lift_flag
from lantian.observations.actions.journal import (
    ENTRIES_PER_GROUP,
    journal_reader,
    keep_rows,
    move_on,
    open_journal,
    read_again,
)
from lantian.observations.actions.judging import (
    FlagGrew,
    Proposed,
    ReasonMissing,
    accept_flag,
    propose_flags,
    reject_flag,
    restore,
)

__all__ = [
    "ENTRIES_PER_GROUP",
    "FlagGrew",
    "FlagLiftedAlready",
    "Proposed",
    "ReasonMissing",
    "accept_flag",
    "flag",
    "journal_reader",
    "keep_rows",
    "lift_flag",
    "move_on",
    "open_journal",
    "propose_flags",
    "read_again",
    "reject_flag",
    "restore",
    "take_position",
]
