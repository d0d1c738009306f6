"""What every page shows around its content: the office, the hour, the navigation, the demo's helps."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Verb
from lantian.console import counts, words
from lantian.console.sign_in import posts
from lantian.console.tour import steps
from lantian.registry import queries as registry
from lantian.registry.models import Region
from lantian.ui.parts import NavGroup, NavItem

Page = tuple[str, str, Verb, str]
STALE = timedelta(hours=2)


def context(request: HttpRequest) -> dict[str, object]:
    """Values of the page's frame; what is costly is asked for only when a page prints it."""
    actor: Actor | None = getattr(request, "actor", None)
    now: datetime | None = getattr(request, "now", None)
    frame: dict[str, object] = {
        "theme": "dark" if request.COOKIES.get("lantian_theme") == "dark" else "light",
        "is_demo": settings.LANTIAN_DEMO,
        "home_url": reverse("console:home"),
        **(_provenance() if settings.LANTIAN_DEMO else {}),
    }
    if settings.LANTIAN_DEMO:
        frame["role_url"] = reverse("console:switch")
    if actor is None or now is None:
        return frame
    frame |= {
        "now": now,
        "actor": actor,
        "place": SimpleLazyObject(_place),
        "data_hour": SimpleLazyObject(counts.data_hour),
        "nav": SimpleLazyObject(lambda: _nav(request, actor)),
        "role_label": words.name(actor),
        "sign_out_url": reverse("console:sign-out"),
    }
    if settings.LANTIAN_DEMO:
        frame |= {
            "roles": SimpleLazyObject(lambda: posts.nearby(actor)),
            "posts_url": reverse("console:posts"),
            "tour_url": reverse("console:tour"),
            "tour": SimpleLazyObject(lambda: steps.shown(request)),
        }
    return frame


def _provenance() -> dict[str, object]:
    return {
        "real_facts": _(
            "hourly readings and wind of past years (Multi-Site Air Quality, Chen 2017, UCI, "
            "DOI 10.24432/C5RK5G, CC BY 4.0) and city hours of the national real-time feed "
            "(2019-12 to 2020-06), both moved by whole weeks, so their seasons may not match; "
            "AQI tables, levels and colours; standards and their clauses"
        ),
        "made_facts": _(
            "district, units, posts, sources and their plumes, micro-stations, cases, photos; "
            "device packets are replayed"
        ),
    }


def _place() -> str:
    try:
        region = registry.our_district()
    except Region.DoesNotExist:
        return ""
    office = accounts.office_under(region.organisation.path) if region.organisation else None
    return words.name(office or region)


def _nav(request: HttpRequest, actor: Actor) -> list[NavGroup]:
    """The pages open to this role, each with what waits there."""
    groups = [
        (_("Every day"), _daily()),
        (_("The loop"), _loop(actor)),
        (_("Judgement"), _judgement(actor)),
        (_("Data"), _data(actor)),
    ]
    here = request.path
    shown = []
    for title, pages in groups:
        items = tuple(
            NavItem(label=label, url=url, count=count, is_active=here.startswith(url))
            for label, url, verb, count in pages
            if actor.may(verb)
        )
        if items:
            shown.append(NavGroup(title=title, items=items))
    return shown


def _page(label: str, name: str, verb: Verb, count: Callable[[], int] | None = None) -> Page:
    number = count() if count else 0
    return label, reverse(f"console:{name}"), verb, str(number) if number else ""


def _daily() -> list[Page]:
    return [
        _page(_("Today's situation"), "situation", Verb.SEE_DESK),
        _page(_("Briefings"), "briefings", Verb.SEE_BRIEFINGS),
    ]


def _loop(actor: Actor) -> list[Page]:
    return [
        _page(_("Orders"), "orders", Verb.SEE_DESK, lambda: counts.open_orders(actor)),
        _page(_("Random draw"), "draws", Verb.SEE_DESK),
        _page(_("Coverage"), "coverage", Verb.SEE_COVERAGE),
        _page(pgettext("page", "Burden"), "burden", Verb.SEE_DESK),
        _page(_("Cases"), "cases", Verb.SEE_CASES, lambda: counts.open_cases(actor)),
        _page(_("Residents' reports"), "residents", Verb.FILE, lambda: counts.waiting_residents(actor)),
        _page(_("Sites"), "sites", Verb.SEE_SITES),
        _page(_("Plants"), "plants", Verb.SEE_SITES),
        _page(_("Checklists"), "templates", Verb.SEE_DESK),
        _page(_("Ladder"), "ladder", Verb.TAKE_RUNG),
        _page(_("Inspection ledger"), "ledger", Verb.SEE_CASES),
        _page(_("Sweeps"), "sweeps", Verb.SEE_CASES),
        _page(_("Enforcement"), "enforcements", Verb.SEE_CASES),
        _page(_("Hints about photos"), "hints", Verb.JUDGE_HINT),
        _page(_("Campaign board"), "board", Verb.SEE_DESK),
    ]


def _judgement(actor: Actor) -> list[Page]:
    return [
        _page(_("Tracing"), "suspicions", Verb.SEE_SUSPICIONS, lambda: counts.open_suspicions(actor)),
        _page(_("Stations"), "stations", Verb.SEE_DESK),
        _page(_("Places"), "places", Verb.SEE_DESK),
        _page(_("Ranking"), "ranking", Verb.SEE_DESK),
        _page(_("What it takes"), "prospects-ours", Verb.SEE_DESK),
        _page(_("Compare"), "compare", Verb.SEE_DESK),
    ]


def _data(actor: Actor) -> list[Page]:
    return [
        _page(_("Where numbers come from"), "explain", Verb.EXPLAIN),
        _page(_("Published figures"), "official", Verb.SEE_DESK),
        _page(_("Data quality"), "quality", Verb.SEE_DESK, lambda: counts.open_flags(actor)),
        _page(_("Changes"), "changes", Verb.SEE_DESK),
        (_("Take numbers out"), reverse("api:exports"), Verb.SEE_DESK, ""),
        _page(_("Quarantine and running"), "quarantine", Verb.SEE_QUARANTINE),
        _page(_("People"), "people", Verb.ADMINISTER),
        _page(_("Sites and plants with duties"), "site-register", Verb.ADMINISTER),
    ]
