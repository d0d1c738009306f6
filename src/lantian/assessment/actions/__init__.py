"""What assessment does: assess hours and days, raise and end alarms, enter the rules that ship."""

from lantian.assessment.actions.alarms import close_quiet_episodes, raise_alarms, watch_devices
from lantian.assessment.actions.hours import assess_days, assess_hours
from lantian.assessment.actions.seeding import seed_rules

__all__ = [
    "assess_days",
    "assess_hours",
    "close_quiet_episodes",
    "raise_alarms",
    "seed_rules",
    "watch_devices",
]
