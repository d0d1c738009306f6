"""Taking a problem in: the form, what may be the same, and the deed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.cases import rules
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.intake import page


@open_to(Verb.FILE)
def intake(request: Visit) -> HttpResponse:
    """Enter a problem of any channel; what may be the same is offered before a case is made."""
    by, now = request.actor, request.now
    if request.method != "POST":
        return render(request, "console/intake/intake.html", {"page": page.shown(page.form(by, now=now))})
    form = page.form(by, now=now, data=request.POST, files=request.FILES)
    told: list[rules.Problem] = []
    if not form.is_valid() or not refusals.attempt(
        form, lambda: told.append(page.problem(form, by, now=now))
    ):
        return render(request, "console/intake/intake.html", {"page": page.shown(form)}, status=422)
    is_decided = "same_as" in request.POST or "is_apart" in request.POST
    likely = () if is_decided else page.offered(told[0], by, now=now)
    made: list[str] = []
    if not likely and refusals.attempt(form, lambda: made.append(page.take_in(form, told[0], by, now=now))):
        messages.success(request, _("Taken in as %(number)s.") % {"number": made[0]})
        return redirect("console:case", request.POST.get("same_as") or made[0])
    context = {"page": page.shown(form, likely=likely)}
    return render(request, "console/intake/intake.html", context, status=422)
