"""What assessment does: assess hours and days, raise and end alarms, enter the rules that ship."""

from lantian.assessment.actions.alarms import close_quiet_episodes, raise_alarms, watch_devices
from lantian.assessment.actions.batches import assess_batch
from lantian.assessment.actions.hours import assess_days, assess_hours
from lantian.assessment.actions.seeding import seed

__all__ = [
    "assess_batch",
    "assess_days",
    "assess_hours",
    "close_quiet_episodes",
    "raise_alarms",
    "seed",
    "watch_devices",
]
