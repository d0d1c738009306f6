"""What happens to a campaign."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilledIn:
    """The office wrote down what a task is, whose, and by when."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    title_zh: str
    unit: str
    due_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReported:
    """A unit said how a task stands."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    state: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForceNamed:
    """An unnamed task force got its name."""

    version: ClassVar[int] = 1
    about: str
    by: int | None
    at: datetime
    name_zh: str
