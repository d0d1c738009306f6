"""Which people and units an administrator reaches."""

from lantian.accounts import models, queries
from lantian.accounts.rules import Actor, OutsideArea, Verb, require


def administered(username: str, by: Actor) -> models.Person:
    """An account of the administrator's area; OutsideArea for one that is of another, or oversees more."""
    require(Verb.ADMINISTER, by)
    person = models.Person.objects.select_related("organisation", "area").get(username=username)
    if not (by.covers(person.organisation.path) and by.covers(person.area.path)):
        raise OutsideArea(person.name_zh, unit=person.organisation.name_zh, area=person.area.name_zh)
    return person


def administered_unit(code: str, by: Actor) -> models.Organisation:
    """A unit of the administrator's area; Organisation.DoesNotExist for any other."""
    require(Verb.ADMINISTER, by)
    return queries.organisation_in_area(code, by)


def about(person: models.Person) -> str:
    """The address of a person in events."""
    return f"accounts.person:{person.pk}"


def about_unit(unit: models.Organisation) -> str:
    """The address of a unit in events."""
    return f"accounts.organisation:{unit.code}"
