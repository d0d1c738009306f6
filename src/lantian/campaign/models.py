"""The campaign as data: task forces, mechanisms with dates, tasks with unit, deadline and state."""

from django.db import models

from lantian.accounts.models import Organisation


class Campaign(models.Model):
    """A named drive with a goal and dates."""

    code = models.CharField(max_length=16, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    goal_zh = models.CharField(max_length=200, blank=True)
    goal_en = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name_zh


class TaskForce(models.Model):
    """A 专班; an unnamed one says so until somebody fills it in."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="task_forces")
    position = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    lead_unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "position"], name="task_force_place")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_zh or f"#{self.position}"


class Mechanism(models.Model):
    """A working mechanism; a change is a new row with its own dates."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="mechanisms")
    code = models.CharField(max_length=32)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    measure = models.CharField(max_length=60, blank=True, help_text="kind of progress that shows it is alive")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code", "valid_from"], name="mechanism_once")
        ]

    def __str__(self) -> str:
        return self.name_zh


class Task(models.Model):
    """One of the twenty tasks; its text is the office's to fill in."""

    class State(models.TextChoices):
        TO_FILL_IN = "to_fill_in", "待填"
        PLANNED = "planned", "未开始"
        UNDER_WAY = "under_way", "推进中"
        DONE = "done", "已完成"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=160, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.TO_FILL_IN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="task_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.campaign_id}-{self.number}"


class Progress(models.Model):
    """Something that happened elsewhere and shows a mechanism or task moving; written by handlers."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="progress")
    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, null=True, blank=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=160)
    words = models.CharField(max_length=200, blank=True)
    event_uuid = models.UUIDField(unique=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["mechanism", "-at"], name="progress_mechanism")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
