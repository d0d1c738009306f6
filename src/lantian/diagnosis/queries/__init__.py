"""Where episodes may have come from, and what is known about suspicions."""

from lantian.diagnosis.queries.surveying import (
    NoSectorRule,
    Surroundings,
    Survey,
    past_hits,
    sector_rule,
    source_of,
    survey,
)
from lantian.diagnosis.queries.views import (
    CandidateView,
    Nearby,
    SuspicionLine,
    SuspicionView,
    lines_of_episodes,
    open_suspicions,
    suspicion,
    suspicion_of_episode,
)

__all__ = [
    "CandidateView",
    "Nearby",
    "NoSectorRule",
    "Surroundings",
    "Survey",
    "SuspicionLine",
    "SuspicionView",
    "lines_of_episodes",
    "open_suspicions",
    "past_hits",
    "sector_rule",
    "source_of",
    "survey",
    "suspicion",
    "suspicion_of_episode",
]
