"""The tour's buttons; the panel itself is part of every page of the demo."""

from django.conf import settings
from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lantian.accounts import actions as accounts_actions
from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.cases import queries as cases
from lantian.console.sign_in.views import MODEL_BACKEND
from lantian.console.tour import forms, steps
from lantian.dispatch import queries as dispatch
from lantian.kernel import clock


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Go to another stop, to the page of this one in the right role, or put the tour away."""
    form = forms.Move(request.POST)
    if not settings.LANTIAN_DEMO or not form.is_valid():
        raise Http404
    chosen = form.cleaned_data["move"]
    index = form.step_after(int(request.session.get("tour_step", 0)))
    request.session["tour_step"] = index
    request.session["tour_closed"] = chosen == "close"
    if chosen == "go":
        return _go(request, steps.STEPS[index], index)
    back = form.cleaned_data["next"]
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "console:home")


def _go(request: HttpRequest, step: steps.Step, index: int) -> HttpResponse:
    """Open a stop's page, as the demo post of its role that the newest work waits for."""
    if not request.user.is_authenticated or request.user.role != step.role:
        people = [person for person in accounts.demo_people() if person.role == step.role]
        if not people:
            raise Http404
        chosen = max(people, key=_newest_work)
        auth.login(request, chosen, backend=MODEL_BACKEND)
        accounts_actions.record_sign_in(person_id=chosen.pk, by_switch=True, now=clock.now())
        request.session["tour_step"] = index
    return redirect(steps.address(step))


def _newest_work(person: Person) -> str:
    """Number of the newest order or case that waits for a post; empty when nothing does."""
    actor, now = accounts.actor_of(person), clock.now()
    waiting = [need.number for need in (*dispatch.needs_me(actor, now), *cases.needs_me(actor, now))]
    return max(waiting, default="")
