"""The tour's buttons; the panel itself is part of every page of the demo."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.cases import queries as cases
from lantian.console.sign_in import posts
from lantian.console.tour import forms, steps
from lantian.console.tour.trail import Trail
from lantian.dispatch import queries as dispatch
from lantian.kernel import clock


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Go to another stop, to what this one is about in the right post, or put the tour away."""
    form = forms.Move(request.POST)
    if not settings.LANTIAN_DEMO or not form.is_valid():
        raise Http404
    index = form.step_after(steps.index_of(request))
    request.session[steps.INDEX] = index
    request.session[steps.CLOSED] = form.cleaned_data["move"] == "close"
    way = form.way_of(steps.STEPS[index])
    if way is not None:
        return _go(request, way)
    back = form.cleaned_data["next"]
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "console:home")


def _go(request: HttpRequest, way: steps.Way) -> HttpResponse:
    """Open what a way leads to, as the post that deals with it."""
    made = Trail(request.session)
    url, person = way.where(made), way.who(made)
    if person is None and not (request.user.is_authenticated and request.user.role == way.role):
        person = max((one for one in made.people if one.role == way.role), key=_newest_work, default=None)
        if person is None:
            raise Http404
    if person is not None and person.pk != request.user.pk:
        posts.take(request, person)
    return redirect(url)


def _newest_work(person: Person) -> str:
    """Number of the newest order or case that waits for a post; empty when nothing does."""
    actor, now = accounts.actor_of(person), clock.now()
    waiting = [need.number for need in (*dispatch.needs_me(actor, now), *cases.needs_me(actor, now))]
    return max(waiting, default="")
