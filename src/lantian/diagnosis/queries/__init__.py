"""Where episodes may have come from, and what is known about suspicions."""

from lantian.diagnosis.queries.surveying import (
    NoSectorRule,
    Survey,
    past_hits,
    sector_rule,
    source_of,
    survey,
    wind_at,
)
from lantian.diagnosis.queries.views import (
    AlarmView,
    CandidateView,
    Nearby,
    SuspicionView,
    open_suspicions,
    suspicion,
    suspicion_of_episode,
)

__all__ = [
    "AlarmView",
    "CandidateView",
    "Nearby",
    "NoSectorRule",
    "Survey",
    "SuspicionView",
    "open_suspicions",
    "past_hits",
    "sector_rule",
    "source_of",
    "survey",
    "suspicion",
    "suspicion_of_episode",
    "wind_at",
]
