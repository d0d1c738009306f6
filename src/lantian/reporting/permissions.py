"""Who may see a briefing: the offices of its district; drafts only those who write or answer for them."""

from django.db.models import F, Q, QuerySet, Value

from lantian.accounts.rules import Actor, Role, Verb
from lantian.cases import permissions as cases
from lantian.inspections import permissions as inspections
from lantian.reporting import models

_BEFORE_ISSUE = frozenset({Role.DUTY_ANALYST, Role.LEADER})


def visible_briefings(by: Actor) -> QuerySet[models.Briefing]:
    """Briefings of districts in this person's area, and of the district this person's unit lies in."""
    if not by.may(Verb.SEE_BRIEFINGS):
        return models.Briefing.objects.none()
    own = models.Briefing.objects.annotate(unit_path=Value(by.organisation_path))
    near = Q(region__organisation__path__startswith=by.area_path) | Q(
        unit_path__startswith=F("region__organisation__path")
    )
    found = own.filter(near)
    return found if by.role in _BEFORE_ISSUE else found.filter(state=models.Briefing.State.ISSUED)


def may_write(by: Actor, *, path: str) -> bool:
    """Whether a person may write and issue the briefings of a district run from the unit with this path."""
    return by.may(Verb.WRITE_BRIEFING) and by.covers(path)


def visible_papers(by: Actor) -> QuerySet[models.Paper]:
    """Papers of the visits this person may see."""
    return models.Paper.objects.filter(visit__in=inspections.visible_visits(by))


def visible_letter_papers(by: Actor) -> QuerySet[models.LetterPaper]:
    """Printed letters about the cases this person may see."""
    seen = cases.visible_cases(by)
    return models.LetterPaper.objects.filter(Q(letter__case__in=seen) | Q(rung__case__in=seen))
