"""Whose tasks are whose."""

from django.db.models import QuerySet

from lantian.accounts.rules import Actor, NotAllowed, Role, Verb, require
from lantian.campaign import models


def require_task(by: Actor, task: models.Task) -> None:
    """The desk may report any task, a unit head only the tasks of their own unit."""
    require(Verb.REPORT_TASK, by)
    if by.role is Role.DUTY_ANALYST:
        return
    if task.unit is None or not task.unit.path.startswith(by.organisation_path):
        raise NotAllowed(Verb.REPORT_TASK, by, reason="the task is another unit's")


def visible_campaigns(by: Actor) -> QuerySet[models.Campaign]:
    """The board is for everybody who works in it."""
    require(Verb.SEE_DESK, by)
    return models.Campaign.objects.all()
