"""Where each role starts."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from lantian.accounts.rules import KEEPERS, Role, Verb
from lantian.console.entry import Visit, open_to
from lantian.console.sites import sheet
from lantian.sites import permissions

PHONE_START = "field:day"


@open_to(Verb.ENTER)
def home(request: Visit) -> HttpResponse:
    """An officer starts on the phone's list, a keeper at their place, everybody else on today's situation."""
    if request.actor.role in KEEPERS:
        return redirect(_own_place(request))
    if request.actor.role is Role.GRID_OFFICER:
        try:
            return redirect(reverse(PHONE_START))
        except NoReverseMatch:
            return redirect("console:situation")
    return redirect("console:situation")


def _own_place(request: Visit) -> str:
    """The page of the one site or plant somebody keeps; the list for any other number of them."""
    kept = list(permissions.kept_places(request.actor)[:2])
    return sheet.place_url(kept[0]) if len(kept) == 1 else reverse("console:sites")
