"""What people and reactions do to a campaign."""

from datetime import date, datetime
from importlib.resources import files
from uuid import UUID

import yaml
from django.db import transaction

from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor, Verb, require
from lantian.campaign import events, models, permissions, queries
from lantian.kernel import outbox


class BadTask(ValueError):
    """A task cannot be written down like that."""

    def __init__(self, code: str, words: str) -> None:
        self.code = code
        super().__init__(words)


@transaction.atomic
def seed(*, now: datetime, is_demo: bool = False) -> models.Campaign:
    """Write the shipped campaign once: what is not named in any public text stays to be filled in."""
    rows = yaml.safe_load((files("lantian.campaign") / "seeds" / "campaign.yaml").read_text(encoding="utf-8"))
    campaign, made = models.Campaign.objects.get_or_create(
        code=rows["code"], defaults={**rows["campaign"], "is_demo": is_demo}
    )
    if not made:
        return campaign
    for position, row in enumerate(rows["task_forces"], 1):
        models.TaskForce.objects.create(campaign=campaign, position=position, **row)
    for row in rows["mechanisms"]:
        models.Mechanism.objects.create(campaign=campaign, **row)
    for number in range(1, int(rows["tasks"]) + 1):
        models.Task.objects.create(campaign=campaign, number=number)
    return campaign


@transaction.atomic
def fill_in_task(
    *,
    code: str,
    number: int,
    title_zh: str,
    unit_id: int,
    due_on: date,
    by: Actor,
    now: datetime,
    title_en: str = "",
) -> None:
    """The desk writes down what a task is, whose it is and by when."""
    require(Verb.FILL_IN_TASK, by)
    if not title_zh.strip():
        raise BadTask("no_title", "a task needs a title")
    if due_on < now.date():
        raise BadTask("due_in_the_past", f"{due_on} is in the past; choose a day from {now.date()} on")
    task = models.Task.objects.select_for_update().get(campaign__code=code, number=number)
    unit = Organisation.objects.get(pk=unit_id, is_under_command=True)
    state = models.Task.State.PLANNED if task.state == models.Task.State.TO_FILL_IN else task.state
    models.Task.objects.filter(pk=task.pk).update(
        title_zh=title_zh.strip(), title_en=title_en.strip(), unit=unit, due_on=due_on, state=state
    )
    outbox.emit(
        events.TaskFilledIn(
            about=_about(code, number),
            by=by.id,
            at=now,
            title_zh=title_zh.strip(),
            unit=unit.code,
            due_on=f"{due_on}",
        )
    )


@transaction.atomic
def report_task(*, code: str, number: int, state: str, words: str, by: Actor, now: datetime) -> None:
    """A unit says how its task stands."""
    task = models.Task.objects.select_related("unit").get(campaign__code=code, number=number)
    permissions.require_task(by, task)
    if task.state == models.Task.State.TO_FILL_IN:
        raise BadTask("to_fill_in", f"task {number} is not filled in yet; the desk fills it in first")
    new = models.Task.State(state)
    if new is models.Task.State.TO_FILL_IN:
        raise BadTask("to_fill_in", "a task that is filled in cannot be emptied")
    models.Task.objects.filter(pk=task.pk).update(state=new)
    outbox.emit(
        events.TaskReported(about=_about(code, number), by=by.id, at=now, state=str(new), words=words.strip())
    )


@transaction.atomic
def name_task_force(
    *, code: str, position: int, name_zh: str, name_en: str, by: Actor, now: datetime
) -> None:
    """The desk names a task force that no public text names."""
    require(Verb.FILL_IN_TASK, by)
    if not name_zh.strip():
        raise BadTask("no_title", "a task force needs a name")
    force = models.TaskForce.objects.get(campaign__code=code, position=position)
    models.TaskForce.objects.filter(pk=force.pk).update(name_zh=name_zh.strip(), name_en=name_en.strip())
    about = f"campaign.task_force:{code}/{position}"
    outbox.emit(events.TaskForceNamed(about=about, by=by.id, at=now, name_zh=name_zh.strip()))


def record_progress(*, kind: str, about: str, words: str, event_uuid: UUID, at: datetime) -> int:
    """Note a sign of life for every mechanism it counts for; once per event. Returns how many were noted."""
    campaign = queries.current(on=at.date())
    if campaign is None:
        return 0
    for mechanism in queries.mechanisms_in_force(campaign, on=at.date()):
        if kind in mechanism.measure.split():
            _, made = models.Progress.objects.get_or_create(
                event_uuid=event_uuid,
                defaults={
                    "campaign": campaign,
                    "mechanism": mechanism,
                    "kind": kind,
                    "about": about,
                    "words": words[:200],
                    "at": at,
                },
            )
            return int(made)
    return 0


def _about(code: str, number: int) -> str:
    return f"campaign.task:{code}/{number}"
