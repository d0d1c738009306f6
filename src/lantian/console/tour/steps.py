"""The guided tour of the demo: one hour, from the alarm to the briefing, a stop at a time."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, Role
from lantian.console import words
from lantian.console.tour import trail
from lantian.console.tour.trail import Reached, Trail, Where, Who

INDEX, CLOSED = "tour_step", "tour_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One button of a stop: what it says, in whose place, and what it leads to."""

    label: Promise
    role: Role
    where: Where
    who: Who = trail.anybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stop: what to look at, the ways there, what must have happened, and what ends it."""

    title: Promise
    words: Promise
    ways: tuple[Way, ...]
    needs: Reached = Reached.NOTHING
    lacking: Promise | str = ""
    ends: Reached | None = None
    needs_alarm: bool = False

    def is_ready(self, made: Trail) -> bool:
        """Whether what the stop is about is there."""
        return made.reached >= self.needs and (made.has_alarm or not self.needs_alarm)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayShown:
    """A way as the panel prints it; `key` is posted back."""

    key: str
    label: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The stop as the panel prints it."""

    number: int
    total: int
    title: str
    words: str
    lacking: str
    ways: tuple[WayShown, ...]
    try_url: str
    seed: str
    is_done: bool
    is_here: bool
    is_first: bool
    is_last: bool


AS_POST = gettext_lazy("Take me there as %(post)s")
STEPS = (
    Step(
        title=gettext_lazy("See the alarm"),
        words=gettext_lazy(
            "Every page begins with one sentence that says what matters now. On the map the discs are "
            "stations with their AQI; the shaded wedge is where the wind came from. Any number tells where "
            "it comes from when you click it."
        ),
        ways=(Way(label=AS_POST, role=Role.DUTY_ANALYST, where=trail.to_situation),),
    ),
    Step(
        title=gettext_lazy("See where it may come from, and send somebody"),
        words=gettext_lazy(
            'An alarm points to the sources upwind: "to be checked", never culprits. The order is already '
            "filled in: who goes, by when, and that nobody enters a firm. Issue it."
        ),
        ways=(Way(label=AS_POST, role=Role.DUTY_ANALYST, where=trail.to_suspicion),),
        needs_alarm=True,
        lacking=gettext_lazy(
            "No alarm waits for a decision now. The newest one for which nobody was sent is shown: send "
            "somebody after all."
        ),
        ends=Reached.ISSUED,
    ),
    Step(
        title=gettext_lazy("Go and look"),
        words=gettext_lazy(
            "The officer of the grid works on a phone: check in, answer the checklist, file what was found. "
            'Answer one item "not met" and give it a photo, so that there is something to mend.'
        ),
        ways=(Way(label=AS_POST, role=Role.GRID_OFFICER, where=trail.to_place, who=trail.officer),),
        needs=Reached.ISSUED,
        lacking=gettext_lazy("You have not issued an order yet; the newest of somebody else is shown."),
        ends=Reached.LOOKED,
    ),
    Step(
        title=gettext_lazy("File the case and assign it"),
        words=gettext_lazy(
            "The problem has become a case. File it with its level, then assign it: the unit that answers "
            "for the place is proposed, with a limit on a named clock."
        ),
        ways=(Way(label=AS_POST, role=Role.DUTY_ANALYST, where=trail.to_case),),
        needs=Reached.REPORTED,
        lacking=gettext_lazy(
            "There is no case of yours yet: it appears a moment after the officer files a problem."
        ),
        ends=Reached.ASSIGNED,
    ),
    Step(
        title=gettext_lazy("Accept and mend"),
        words=gettext_lazy(
            "The handler accepts, starts, and reports the mending with a photo from the same angle as the "
            "one before. Then the head of the unit signs for it: the unit's own check."
        ),
        ways=(
            Way(label=AS_POST, role=Role.HANDLER, where=trail.to_unit_case, who=trail.handler),
            Way(
                label=gettext_lazy("The head signs: %(post)s"),
                role=Role.UNIT_HEAD,
                where=trail.to_unit_case,
                who=trail.head,
            ),
        ),
        needs=Reached.ASSIGNED,
        lacking=gettext_lazy("Your case is not assigned yet; the cases of a unit are shown."),
        ends=Reached.MENDED,
    ),
    Step(
        title=gettext_lazy("Somebody else rechecks"),
        words=gettext_lazy(
            "Try it first as a colleague of the handler: refused, and the refusal stays in the history. Then "
            "as supervisor, who had no hand in it: answer the acceptance tests, pass it, and close the case."
        ),
        ways=(
            Way(
                label=gettext_lazy("As the colleague %(post)s"),
                role=Role.HANDLER,
                where=trail.to_unit_case,
                who=trail.colleague,
            ),
            Way(label=gettext_lazy("As a supervisor"), role=Role.SUPERVISOR, where=trail.to_case),
        ),
        needs=Reached.MENDED,
        lacking=gettext_lazy(
            "The mending of your case is not reported and signed yet; nobody can recheck it."
        ),
        ends=Reached.CLOSED,
    ),
    Step(
        title=gettext_lazy("See what it changed"),
        words=gettext_lazy(
            "The case shows the points it gave, each by a published rule. A day's briefing says what was "
            "found and what became of it; your case will stand in the one written tomorrow about today."
        ),
        ways=(
            Way(
                label=gettext_lazy("The points of the case"),
                role=Role.LEADER,
                where=trail.to_points,
            ),
            Way(label=gettext_lazy("The newest briefing"), role=Role.LEADER, where=trail.to_briefing),
        ),
        needs=Reached.CLOSED,
        lacking=gettext_lazy("Your case is not closed yet; points are given when it is."),
    ),
    Step(
        title=gettext_lazy("Ask a number"),
        words=gettext_lazy(
            "Any number in the briefing goes down: value, formula and clause, readings, flags, and at last "
            "the bytes of the packet that the device sent. That was the whole loop."
        ),
        ways=(
            Way(
                label=gettext_lazy("From the briefing down to the packet"),
                role=Role.LEADER,
                where=trail.to_number,
            ),
        ),
    ),
)


