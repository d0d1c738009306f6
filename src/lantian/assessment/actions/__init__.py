"""What assessment does: assess hours and days, raise and end alarms, enter the rules that ship."""

from lantian.assessment.actions.hours import assess_days, assess_hours

__all__ = ["assess_days", "assess_hours"]
