"""Where a visit is planned: the form, what is left of the firm's year, visits that could be one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.console import going_words, words
from lantian.console.goings.forms import PlanVisit
from lantian.console.orders import budgeting
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import Order
from lantian.dispatch.rules import KindOfGoing, Terms
from lantian.registry.models import Source
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A visit near this one that could be made one with it."""

    number: str
    url: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """A kind of going as its row says."""

    name: str
    may_enter: str
    who: str
    papers: str
    cap: str
    arrival: str
    follows: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What the choice means: the firm's year, and the visits that are near."""

    sentence: str
    allowance: str
    is_at_cap: bool
    offers: tuple[Offer, ...]


def form_for(by: Actor, *, now: datetime, data: Any = None, given: Mapping[str, str]) -> PlanVisit:
    """The form with what is known filled in. Any: Django's QueryDict."""
    now_on = calendar.local_day(now)
    said = data if data is not None else given
    kind = _kind(said.get("kind"))
    places = list(_places(by, kind))
    source = next(
        (one for one in places if one.code == said.get("source_code")), places[0] if places else None
    )
    terms = dispatch.terms(kind, on=now_on)
    able = dispatch.officers(kind=kind, on=now_on, under=by.area_path)
    people = budgeting.labelled([(one.pk, _person(one)) for one in able], now=now)
    whats = [
        (one.code, words.name(one)) for one in dispatch.purposes_for(kind=kind, source=source, on=now_on)
    ]
    modes = [m for m in going_words.MODES.items() if m[0] == "announced" or terms.may_be_unannounced]
    initial = {
        "kind": kind,
        "mode": "announced",
        "source_code": source.code if source else "",
        "on": (now_on + timedelta(days=1)).isoformat(),
        "basis": terms.basis,
        **{name: given[name] for name in ("mode", "on", "what", "officer_id") if given.get(name)},
    }
    sources = [(one.code, f"{words.name(one)} · {words.name(one.answerable)}") for one in places]
    form = PlanVisit(data, initial=initial, sources=sources, whats=whats, people=people)
    form.fields["mode"].choices = modes
    form.fields["basis"].required, form.fields["plan"].required = terms.needs_basis, terms.needs_plan
    return form


def consequence(by: Actor, *, given: Mapping[str, str], today: date) -> Consequence:
    """What a choice of place, kind and day means."""
    kind = _kind(given.get("kind"))
    mode = given.get("mode") or "announced"
    on = _day(given.get("on")) or today + timedelta(days=1)
    terms = dispatch.terms(kind, on=today)
    places = _places(by, kind)
    source = places.filter(code=given["source_code"]).first() if given.get("source_code") else places.first()
    if source is None:
        return Consequence(sentence="", allowance="", is_at_cap=False, offers=())
    left = dispatch.allowance(source, kind=kind, on=on)
    near = dispatch.near_visits(by, source=source, kind=kind, mode=mode, on=on)
    return Consequence(
        sentence=_rules(terms, mode),
        allowance=allowance(left),
        is_at_cap=left.left == 0,
        offers=tuple(offer(one) for one in near),
    )


def allowance(left: dispatch.Allowance) -> str:
    """How many visits of the year a firm has had, and what remains."""
    if left.cap is None:
        return ""
    said = {"firm": left.firm, "year": left.year, "used": left.used, "cap": left.cap, "left": left.left}
    return _("%(firm)s, %(year)s: %(used)s of %(cap)s planned inspections used, %(left)s left.") % said


def offer(order: Order) -> Offer:
    """A visit that could be made one with another."""
    said = {
        "on": formats.day(order.planned_on) if order.planned_on else "",
        "officer": words.name(order.officer),
        "unit": words.name(order.officer.organisation),
    }
    return Offer(
        number=order.number,
        url=reverse("console:order", args=[order.number]),
        words=_("%(on)s, %(officer)s of %(unit)s") % said,
    )


def kinds(*, on: date) -> tuple[KindRow, ...]:
    """Every kind of going as it is in force on a day."""
    return tuple(_row(one) for one in dispatch.all_terms(on=on))


def _row(terms: Terms) -> KindRow:
    sep = _(", ")
    needs = [
        _("%d certificates") % terms.certificates_needed if terms.certificates_needed else "",
        _("basis") if terms.needs_basis else "",
        _("yearly plan") if terms.needs_plan else "",
    ]
    arrival = [
        _("code at the gate") if terms.needs_scan_in else "",
        _("within %d m") % terms.radius_m if terms.radius_m else "",
    ]
    return KindRow(
        name=words.word(words.KINDS_OF_GOING, terms.kind),
        may_enter=_("may enter") if terms.may_enter_firm else _("stays outside"),
        who=sep.join(words.word(words.ROLES, role) for role in terms.may_go),
        papers=sep.join(one for one in needs if one) or "—",
        cap=_("%d a year") % terms.yearly_cap if terms.yearly_cap is not None else "—",
        arrival=sep.join(one for one in arrival if one) or "—",
        follows=sep.join(words.word(going_words.FOLLOWS, one) for one in terms.what_may_follow),
        basis=terms.basis or "—",
    )


def _rules(terms: Terms, mode: str) -> str:
    said = words.word(words.GOING_RULES, terms.kind)
    if mode == "unannounced" and terms.may_be_unannounced:
        said += _(" Unannounced: the checked unit sees nothing of it before it has begun.")
    return said


def _kind(code: str | None) -> KindOfGoing:
    known = [kind.value for kind in KindOfGoing]
    return KindOfGoing(code) if code in known else KindOfGoing.STATUTORY_INSPECTION


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _person(person: Person) -> str:
    certificate = _(" · certificate holder") if person.certificate else ""
    return f"{words.name(person)} · {words.name(person.organisation)}{certificate}"


def _places(by: Actor, kind: KindOfGoing) -> QuerySet[Source]:
    """Where a kind of going may lead: a patrol also to roads and plots, which have no gate."""
    if kind is not KindOfGoing.PUBLIC_PATROL:
        return dispatch.places_with_codes(by)
    found = Source.objects.filter(grid__organisation__path__startswith=by.area_path)
    return found.select_related("grid", "answerable").order_by("kind", "code")


def source_of(code: str, by: Actor) -> Source:
    """A place a visit may go to; Source.DoesNotExist outside the area."""
    return _places(by, KindOfGoing.PUBLIC_PATROL).get(code=code)
