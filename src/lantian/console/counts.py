"""How much waits behind each page of the navigation."""

from datetime import datetime

from lantian.accounts.rules import Actor, Verb
from lantian.assessment import permissions as assessment
from lantian.assessment.queries import hours
from lantian.cases import queries as cases
from lantian.diagnosis import permissions as diagnosis
from lantian.diagnosis.models import Suspicion
from lantian.dispatch import permissions as dispatch
from lantian.dispatch.states import RUNNING
from lantian.observations.models import Flag
from lantian.observations.states import State
from lantian.residents import queries as residents


def data_hour() -> datetime | None:
    """The start of the newest hour that has been assessed."""
    return hours.latest_hour()


def open_orders(by: Actor) -> int:
    """Orders on which somebody is out."""
    return dispatch.visible_orders(by).filter(state__in=RUNNING).count()


def open_cases(by: Actor) -> int:
    """Cases of the person's area that are not closed."""
    return sum(cases.counts_by_state(by).values())


def waiting_residents(by: Actor) -> int:
    """Reports of residents that nobody has looked at; only the desk is asked."""
    return residents.waiting(by) if by.may(Verb.FILE) else 0


def open_suspicions(by: Actor) -> int:
    """Suspicions nobody has decided about."""
    return diagnosis.visible_suspicions(by).filter(state=Suspicion.State.OPEN).count()


def open_flags(by: Actor) -> int:
    """Proposals of checks nobody has decided about."""
    return Flag.objects.filter(
        state=State.PROPOSED, station__in=assessment.visible_stations(by).values("pk")
    ).count()
