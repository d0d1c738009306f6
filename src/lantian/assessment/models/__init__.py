"""What assessment keeps: indices, alarms and episodes, targets, lists from above, data levels, changes."""

from lantian.assessment.models.alarms import Alarm, AlarmRule, Episode, Severity
from lantian.assessment.models.changes import Change
from lantian.assessment.models.indices import DailyAssessment, HourlyIndex, SubjectKind
from lantian.assessment.models.levels import DataLevel
from lantian.assessment.models.lists import ExceptionalDay, ImportedList, OfficialFigure
from lantian.assessment.models.targets import Target
from lantian.registry.models import Station

__all__ = [
    "Alarm",
    "AlarmRule",
    "Change",
    "DailyAssessment",
    "DataLevel",
    "Episode",
    "ExceptionalDay",
    "HourlyIndex",
    "ImportedList",
    "OfficialFigure",
    "Severity",
    "Station",
    "SubjectKind",
    "Target",
]
