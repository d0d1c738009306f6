"""People and units, named, as answers about cases carry them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person, a unit or a place, named."""

    id: int
    name_zh: str
    name_en: str


def party(named: Any) -> Party:  # Any: people, units, grids and sources are all named alike
    """Somebody or something as answers name it."""
    return Party(id=named.pk, name_zh=named.name_zh, name_en=named.name_en)