def index_of(request: HttpRequest) -> int:
    """The stop this visitor has reached."""
    return min(max(int(request.session.get(INDEX, 0)), 0), len(STEPS) - 1)


def shown(request: HttpRequest) -> Shown | None:
    """The stop this visitor has reached; nothing once the tour was put away."""
    if request.session.get(CLOSED):
        return None
    index = index_of(request)
    step, made = STEPS[index], Trail(request.session)
    actor: Actor | None = getattr(request, "actor", None)
    ways = tuple(
        _way(key, way, made, request, actor) for key, way in zip(("go", "other"), step.ways, strict=False)
    )
    return Shown(
        number=index + 1,
        total=len(STEPS),
        title=str(step.title),
        words=str(step.words),
        lacking="" if step.is_ready(made) else str(step.lacking),
        ways=ways,
        try_url=_try_url(step, made, ways, here=request.path),
        seed=made.order.number if made.order else "",
        is_done=step.ends is not None and made.reached >= step.ends,
        is_here=any(way.is_here for way in ways),
        is_first=index == 0,
        is_last=index == len(STEPS) - 1,
    )


def _way(key: str, way: Way, made: Trail, request: HttpRequest, actor: Actor | None) -> WayShown:
    person = way.who(made)
    post = words.name(person) if person else words.word(words.ROLES, way.role)
    return WayShown(
        key=key,
        label=str(way.label) % {"post": post},
        is_here=actor is not None
        and _is_post(actor, way, person)
        and request.path.startswith(urlsplit(way.where(made)).path),
    )


def _is_post(actor: Actor, way: Way, person: Person | None) -> bool:
    return actor.id == person.pk if person else actor.role is way.role


def _try_url(step: Step, made: Trail, ways: tuple[WayShown, ...], *, here: str) -> str:
    """Where the colleague's recheck is sent all the same: the page does not offer what would be refused."""
    is_colleague = step.ways[0].who is trail.colleague and ways[0].is_here
    if not is_colleague or made.case is None or made.reached is not Reached.MENDED:
        return ""
    url = reverse("console:case-act", args=[made.case.number, "recheck-pass"])
    return "" if here == url else url
