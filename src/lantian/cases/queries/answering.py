"""Who stands above the unit that answers for a case."""

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor, Role


def is_above(by: Actor, unit: Organisation | None) -> bool:
    """Whether a person stands one level above a unit; nobody of the unit itself does.

    That is the head of the unit above; the task force and the leader stand above every unit of their area.
    """
    if unit is None or by.is_of(unit.path):
        return False
    return any(_stands_above(hat, unit) for hat in by.hats)


def _stands_above(hat: Actor, unit: Organisation) -> bool:
    if hat.role is Role.UNIT_HEAD:
        return hat.organisation_id == unit.parent_id
    return hat.role in {Role.SUPERVISOR, Role.LEADER} and unit.path.startswith(hat.area_path)
