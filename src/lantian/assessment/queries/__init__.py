"""What pages, later rooms and people ask about assessments."""

from lantian.assessment.queries.episode_views import (
    AlarmView,
    EpisodeView,
    alarm_view,
    episode,
    episodes,
    episodes_numbered,
    episodes_today,
    running_episodes,
)
from lantian.assessment.queries.evaluated import alarms_evaluated_since
from lantian.assessment.queries.excess import Excess, ExcessHour, above_background, mean_above
from lantian.assessment.queries.explained import Explained, Input, NothingToExplain, Step
from lantian.assessment.queries.explaining import explain
from lantian.assessment.queries.hours import day_so_far, hour_of, latest_hour, region_hour, series
from lantian.assessment.queries.judged import hours_to_judge
from lantian.assessment.queries.periods import composite, composites, month_to_date
from lantian.assessment.queries.places import ranking
from lantian.assessment.queries.rules import rule_in_force, rules_in_force
from lantian.assessment.queries.standout import headline

__all__ = [
    "alarms_evaluated_since",
    "AlarmView",
    "EpisodeView",
    "Excess",
    "ExcessHour",
    "Explained",
    "Input",
    "NothingToExplain",
    "Step",
    "above_background",
    "alarm_view",
    "composite",
    "composites",
    "day_so_far",
    "episode",
    "episodes",
    "episodes_numbered",
    "episodes_today",
    "explain",
    "headline",
    "hour_of",
    "hours_to_judge",
    "latest_hour",
    "mean_above",
    "month_to_date",
    "ranking",
    "region_hour",
    "rule_in_force",
    "rules_in_force",
    "running_episodes",
    "series",
]
