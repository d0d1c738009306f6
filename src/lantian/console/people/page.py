"""The people page's values."""

from dataclasses import dataclass

from lantian.accounts.models import Person
from lantian.console import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One account."""

    username: str
    name: str
    role: str
    unit: str
    area: str
    certificate: str
    is_active: bool


def row(person: Person) -> Row:
    """An account as the list shows it."""
    return Row(
        username=person.username,
        name=words.name(person),
        role=words.word(words.ROLES, person.role),
        unit=words.name(person.organisation),
        area=words.name(person.area),
        certificate=person.certificate,
        is_active=person.is_active,
    )
