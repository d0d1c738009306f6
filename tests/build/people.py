"""Units and the people in them; names are roles."""

import itertools

from lantian.accounts import queries as accounts
from lantian.accounts.models import Organisation, Person
from lantian.accounts.rules import Actor, Role

_serial = itertools.count(1)


def an_organisation(
    code: str = "hq", *, under: str = "hq", kind: str = "department", **changes
) -> Organisation:
    """A unit below another; `hq` is the root and comes by itself."""
    if code == "hq":
        return _root()
    parent = _root() if under == "hq" else Organisation.objects.get(code=under)
    fields = {
        "name_zh": code,
        "name_en": code,
        "kind": kind,
        "parent": parent,
        "path": f"{parent.path}{code}/",
    }
    return Organisation.objects.get_or_create(code=code, defaults=fields | changes)[0]


def a_person(
    username: str = "",
    *,
    role: Role = Role.GRID_OFFICER,
    unit: str = "hq",
    area: str = "",
    certificate: str = "",
) -> Person:
    """Somebody of a unit; the desk, supervisors and leaders oversee the whole district."""
    organisation = Organisation.objects.get(code=unit) if unit != "hq" else _root()
    oversees = {Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR}
    overseen = _root() if role in oversees else organisation
    name = username or f"{role}{next(_serial)}"
    return Person.objects.create(
        username=name,
        name_zh=name,
        name_en=name,
        role=role,
        organisation=organisation,
        area=Organisation.objects.get(code=area) if area else overseen,
        certificate=certificate,
    )


def an_actor(username: str = "", **changes) -> Actor:
    """A person as actions see them."""
    return accounts.actor_of(a_person(username, **changes))


def _root() -> Organisation:
    fields = {"name_zh": "hq", "name_en": "hq", "kind": "district", "path": "/hq/"}
    return Organisation.objects.get_or_create(code="hq", defaults=fields)[0]
