"""The board: what the campaign is made of and whether it moves."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q

from lantian.accounts.rules import Actor
from lantian.campaign import models, permissions


@dataclass(frozen=True, slots=True, kw_only=True)
class MechanismLine:
    """A mechanism in force and its signs of life."""

    code: str
    name_zh: str
    name_en: str
    valid_from: date
    valid_to: date | None
    signs_today: int
    signs: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One row of the twenty."""

    number: int
    title_zh: str
    title_en: str
    task_force: str
    unit_id: int | None
    unit_zh: str
    unit_en: str
    due_on: date | None
    state: str
    is_overdue: bool
    may_report: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything the board shows."""

    campaign: models.Campaign
    task_forces: tuple[models.TaskForce, ...]
    mechanisms: tuple[MechanismLine, ...]
    tasks: tuple[TaskLine, ...]
    latest: tuple[models.Progress, ...]


def current(*, on: date) -> models.Campaign | None:
    """The campaign that runs on a day; the newest where there are several."""
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    return models.Campaign.objects.filter(running, starts_on__lte=on).order_by("-starts_on").first()


def board(*, code: str, by: Actor, on: date, since: datetime) -> Board:
    """The board of a campaign on a day; `since` is the day's beginning."""
    campaign = permissions.visible_campaigns(by).get(code=code)
    latest = campaign.progress.select_related("mechanism").order_by("-at", "-id")[:12]
    return Board(
        campaign=campaign,
        task_forces=tuple(campaign.task_forces.select_related("lead_unit")),
        mechanisms=tuple(_mechanisms(campaign, on=on, since=since)),
        tasks=tuple(_tasks(campaign, by=by, on=on)),
        latest=tuple(latest),
    )


def mechanisms_in_force(campaign: models.Campaign, *, on: date) -> list[models.Mechanism]:
    """The mechanisms whose dates hold on a day, in their order of seeding."""
    holds = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return list(campaign.mechanisms.filter(holds, valid_from__lte=on).order_by("id"))


def _mechanisms(campaign: models.Campaign, *, on: date, since: datetime) -> list[MechanismLine]:
    holds = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = campaign.mechanisms.filter(holds, valid_from__lte=on).annotate(
        signs=Count("progress"),
        signs_today=Count("progress", filter=Q(progress__at__gte=since)),
        last_at=Max("progress__at"),
    )
    return [
        MechanismLine(
            code=row.code,
            name_zh=row.name_zh,
            name_en=row.name_en,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            signs_today=row.signs_today,
            signs=row.signs,
            last_at=row.last_at,
        )
        for row in rows.order_by("id")
    ]


def _tasks(campaign: models.Campaign, *, by: Actor, on: date) -> list[TaskLine]:
    done = models.Task.State.DONE
    return [
        TaskLine(
            number=task.number,
            title_zh=task.title_zh,
            title_en=task.title_en,
            task_force=str(task.task_force) if task.task_force else "",
            unit_id=task.unit_id,
            unit_zh=task.unit.name_zh if task.unit else "",
            unit_en=task.unit.name_en if task.unit else "",
            due_on=task.due_on,
            state=task.state,
            is_overdue=bool(task.due_on and task.due_on < on and task.state != done),
            may_report=_may_report(by, task),
        )
        for task in campaign.tasks.select_related("unit", "task_force")
    ]


def _may_report(by: Actor, task: models.Task) -> bool:
    try:
        permissions.require_task(by, task)
    except PermissionError:
        return False
    return task.state != models.Task.State.TO_FILL_IN
