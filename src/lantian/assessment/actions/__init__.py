"""What assessment does: assess hours and days, raise and end alarms, enter the rules that ship."""

from lantian.assessment.actions.alarms import close_quiet_episodes, raise_alarms, watch_devices
from lantian.assessment.actions.batches import assess_batch
from lantian.assessment.actions.hours import assess_days, assess_hours
from lantian.assessment.actions.levels import declare_level
from lantian.assessment.actions.lists import import_exceptional, import_official, withdraw_list
from lantian.assessment.actions.members import assess_members, set_membership
from lantian.assessment.actions.periods import note_list
from lantian.assessment.actions.quality import check_hours, check_weeks
from lantian.assessment.actions.seeding import seed
from lantian.assessment.actions.targets import set_target

__all__ = [
    "assess_batch",
    "assess_days",
    "assess_hours",
    "assess_members",
    "check_hours",
    "check_weeks",
    "close_quiet_episodes",
    "declare_level",
    "import_exceptional",
    "import_official",
    "note_list",
    "raise_alarms",
    "seed",
    "set_membership",
    "set_target",
    "watch_devices",
    "withdraw_list",
]
