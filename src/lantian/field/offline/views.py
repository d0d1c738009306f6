"""What keeps the phone going without a signal: the worker, today's pages, what is still here."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from lantian.accounts.rules import Verb
from lantian.cases import queries as cases
from lantian.cases.states import Move
from lantian.console.entry import Visit, open_to
from lantian.dispatch import queries as dispatch
from lantian.field.offline import assets
from lantian.field.visits.replies import for_script
from lantian.inspections import queries as inspections


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with its version and the files it keeps; open to all, nothing in it is anybody's."""
    given = {"version": assets.version(), "assets": assets.addresses(), "kept": reverse("field:kept")}
    script = f"const GIVEN = {json.dumps(given)};\n".encode() + assets.content(assets.WORKER)
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@open_to(Verb.SEE_CASES)
def kept(request: Visit) -> HttpResponse:
    """What is still on this phone; the page is empty here, the phone alone knows."""
    return render(request, "field/offline/kept.html")


@require_GET
@for_script
@open_to(Verb.SEE_CASES)
def pages(request: Visit) -> HttpResponse:
    """The addresses of the pages this person needs today."""
    by, now = request.actor, request.now
    found = [reverse("field:day"), reverse("field:kept")]
    for need in dispatch.needs_me(by, now):
        if need.kind in {"order", "late_order"}:
            steps = ("field:order", "field:ahead", "field:ahead-record", "field:ahead-finding")
            found += [reverse(step, args=[need.number]) for step in steps]
    if by.may(Verb.REPORT):
        found += [reverse("field:report"), reverse("field:nearby")]
    for need in cases.needs_me(by, now):
        if need.act == Move.SUBMIT:
            found.append(reverse("field:mend", args=[need.number]))
    for need in inspections.needs_me(by, now):
        steps = ("field:visit", "field:record", "field:finding")
        found += [reverse(step, args=[need.number]) for step in steps]
    return JsonResponse({"pages": found})
