"""What is near: known places and open problems around the phone, sorted by the phone itself."""

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.cases import queries as cases
from lantian.cases.models import Case
from lantian.console import maps, words
from lantian.console.entry import Visit, open_to
from lantian.registry import queries as registry
from lantian.registry.models import Source

MOST = 200


@open_to(Verb.REPORT)
def nearby(request: Visit) -> HttpResponse:
    """Places of the person's grids and open cases they may see; the distance is the phone's to tell."""
    by, now = request.actor, request.now
    known = registry.sources_of(by.id, area_path=by.area_path, on=calendar.local_day(now))[:MOST]
    places = [
        {
            "lon": one.lon,
            "lat": one.lat,
            "name": words.name(one),
            "note": words.word(words.SOURCE_KINDS, one.kind),
            "url": f"{reverse('field:report')}?at={one.code}",
            "is_case": False,
        }
        for one in known
    ]
    opened = cases.open_near(by, grids={one.grid_id for one in known}, most=MOST)
    problems = [
        {
            "lon": one.lon,
            "lat": one.lat,
            "name": one.title,
            "note": " · ".join(
                [words.word(words.CATEGORIES, one.category), words.word(words.CASE_STATES, one.state)]
            ),
            "url": reverse("console:case", args=[one.number]),
            "is_case": True,
        }
        for one in opened
    ]
    return render(
        request, "field/nearby/nearby.html", {"things": problems + places, "map": _map(known, opened)}
    )


def _map(known: list[Source], opened: list[Case]) -> str:
    """The known places; those with open problems by name and number of problems."""
    codes = {one.pk: one.code for one in known}
    counts = Counter(codes[one.source_id] for one in opened if one.source_id in codes)
    named = {code: _("%(n)d open") % {"n": count} for code, count in counts.items()}
    return maps.of_places(known, named, key="nearby")
