"""What people keep of their lists."""

from dataclasses import dataclass

from lantian.cases.events.case_event import CaseEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterSaved(CaseEvent):
    """Somebody keeps a narrowed list under a name, for themselves or for their unit."""

    name: str
    asked: dict[str, str]
    shared_with: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterDropped(CaseEvent):
    name: str
