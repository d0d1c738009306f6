"""The list of orders: who was sent where, because of what, and what came of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor, Verb
from lantian.assessment.permissions import visible_stations
from lantian.cases.permissions import visible_cases
from lantian.console import air, words
from lantian.console.orders import forms, page, went
from lantian.console.orders.went import CaseLink
from lantian.diagnosis.permissions import visible_suspicions
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import Order
from lantian.dispatch.states import RUNNING, State

TABS: dict[str, tuple[str, ...]] = {
    "running": tuple(RUNNING),
    "done": (State.DONE,),
    "withdrawn": (State.WITHDRAWN,),
}
SHOWN_AT_ONCE = 100
SHOWN_OF_A_FINDING = ("suspicion__episode__station", "visit__finding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What an order came of, with a way there for those who may see it."""

    words: str
    url: str = ""
    note: str = ""
    note_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One order in the list."""

    order: page.Row
    issued: str
    cause: Cause
    finding: str
    case: CaseLink | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderList:
    """The list of one tab."""

    sentence: str
    tab: str
    rows: tuple[Row, ...]
    is_cut: bool
    filter: forms.Filter
    is_narrowed: bool
    kept: str


def listing(by: Actor, *, tab: str, given: Mapping[str, Any], now: datetime) -> OrderList:  # Any: a QueryDict
    """The orders of a tab, the newest first."""
    states = TABS[tab]
    everybody = dispatch.orders(by, states=states)
    narrowed = forms.Filter(given, officers=_officers(everybody))
    said = narrowed.wanted
    wanted = _narrowed(everybody, said).select_related(*dispatch.DETAILS, *SHOWN_OF_A_FINDING)
    found = list(wanted[: SHOWN_AT_ONCE + 1])
    shown = found[:SHOWN_AT_ONCE]
    cases = went.cases_of([order.number for order in shown], by)
    causes = _causes(shown, by)
    rows = tuple(
        _row(order, cause=causes[order.pk], case=cases.get(order.number), now=now) for order in shown
    )
    return OrderList(
        sentence=_sentence(rows, tab=tab, is_cut=len(found) > len(shown), is_narrowed=bool(said)),
        tab=tab,
        rows=rows,
        is_cut=len(found) > len(shown),
        filter=narrowed,
        is_narrowed=bool(said),
        kept=f"&{urlencode(said)}" if said else "",
    )


def _officers(orders: QuerySet[Order]) -> list[tuple[str, str]]:
    """Everybody who was sent on some orders, by user name."""
    names = ("officer__username", "officer__name_zh", "officer__name_en")
    told = orders.order_by(*names).values_list(*names).distinct()
    return [(username, zh if words.is_chinese() else en) for username, zh, en in told]


def _narrowed(orders: QuerySet[Order], said: Mapping[str, str]) -> QuerySet[Order]:
    found = orders
    if officer := said.get("officer"):
        found = found.filter(officer__username=officer)
    if finding := said.get("finding"):
        has = (
            Q(visit__finding__result=finding) if finding != forms.NOT_YET else Q(visit__finding__isnull=True)
        )
        found = found.filter(has)
    if cause := said.get("cause"):
        found = found.filter(GROUNDS[cause])
    return found


GROUNDS = {
    "alarm": Q(suspicion__isnull=False),
    "case": ~Q(case_ref=""),
    "none": Q(suspicion__isnull=True, case_ref=""),
}


def _row(order: Order, *, cause: Cause, case: CaseLink | None, now: datetime) -> Row:
    return Row(
        order=page.row(order, now=now),
        issued=page.issued(order),
        cause=cause,
        finding=went.told(order).finding,
        case=case,
    )


def _sentence(rows: Collection[Row], *, tab: str, is_cut: bool, is_narrowed: bool) -> str:
    number, late = len(rows), sum(row.order.is_late for row in rows)
    if is_cut:
        return _("More than %d orders; the newest are shown.") % number
    if tab != "running" or is_narrowed:
        return ngettext("%d order.", "%d orders.", number) % number
    if not rows:
        return _("Nobody is on the way.")
    said = ngettext("%d order is out", "%d orders are out", number) % number
    return said + (_(", %(late)d overdue.") % {"late": late} if late else _(", all in time."))


def _causes(orders: Collection[Order], by: Actor) -> dict[int, Cause]:
    """What each order came of; links only where this person may go."""
    suspected = [order.suspicion for order in orders if order.suspicion]
    stations = visible_stations(by).filter(pk__in={one.episode.station_id for one in suspected})
    seen_stations = set(stations.values_list("pk", flat=True))
    seen_suspicions: set[int] = set()
    if by.may(Verb.SEE_SUSPICIONS):
        asked = visible_suspicions(by).filter(pk__in=[one.pk for one in suspected])
        seen_suspicions = set(asked.values_list("pk", flat=True))
    about = [order.case_ref for order in orders if order.case_ref]
    seen_cases = set(visible_cases(by).filter(number__in=about).values_list("number", flat=True))
    return {
        order.pk: _cause(order, stations=seen_stations, suspicions=seen_suspicions, cases=seen_cases)
        for order in orders
    }


def _cause(order: Order, *, stations: set[int], suspicions: set[int], cases: set[str]) -> Cause:
    if order.suspicion and order.suspicion.episode.station_id in stations:
        episode, is_seen = order.suspicion.episode, order.suspicion_id in suspicions
        return Cause(
            words=_("Alarm at %(station)s") % {"station": words.name(episode.station)},
            url=air.episode_url(episode.station.code, episode.number),
            note=order.suspicion.number if is_seen else "",
            note_url=reverse("console:suspicion", args=[order.suspicion.number]) if is_seen else "",
        )
    if order.suspicion:
        return Cause(words=_("An alarm outside your area"))
    if order.case_ref:
        url = reverse("console:case", args=[order.case_ref]) if order.case_ref in cases else ""
        return Cause(words=_("Recheck of %(case)s") % {"case": order.case_ref}, url=url)
    return Cause(words=_("No alarm: a patrol"))
