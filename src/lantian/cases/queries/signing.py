"""Who signs a case off."""

from datetime import datetime

from django.db.models import Q

from lantian.accounts.rules import Actor, Role
from lantian.calendar import queries as calendar
from lantian.cases import models
from lantian.cases.states import SIGNERS, Level, Signer
from lantian.registry.models import Duty


def signer(by: Actor, case: models.Case, *, now: datetime) -> Signer | None:
    """As what a person may sign a case of this level off; None when they may not.

    Nobody signs off what their own unit had to mend.
    """
    if any(hat.organisation_id == case.unit_id for hat in by.hats):
        return None
    capacities = [_capacity(hat, case, now=now) for hat in by.hats]
    return next((one for one in capacities if one in SIGNERS[Level(case.level)]), None)


def _capacity(by: Actor, case: models.Case, *, now: datetime) -> Signer | None:
    if by.role is Role.LEADER:
        return Signer.LEADER
    if by.role is Role.SUPERVISOR:
        return Signer.TASK_FORCE
    is_head = case.grid_id in headed_grids(by.id, now=now)
    return Signer.GRID_HEAD if is_head else None


def headed_grids(person_id: int, *, now: datetime) -> list[int]:
    """The grids a person heads at a moment."""
    today = calendar.local_day(now)
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    heads = Duty.objects.filter(current, person=person_id, is_head=True, valid_from__lte=today)
    return list(heads.values_list("grid_id", flat=True))
