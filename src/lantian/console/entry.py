"""The way into a page of the desk: who asks, at what moment, and whether this page is open to their role.

A page outside somebody's role is forbidden (403); a thing outside somebody's area is not there (404).
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, NotAllowed, Verb
from lantian.console.tour import trail
from lantian.kernel import clock
from lantian.kernel.references import BadAddress

View = Callable[..., HttpResponseBase]


class Visit(HttpRequest):
    """A request of somebody who has come in; the clock was read once for it."""

    actor: Actor
    now: datetime


def admit(request: HttpRequest) -> None:
    """Write down on the request who asks and when; does nothing for somebody who has not signed in."""
    if getattr(request, "now", None) is None:
        request.now = clock.now()  # type: ignore[attr-defined]  # see Visit
    if getattr(request, "actor", None) is None:
        user = request.user
        request.actor = accounts.actor(user.pk, now=request.now) if user.is_authenticated else None  # type: ignore[attr-defined]


def open_to(verb: Verb) -> Callable[[View], View]:
    """Let those in whose role may do the verb; absence and a foreign area look alike."""

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:  # Any: a Visit from here on
            admit(request)
            if request.actor is None:
                return redirect_to_login(request.get_full_path())
            if not request.actor.may(verb):
                raise PermissionDenied(f"{request.actor.role} may not {verb}")
            try:
                response = view(request, *args, **kwargs)
            except (ObjectDoesNotExist, BadAddress) as absent:
                raise Http404(str(absent)) from absent
            except NotAllowed as refused:
                raise PermissionDenied(str(refused)) from refused
            trail.note(request, response)
            return response

        enter.verb = verb  # type: ignore[attr-defined]  # tests walk the URLs and ask each page whom it is open to
        return enter

    return decorate
