"""The way in for programs: the session of whoever has signed in, or a token of their own."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import translation
from ninja.security import HttpBearer, SessionAuth

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor
from lantian.console import entry
from lantian.kernel import clock


class Caller(HttpRequest):
    """A request of somebody who has come in; the clock was read once for it."""

    actor: Actor
    now: datetime


class ByToken(HttpBearer):
    """`Authorization: Bearer lt_…`: reads what the token's person may read, and does nothing else."""

    openapi_description = "A token of your own, made on the page at /v1/."

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Whose token it is; what people read in the answer is in the language that the program accepts."""
        translation.activate(translation.get_language_from_request(request))
        request.now = clock.now()  # type: ignore[attr-defined]  # see Caller
        request.actor = accounts.actor_by_token(token, now=request.now)  # type: ignore[attr-defined]
        return request.actor  # type: ignore[attr-defined,no-any-return]


class BySession(SessionAuth):
    """The sign-in of the pages."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Who has signed in."""
        entry.admit(request)
        return request.actor  # type: ignore[attr-defined,no-any-return]  # see Caller
