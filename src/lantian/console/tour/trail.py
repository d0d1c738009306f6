"""What a visitor of the demo has made on this tour, how far it has come, and the posts that deal with it."""

from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import resolve, reverse

from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Role
from lantian.cases.models import Case
from lantian.cases.states import State
from lantian.console import air
from lantian.diagnosis.models import Suspicion
from lantian.dispatch.models import Order
from lantian.inspections.models import Visit
from lantian.reporting import queries as reporting
from lantian.reporting.models import Briefing

ORDER, CASE = "tour_order", "tour_case"


class Reached(IntEnum):
    """How far the thing of this tour has come."""

    NOTHING = 0
    ISSUED = 1
    LOOKED = 2
    REPORTED = 3
    ASSIGNED = 4
    MENDED = 5
    PASSED = 6
    CLOSED = 7


STATES = {
    State.ASSIGNED: Reached.ASSIGNED,
    State.ACCEPTED: Reached.ASSIGNED,
    State.RECTIFYING: Reached.ASSIGNED,
    State.PARKED: Reached.ASSIGNED,
    State.SUBMITTED: Reached.ASSIGNED,
    State.SELF_CHECKED: Reached.MENDED,
    State.PASSED: Reached.PASSED,
    State.IN_PUBLICITY: Reached.PASSED,
    State.CLOSED: Reached.CLOSED,
}


def note(request: HttpRequest, response: HttpResponseBase) -> None:
    """Remember the order a visitor issued or went on, and the case they last moved; only in the demo."""
    if not settings.LANTIAN_DEMO or request.method != "POST" or request.resolver_match is None:
        return
    page, known = request.resolver_match.view_name, request.resolver_match.kwargs
    if response.status_code != (200 if page == "field:sent-check-in" else 302):
        return
    if page == "console:suspicion-send":
        request.session[ORDER] = resolve(response.headers["Location"]).kwargs["number"]
        request.session.pop(CASE, None)
    elif page in {"field:check-in", "field:sent-check-in"}:
        request.session[ORDER] = known["number"]
        request.session.pop(CASE, None)
    elif page == "console:case-act":
        request.session[CASE] = known["number"]


class Trail:
    """The order and the case of one tour; each is looked up at most once for a page."""

    def __init__(self, session: Mapping[str, object]) -> None:
        self._session = session

    @cached_property
    def order(self) -> Order | None:
        number = str(self._session.get(ORDER, ""))
        found = Order.objects.filter(number=number).select_related("officer", "suspicion")
        return found.first() if number else None

    @cached_property
    def visit(self) -> Visit | None:
        return Visit.objects.filter(order=self.order).first() if self.order else None

    @cached_property
    def case(self) -> Case | None:
        """The case last moved on this tour, else what the finding of its order became."""
        number = str(self._session.get(CASE, ""))
        found = Case.objects.select_related("unit", "handler")
        if number:
            return found.filter(number=number).first()
        if self.visit is None:
            return None
        mine = Q(finding__visit=self.visit) | Q(rebounds__finding__visit=self.visit)
        return found.filter(mine).first()

    @cached_property
    def reached(self) -> Reached:
        if self.case:
            return STATES.get(State(self.case.state), Reached.REPORTED)
        if self.visit:
            return Reached.LOOKED if self.visit.state == Visit.State.FILED else Reached.ISSUED
        return Reached.ISSUED if self.order else Reached.NOTHING

    @cached_property
    def suspicion(self) -> Suspicion | None:
        """What has waited longest for a decision; else the newest for which nobody was sent."""
        traced = Suspicion.objects.filter(candidates__isnull=False)
        waiting = traced.filter(state=Suspicion.State.OPEN).order_by("made_at", "number")
        unsent = traced.filter(state=Suspicion.State.DISMISSED).order_by("-begins_at", "-number")
        return waiting.first() or unsent.first()

    @property
    def has_alarm(self) -> bool:
        """Whether something waits for a decision, or the visitor has already decided."""
        is_open = self.suspicion is not None and self.suspicion.state == Suspicion.State.OPEN
        return self.order is not None or is_open

    @cached_property
    def people(self) -> list[Person]:
        return accounts.demo_people()

    @cached_property
    def briefing(self) -> Briefing | None:
        """The newest briefing that the leader may read."""
        leader = next((one for one in self.people if one.role == Role.LEADER), None)
        return reporting.briefings(accounts.actor_of(leader)).first() if leader else None

    def of_unit(self, role: Role) -> list[Person]:
        """The posts in a role of the unit that mends the case."""
        path = self.case.unit.path if self.case and self.case.unit else ""
        return [
            one for one in self.people if path and one.role == role and one.organisation.path.startswith(path)
        ]


def officer(trail: Trail) -> Person | None:
    """Who was sent."""
    return trail.order.officer if trail.order and trail.order.officer.is_demo else None


def handler(trail: Trail) -> Person | None:
    """Who mends, or may take it on."""
    if trail.case and trail.case.handler and trail.case.handler.is_demo:
        return trail.case.handler
    return next(iter(trail.of_unit(Role.HANDLER)), None)


def head(trail: Trail) -> Person | None:
    """Who signs for the unit."""
    return next(iter(trail.of_unit(Role.UNIT_HEAD)), None)


def colleague(trail: Trail) -> Person | None:
    """Somebody else of the unit that mends."""
    mending = handler(trail)
    others = [*trail.of_unit(Role.HANDLER), *trail.of_unit(Role.UNIT_HEAD)]
    return next((one for one in others if mending is None or one.pk != mending.pk), None)


def anybody(trail: Trail) -> Person | None:
    """Nobody in particular: any post of the role will do."""
    return None


def to_situation(trail: Trail) -> str:
    """Today's situation."""
    return reverse("console:situation")


def to_suspicion(trail: Trail) -> str:
    """The order once it is issued; before that a suspicion somebody may be sent for."""
    if trail.order:
        return reverse("console:order", args=[trail.order.number])
    if trail.suspicion:
        return reverse("console:suspicion", args=[trail.suspicion.number])
    return reverse("console:suspicions")


def to_place(trail: Trail) -> str:
    """The order on the phone, its visit once the officer is there, or the officer's day."""
    if trail.visit:
        return reverse("field:visit", args=[trail.visit.key])
    return reverse("field:order", args=[trail.order.number]) if trail.order else reverse("field:day")


def to_case(trail: Trail) -> str:
    """The case, or the order that it is still to come from."""
    if trail.case:
        return reverse("console:case", args=[trail.case.number])
    if trail.order:
        return reverse("console:order", args=[trail.order.number])
    return reverse("console:cases")


def to_unit_case(trail: Trail) -> str:
    """The case, once a unit sees it."""
    is_theirs = trail.case is not None and trail.case.unit is not None
    return to_case(trail) if is_theirs else reverse("console:cases")


def to_points(trail: Trail) -> str:
    """The points on the page of the case, or the case still to come."""
    return f"{to_case(trail)}#points" if trail.case else to_case(trail)


def to_briefing(trail: Trail) -> str:
    """The newest briefing."""
    if trail.briefing is None:
        return reverse("console:briefings")
    return reverse("console:briefing", args=[trail.briefing.number])


def to_number(trail: Trail) -> str:
    """The way down from the first figure of the newest briefing."""
    figure = trail.briefing.figures.first() if trail.briefing else None
    if trail.briefing is None or figure is None:
        return reverse("console:explain")
    return air.explain_url(f"reporting.figure:{trail.briefing.number}/{figure.key}")


Who = Callable[[Trail], Person | None]
Where = Callable[[Trail], str]
