"""The demo's posts, for taking their place at one click."""

from dataclasses import dataclass

from django.contrib import auth
from django.http import HttpRequest

from lantian.accounts import actions as accounts_actions
from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.console import words
from lantian.kernel import clock
from lantian.ui.parts import RoleChoice

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
TOUR = "tour_"  # what the session keeps of the tour begins with this


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """The posts of one role; the first is the one a visitor is offered."""

    role: str
    first: RoleChoice
    others: tuple[RoleChoice, ...]


def by_role(actor: Actor | None = None) -> list[Posts]:
    """Every post of the demo, role by role, in the order of the loop."""
    people = accounts.demo_people()
    found = []
    for role, label in words.ROLES.items():
        mine = [_choice(person, actor) for person in people if person.role == role]
        if mine:
            found.append(Posts(role=str(label), first=mine[0], others=tuple(mine[1:])))
    return found


def nearby(actor: Actor) -> list[RoleChoice]:
    """One post of each role, and everybody of one's own unit: enough to play the loop through."""
    people = accounts.demo_people()
    seen: set[str] = set()
    order = list(words.ROLES)
    chosen = []
    for person in sorted(
        people, key=lambda one: (order.index(one.role), one.organisation_id != actor.organisation_id)
    ):
        if person.role not in seen or person.organisation_id == actor.organisation_id:
            chosen.append(_choice(person, actor))
        seen.add(person.role)
    return chosen


def take(request: HttpRequest, person: Person) -> None:
    """Put a visitor of the demo in a post; how far their tour has come stays with them."""
    kept = {name: value for name, value in request.session.items() if name.startswith(TOUR)}
    auth.login(request, person, backend=MODEL_BACKEND)
    request.session.update(kept)
    accounts_actions.record_sign_in(person_id=person.pk, by_switch=True, now=clock.now())


def _choice(person: Person, actor: Actor | None) -> RoleChoice:
    role = words.word(words.ROLES, person.role)
    return RoleChoice(
        key=person.username,
        label=f"{role} · {words.name(person)}",
        is_current=actor is not None and person.pk == actor.id,
    )
