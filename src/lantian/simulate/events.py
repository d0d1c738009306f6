"""What the simulator does to a home, as events."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLoaded:
    """A fictional district was put into an empty home."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    seed: int
    offset_weeks: int
    stations: int
    sources: int
    people: int
