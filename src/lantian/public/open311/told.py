"""What GeoReport v2 says of us, of our kinds and of each request: only what may be public."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.calendar import queries as calendar
from lantian.cases.states import State
from lantian.console import words
from lantian.public.report.story import stage_sentence
from lantian.residents import models, rules
from lantian.residents.queries import Request

CHANGED = "2026-11-22T00:00:00+08:00"  # of what this door says of itself
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
Item = dict[str, Any]


def discovery(request: HttpRequest) -> Item:
    """Where the door is, in which formats it answers, and where a key comes from."""
    door = request.build_absolute_uri(reverse("public:open311-services", kwargs={})).removesuffix("/services")
    return {
        "changeset": CHANGED,
        "contact": _("The duty desk of the district's clean-air campaign."),
        "key_service": _("A key is given by the operator of this office to one jurisdiction at a time."),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": door,
                "changeset": CHANGED,
                "type": "production",
                "formats": ["application/json", "text/xml"],
            }
        ],
    }


def service(kind: models.Kind) -> Item:
    """One kind of problem."""
    return {
        "service_code": kind.code,
        "service_name": words.name(kind),
        "description": kind.hint_zh if words.is_chinese() else kind.hint_en,
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": words.word(words.MEDIA, "air"),
    }


def request(one: Request, *, kinds: dict[str, str]) -> Item:
    """One request: released words alone, a rough place, no photo, nobody's name."""
    is_due = one.is_open and one.due_at is not None
    return {
        "service_request_id": one.number,
        "status": "open" if one.is_open else "closed",
        "status_notes": _notes(one),
        "service_name": kinds.get(one.kind, one.kind),
        "service_code": one.kind,
        "description": one.words or None,
        "agency_responsible": None,
        "service_notice": None,
        "requested_datetime": stamp(one.told_at),
        "updated_datetime": stamp(one.changed_at),
        "expected_datetime": stamp(one.due_at) if is_due and one.due_at else None,
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": one.lat,
        "long": one.lon,
        "media_url": None,
    }


def notice() -> str:
    """What is said to whoever sends a request."""
    return _("Somebody looks at the place before it is taken up; the number tells how it stands.")


def stamp(moment: datetime) -> str:
    """A moment as the W3C writes it, in the office's zone."""
    return moment.astimezone(calendar.local_zone()).isoformat(timespec="seconds")


def _notes(one: Request) -> str:
    """How far it is; the desk's answers are for whoever told us and do not leave."""
    if one.state is State.MERGED:
        return _("The same problem as %(number)s.") % {"number": one.merged_into}
    return stage_sentence(rules.STAGES[one.state])
