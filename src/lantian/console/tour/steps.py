"""The guided tour of the demo: one hour, from the alarm to the briefing, a step at a time."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lantian.accounts.rules import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stop: what to look at, as whom, on which page."""

    title: Promise
    words: Promise
    role: Role
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The stop as the panel prints it."""

    number: int
    total: int
    step: Step
    url: str
    is_here: bool
    is_first: bool
    is_last: bool


STEPS = (
    Step(
        title=_("See the alarm"),
        words=_(
            "Every page begins with one sentence that says what matters now. The map shows each "
            "station's AQI; "
            "the shaded wedge is where the wind came from. Click any number to see where it comes from."
        ),
        role=Role.DUTY_ANALYST,
        page="console:situation",
    ),
    Step(
        title=_("See where it may come from, and send somebody"),
        words=_(
            'An alarm points to the sources upwind. They are "to be checked", never culprits. Open one, '
            "check the order that is already filled in, and confirm: it says who goes, by when, and "
            "that nobody "
            "enters a firm."
        ),
        role=Role.DUTY_ANALYST,
        page="console:suspicions",
    ),
    Step(
        title=_("Go and look"),
        words=_(
            "The grid officer works on a phone: check in, answer a short checklist, take photos, "
            "file what was "
            'found. "Cannot be seen" is an honest answer.'
        ),
        role=Role.GRID_OFFICER,
        page="field:day",
    ),
    Step(
        title=_("File the case and assign it"),
        words=_(
            "A problem found becomes a case. The desk gives it a level and assigns it to the unit "
            "that answers "
            "for the place, with a limit on a named clock."
        ),
        role=Role.DUTY_ANALYST,
        page="console:cases",
    ),
    Step(
        title=_("Accept and mend"),
        words=_(
            "The unit accepts, starts, and reports the mending with a photo from the same angle as "
            "the one before."
        ),
        role=Role.HANDLER,
        page="console:cases",
    ),
    Step(
        title=_("Somebody else rechecks"),
        words=_(
            "Try it as a colleague of the handler's unit: it is refused, and the refusal stays in "
            "the history. "
            "A supervisor of another unit answers five acceptance tests and passes it, or sends it back."
        ),
        role=Role.SUPERVISOR,
        page="console:cases",
    ),
    Step(
        title=_("See what it changed"),
        words=_(
            "The briefing says what the day was like, what was found and what became of it. Points "
            "are given by a "
            "published rule, each with the event it came from."
        ),
        role=Role.LEADER,
        page="console:briefings",
    ),
    Step(
        title=_("Ask a number"),
        words=_(
            "Click a number in the briefing and go down: value, formula and clause, readings, flags, "
            "and at last "
            "the bytes of the packet that the device sent."
        ),
        role=Role.LEADER,
        page="console:briefings",
    ),
)


def shown(request: HttpRequest) -> Shown | None:
    """The stop this visitor has reached; nothing once the tour was put away."""
    if request.session.get("tour_closed"):
        return None
    index = min(max(int(request.session.get("tour_step", 0)), 0), len(STEPS) - 1)
    step = STEPS[index]
    actor = getattr(request, "actor", None)
    url = address(step)
    return Shown(
        number=index + 1,
        total=len(STEPS),
        step=step,
        url=url,
        is_here=actor is not None and actor.role is step.role and request.path == url,
        is_first=index == 0,
        is_last=index == len(STEPS) - 1,
    )


def address(step: Step) -> str:
    """Where a stop is; today's situation where its door is not built."""
    try:
        return reverse(step.page)
    except NoReverseMatch:
        return reverse("console:situation")
