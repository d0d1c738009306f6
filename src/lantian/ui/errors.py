"""The pages a person meets when something is refused or breaks: what happened, why, what to do.

Named in the URL configuration as handler400 to handler500, and in CSRF_FAILURE_VIEW.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What happened, why, and what to do."""

    what: str
    why: str
    todo: str


def page(request: HttpRequest, trouble: Trouble, *, status: int) -> HttpResponse:
    """The error page; it asks nothing of the database, which may be what broke."""
    context = {
        "status": status,
        "what": trouble.what,
        "why": trouble.why,
        "todo": trouble.todo,
        "request_id": getattr(request, "request_id", ""),
    }
    return HttpResponse(loader.get_template("ui/error.html").render(context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    trouble = Trouble(
        what=gettext("This request could not be read."),
        why=gettext("Part of what the browser sent was missing or malformed; nothing was changed."),
        todo=gettext("Go back, reload the page and send it again."),
    )
    return page(request, trouble, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: known, and not allowed."""
    trouble = Trouble(
        what=gettext("This is not yours to do."),
        why=gettext("Your role or your area does not include it; nothing was changed."),
        todo=gettext("Switch to the role that may, or ask your unit's head."),
    )
    return page(request, trouble, status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token is no longer good."""
    trouble = Trouble(
        what=gettext("This form has expired."),
        why=gettext("You signed in or out since, or the browser keeps no cookies; nothing was changed."),
        todo=gettext("Go back, reload the page and send it again."),
    )
    return page(request, trouble, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: absent, or not for this person; the two look alike."""
    trouble = Trouble(
        what=gettext("There is nothing at this address."),
        why=gettext("It may have moved, or it lies outside your role and area."),
        todo=gettext("Check the address, or start again from today's situation."),
    )
    return page(request, trouble, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: something broke that nobody expected."""
    trouble = Trouble(
        what=gettext("Something broke on our side."),
        why=gettext("The fault is written down under the number below. What was acknowledged is safe."),
        todo=gettext("Try again in a minute; if it stays, give the number to the operator."),
    )
    return page(request, trouble, status=500)
