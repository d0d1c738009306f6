"""What every event of a case says."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """What every event of a case says: which case, who did it (nobody: the clock), and when."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
