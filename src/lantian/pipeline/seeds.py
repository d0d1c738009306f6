"""The rows every office starts from: rules, checklists, limits, the campaign's frame."""

from datetime import datetime

from lantian.assessment import actions as assessment
from lantian.campaign import actions as campaign
from lantian.cases import actions as cases
from lantian.diagnosis import actions as diagnosis
from lantian.dispatch import actions as dispatch
from lantian.inspections import actions as inspections
from lantian.residents import actions as residents
from lantian.scoring import actions as scoring
from lantian.sites import actions as sites


def plant(*, now: datetime) -> None:
    """Write what is missing; what is there is left as it is."""
    assessment.seed(now=now)
    diagnosis.seed(now=now)
    dispatch.seed(now=now)
    inspections.seed(now=now)
    cases.seed(now=now)
    residents.seed(now=now)
    sites.seed(now=now)
    scoring.seed(now=now)
    campaign.seed(now=now)
