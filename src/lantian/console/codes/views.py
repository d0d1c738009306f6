"""Codes for the gates of places: a list, and a sheet to print and hang up."""

from io import BytesIO

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from lantian.accounts.rules import Verb
from lantian.console import words
from lantian.console.entry import Visit, open_to
from lantian.dispatch import actions as dispatch_actions
from lantian.dispatch import queries as dispatch


@open_to(Verb.ISSUE_ORDER)
def codes(request: Visit) -> HttpResponse:
    """The places that get a code."""
    rows = [
        {
            "code": one.code,
            "name": words.name(one),
            "unit": words.name(one.answerable),
            "grid": words.name(one.grid),
            "is_made": hasattr(one, "place_code"),
        }
        for one in dispatch.places_with_codes(request.actor)
    ]
    return render(request, "console/codes/list.html", {"places": rows})


@open_to(Verb.ISSUE_ORDER)
def sheet(request: Visit, source: str) -> HttpResponse:
    """An A4 sheet with the code of one place."""
    place = dispatch.places_with_codes(request.actor).get(code=source)
    code = dispatch_actions.code_of(place, now=request.now)
    url = request.build_absolute_uri(reverse("field:at", args=[code]))
    values = {"name_zh": place.name_zh, "name_en": place.name_en, "code": code, "url": url, "qr": _svg(url)}
    return render(request, "console/codes/sheet.html", values)


def _svg(text: str) -> str:
    """The QR code as SVG text; segno writes nothing but path data, so it is safe on a page."""
    out = BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", border=2, xmldecl=False, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(out.getvalue().decode())
