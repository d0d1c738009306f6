"""A whole office: the rows the loop runs by, and everybody a case meets."""

from dataclasses import dataclass

from build.moments import NOON, SINCE
from build.people import a_person, an_actor, an_organisation
from build.places import a_grid, a_source
from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Role
from lantian.cases import actions as cases
from lantian.diagnosis import actions as diagnosis
from lantian.dispatch import actions as dispatch
from lantian.inspections import actions as inspections
from lantian.registry.models import Duty, Keeper, Source
from lantian.scoring import actions as scoring
from lantian.sites import actions as sites


def a_house() -> None:
    """The rows the loop runs by."""
    for room in (dispatch, inspections, cases, scoring, sites, diagnosis):
        room.seed(now=NOON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody a case meets: their units are hq > desk, group, works (> works_east), roads, town."""

    analyst: Actor
    officer: Actor
    grid_head: Actor
    supervisor: Actor
    leader: Actor
    unit_head: Actor
    handler: Actor
    colleague: Actor
    sub_colleague: Actor
    outsider: Actor
    outside_head: Actor
    dust_officer: Actor
    manager: Actor


def a_cast() -> Cast:
    """A whole office, with the house's rows laid down and one grid with a site in it."""
    a_house()
    an_organisation("desk", kind="office")
    an_organisation("group", kind="supervision")
    an_organisation("works")
    an_organisation("works_east", under="works")
    an_organisation("roads")
    an_organisation("town", kind="township")
    officer, grid_head = a_person("officer", unit="town"), a_person("grid_head", unit="town")
    grid = a_grid()
    Duty.objects.create(person=officer, grid=grid, valid_from=SINCE)
    Duty.objects.create(person=grid_head, grid=grid, is_head=True, valid_from=SINCE)
    an_organisation("firm", kind="firm")
    dust_officer = a_keeper("dust_officer", role=Role.SITE_DUST_OFFICER, source=a_source())
    return Cast(
        analyst=an_actor("analyst", role=Role.DUTY_ANALYST, unit="desk"),
        officer=accounts.actor_of(officer),
        grid_head=accounts.actor_of(grid_head),
        supervisor=an_actor("supervisor", role=Role.SUPERVISOR, unit="group"),
        leader=an_actor("leader", role=Role.LEADER),
        unit_head=an_actor("unit_head", role=Role.UNIT_HEAD, unit="works"),
        handler=an_actor("handler", role=Role.HANDLER, unit="works"),
        colleague=an_actor("colleague", role=Role.HANDLER, unit="works"),
        sub_colleague=an_actor("sub_colleague", role=Role.HANDLER, unit="works_east"),
        outsider=an_actor("outsider", role=Role.HANDLER, unit="roads"),
        outside_head=an_actor("outside_head", role=Role.UNIT_HEAD, unit="roads"),
        dust_officer=dust_officer,
        manager=a_keeper("manager", role=Role.PLANT_MANAGER, source=a_source()),
    )


def a_keeper(username: str, *, role: Role, source: Source, unit: str = "firm") -> Actor:
    """Somebody who keeps a site or plant."""
    an_organisation(unit, kind="firm")
    person = a_person(username, role=role, unit=unit)
    Keeper.objects.create(person=person, source=source, valid_from=SINCE)
    return accounts.actor_of(person)
