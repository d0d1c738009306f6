"""What happens to points."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Points were given or taken, for one event under one rule."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    rule: str
    points: str
    unit: int
    person: int | None
    event: str
