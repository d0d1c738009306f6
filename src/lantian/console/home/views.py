"""Where each role starts."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from lantian.accounts.rules import Role, Verb
from lantian.console.entry import Visit, open_to

PHONE_START = "field:day"


@open_to(Verb.ENTER)
def home(request: Visit) -> HttpResponse:
    """An officer starts on the phone's list, everybody else on today's situation."""
    if request.actor.role is Role.GRID_OFFICER:
        try:
            return redirect(reverse(PHONE_START))
        except NoReverseMatch:
            return redirect("console:situation")
    return redirect("console:situation")
