"""GeoReport v2: which kinds there are, which requests there are, and a request taken in."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from lantian.calendar import queries as calendar
from lantian.cases.rules import Contact
from lantian.console import refusals, words
from lantian.kernel import clock, references
from lantian.kernel.refusals import Refused
from lantian.public import entry
from lantian.public.open311 import asked, told
from lantian.public.open311.writing import Fault, answer, fault
from lantian.registry import queries as registry
from lantian.registry.models import Region
from lantian.residents import actions, models, queries, rules

View = Callable[..., HttpResponse]
UNREADABLE = (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, UnicodeError)


def spoken(*methods: str) -> Callable[[View], View]:
    """An address of the door: JSON or XML by its ending, every fault as the specification's list."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def enter(request: Any, suffix: str | None = None, **kwargs: Any) -> HttpResponse:
            request.now = clock.now()
            form = suffix or ("json" if "json" in request.headers.get("Accept", "") else "xml")
            with translation.override(entry.language(request)):
                try:
                    if request.method not in methods:
                        raise Fault(405, f"{request.method} is not understood here; {', '.join(methods)} is.")
                    _check_jurisdiction(request)
                    response = view(request, form, **kwargs)
                except Fault as wrong:
                    response = fault([wrong], suffix=form)
                except UNREADABLE as wrong:
                    response = fault([Fault(400, f"The request cannot be read: {wrong}")], suffix=form)
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return enter

    return decorate


@spoken("GET")
def discovery(request: Any, form: str) -> HttpResponse:
    """Where the door is and what it speaks."""
    return answer(told.discovery(request), root="discovery", item="", suffix=form)


@spoken("GET")
def services(request: Any, form: str) -> HttpResponse:
    """The kinds of problem that are taken."""
    found = [told.service(one) for one in queries.kinds(on=calendar.local_day(request.now))]
    return answer(found, root="services", item="service", suffix=form)


@spoken("GET")
def service(request: Any, form: str, code: str) -> HttpResponse:
    """One kind; it asks for nothing beyond what every request has."""
    if code not in _codes(request):
        raise Fault(404, f"service_code {code[:60]!r} was not found.")
    definition = {"service_code": code, "attributes": []}
    return answer(definition, root="service_definition", item="", suffix=form)


@spoken("GET", "POST")
def requests(request: Any, form: str) -> HttpResponse:
    """The requests that are asked for, or one taken in."""
    if request.method == "POST":
        return _take_in(request, form)
    wanted = asked.wanted(_given(request.GET), kinds=_codes(request), now=request.now)
    kinds = {one.code: words.name(one) for one in models.Kind.objects.order_by("valid_from")}
    found = [told.request(one, kinds=kinds) for one in queries.requests(wanted)]
    return answer(found, root="service_requests", item="request", suffix=form)


@spoken("GET")
def request_by_id(request: Any, form: str, number: str) -> HttpResponse:
    """One request, or several whose numbers stand side by side."""
    given = {"service_request_id": number}
    wanted = asked.wanted(given, kinds=frozenset(), now=request.now)
    kinds = {one.code: words.name(one) for one in models.Kind.objects.order_by("valid_from")}
    found = [told.request(one, kinds=kinds) for one in queries.requests(wanted)]
    if not found:
        raise Fault(404, f"service_request_id {number[:60]!r} was not found.")
    return answer(found, root="service_requests", item="request", suffix=form)


@spoken("GET")
def token(request: Any, form: str, token: str) -> HttpResponse:
    """The number of a request by the token it was taken in under."""
    try:
        found = queries.request_of(key=UUID(token))
    except (ValueError, models.Report.DoesNotExist) as absent:
        raise Fault(404, f"token {token[:60]!r} was not found.") from absent
    items = [{"service_request_id": found.number, "token": token}]
    return answer(items, root="service_requests", item="request", suffix=form)


@spoken("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
def nothing_here(request: Any, form: str, rest: str) -> HttpResponse:
    """No such address of the door."""
    raise Fault(404, f"{rest[:80]!r} is no resource of GeoReport v2.")


def _take_in(request: Any, form: str) -> HttpResponse:
    """Take a request in for a jurisdiction that shows its key; it goes the way of a resident's own report."""
    if len(request.FILES) > 0:
        raise Fault(400, "A file cannot be sent here; give its address as media_url.")
    given = _given(request.POST)
    jurisdiction = queries.jurisdiction_by_key(given.get("api_key", ""))
    if jurisdiction is None:
        raise Fault(403, "api_key is missing or not known; every jurisdiction has one of its own.")
    tale = _tale(given, request)
    key = references.new_key(request.now)
    who = f"open311:{jurisdiction.code}"[:64]
    try:
        actions.knock(what="tell", who=who, now=request.now)
        receipt = actions.tell(key=key, tale=tale, who=who, now=request.now, jurisdiction=jurisdiction)
    except rules.TooOften as refused:
        raise Fault(429, refusals.sentence(refused)) from refused
    except rules.KindUnknown as refused:
        raise Fault(404, f"service_code {tale.kind[:60]!r} was not found.") from refused
    except Refused as refused:
        raise Fault(400, refusals.sentence(refused)) from refused
    item = {"service_request_id": receipt.number, "service_notice": told.notice(), "account_id": None}
    return answer([item], root="service_requests", item="request", suffix=form, status=201)


def _tale(given: Mapping[str, str], request: Any) -> rules.Tale:
    if not given.get("service_code"):
        raise Fault(400, "service_code is missing.")
    lat, lon = asked.degrees(given, "lat", most=90), asked.degrees(given, "long", most=180)
    if (lat is None) != (lon is None):
        raise Fault(400, "A point needs both lat and long.")
    address = asked.text(given, "address_string", most=rules.LONGEST_ADDRESS)
    grid = ""
    if lat is None:
        grid = _area(address)
        if not grid:
            raise Fault(
                400,
                "Give lat and long, or an address_string that names an area of ours; address_id is not kept.",
            )
    contact = Contact(
        name=asked.text(given, "first_name", most=20) + asked.text(given, "last_name", most=20),
        phone=asked.text(given, "phone", most=40),
        words=asked.text(given, "email", most=200),
    )
    return rules.Tale(
        kind=given["service_code"].strip()[:60],
        words=asked.text(given, "description", most=rules.LONGEST_WORDS),
        address=address,
        lon=lon,
        lat=lat,
        grid_code=grid,
        contact=contact,
        media_url=asked.text(given, "media_url", most=300),
    )


def _area(address: str) -> str:
    """The area of ours that an address names; empty when it names none."""
    from_longest = sorted(registry.grids_by_name(), key=lambda one: -len(one[0]))
    return next((code for name, code in from_longest if name and name in address), "")


def _codes(request: Any) -> frozenset[str]:
    return frozenset(one.code for one in queries.kinds(on=calendar.local_day(request.now)))


def _given(sent: Any) -> dict[str, str]:
    """The last of each name; a mark that no database holds is taken out."""
    return {name: str(value).replace("\x00", "") for name, value in sent.items()}


def _check_jurisdiction(request: HttpRequest) -> None:
    """Our own code or none; another one is not found here."""
    asked_for = request.GET.get("jurisdiction_id") or (
        request.POST.get("jurisdiction_id") if request.method == "POST" else ""
    )
    if not asked_for:
        return
    ours = Region.objects.filter(is_ours=True).values_list("code", flat=True).first()
    if asked_for != ours:
        raise Fault(404, f"jurisdiction_id {asked_for[:60]!r} was not found; ours is {ours!r}.")
