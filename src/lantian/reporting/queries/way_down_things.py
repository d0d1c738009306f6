"""Things that are counted: cases, orders, visits, suspicions, episodes; what happened to them, in order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from lantian.accounts.rules import Actor
from lantian.assessment import permissions as assessment
from lantian.assessment.models import Episode
from lantian.cases import permissions as cases
from lantian.cases.models import Case
from lantian.diagnosis import permissions as diagnosis
from lantian.diagnosis.models import Suspicion
from lantian.dispatch import permissions as dispatch
from lantian.dispatch.models import Order
from lantian.inspections import permissions as inspections
from lantian.inspections.models import Visit
from lantian.kernel.models import Event
from lantian.kernel.references import Address
from lantian.kernel.refusals import gettext_noop
from lantian.observations import queries as observations
from lantian.reporting.queries import naming, tree
from lantian.reporting.queries.counting import Item
from lantian.reporting.queries.tree import Fact, Name, Step, StepKind, Walk
from lantian.reporting.rules.facts import Named
from lantian.scoring import rules as scoring

CASE, ORDER, VISIT = gettext_noop("Case"), gettext_noop("Order"), gettext_noop("Visit")
SUSPICION, EPISODE = gettext_noop("Suspicion"), gettext_noop("Episode")
EVENT, RULE = gettext_noop("Event"), gettext_noop("Rule")
REASON, WHOSE = gettext_noop("Reason"), gettext_noop("Points of")
POINTED_HERE = gettext_noop("The number that pointed here")
ITEM = gettext_noop("Item")
WHAT = {
    "cases.case": CASE,
    "dispatch.order": ORDER,
    "inspections.visit": VISIT,
    "diagnosis.suspicion": SUSPICION,
    "assessment.episode": EPISODE,
}


def counted(items: Sequence[Item]) -> tuple[Step, ...]:
    """The items of a count: what each is called, the event that made it count, and its address."""
    names = naming.named({item.about for item in items})
    return tuple(_item(item, names.get(item.about)) for item in items)


def _item(item: Item, named: Named | None) -> Step:
    prefix, _, key = item.about.partition(":")
    return Step(
        kind=StepKind.ITEM,
        address=item.about,
        what=WHAT.get(prefix, ITEM),
        of=Name(zh=named.name["zh"], en=named.name["en"]) if named else Name(zh=key, en=key),
        at=item.at,
        text="" if item.points is None else scoring.signed(item.points),
        facts=(Fact(label=EVENT, text=item.event), *_reasons(item)),
        page=named.address if named else item.about,
    )


def _reasons(item: Item) -> Iterator[Fact]:
    """Of points: whose they are, the rule that gave them, and why."""
    entry = item.entry
    if entry is not None:
        yield Fact(label=RULE, text=entry.rule_en, zh=entry.rule_zh)
        yield Fact(label=REASON, text=entry.why_en, zh=entry.why_zh)
        yield Fact(label=WHOSE, text=entry.unit_en, zh=entry.unit_zh)


def case(address: Address, walk: Walk) -> Step:
    """A case: what happened to it, the visit it came from, the number that pointed to it."""
    found = Case.objects.all() if walk.by is None else cases.visible_cases(walk.by)
    one = found.select_related("finding__visit__order__suspicion").get(number=address.key)
    below = []
    if one.finding is not None:
        below.append(walk.below(f"inspections.visit:{one.finding.visit.key}", what=VISIT))
    reached = {step.address for step in below for step in tree.walk(step)}
    if one.reading_address and one.reading_address not in reached:
        below.append(walk.below(one.reading_address, what=POINTED_HERE))
    return _thing(address, CASE, one.title, below)


def order(address: Address, walk: Walk) -> Step:
    """An order: what happened to it, and the suspicion it answers."""
    found = Order.objects.all() if walk.by is None else dispatch.visible_orders(walk.by)
    one = found.select_related("suspicion").get(number=address.key)
    below = []
    if one.suspicion is not None:
        below.append(walk.below(f"diagnosis.suspicion:{one.suspicion.number}", what=SUSPICION))
    return _thing(address, ORDER, one.number, below)


def visit(address: Address, walk: Walk) -> Step:
    """A visit: what happened on it, and the order it carried out."""
    found = Visit.objects.all() if walk.by is None else inspections.visible_visits(walk.by)
    one = found.select_related("order").get(key=UUID(address.key))
    return _thing(
        address, VISIT, one.order.number, [walk.below(f"dispatch.order:{one.order.number}", what=ORDER)]
    )


def suspicion(address: Address, walk: Walk) -> Step:
    """A suspicion: what happened to it, and the episode it was made for."""
    found = Suspicion.objects.all() if walk.by is None else diagnosis.visible_suspicions(walk.by)
    one = found.select_related("episode").get(number=address.key)
    return _thing(
        address, SUSPICION, one.number, [walk.below(f"assessment.episode:{one.episode.number}", what=EPISODE)]
    )


def episode(address: Address, walk: Walk) -> Step:
    """An episode: its alarms, and the reading that raised the first of them."""
    found = Episode.objects.all() if walk.by is None else assessment.visible_episodes(walk.by)
    one = found.select_related("station").get(number=address.key)
    first = one.alarms.exclude(parameter="").order_by("begins_at", "pk").first()
    below = []
    if first is not None and first.parameter in observations.COLUMNS:
        reading = observations.address_of(
            station=one.station.code,
            parameter=first.parameter,
            begins_at=first.begins_at,
            as_of=first.position,
        )
        below.append(walk.below(str(reading), what=POINTED_HERE))
    return _thing(address, EPISODE, one.number, below)


def _thing(address: Address, what: str, title: str, below: list[Step]) -> Step:
    events = Event.objects.filter(about=f"{address.room}.{address.kind}:{address.key}").order_by("id")
    return Step(
        kind=StepKind.ITEM,
        address=str(address),
        what=what,
        of=Name(zh=title, en=title),
        facts=tuple(
            Fact(label=EVENT, text=f"{event.at:%Y-%m-%d %H:%M:%SZ} {event.name}") for event in events
        ),
        below=tuple(below),
    )


_VISIBLE: Mapping[str, tuple[Callable[[Actor], QuerySet], str]] = {  # type: ignore[type-arg]  # of five models
    "cases.case": (cases.visible_cases, "number"),
    "dispatch.order": (dispatch.visible_orders, "number"),
    "inspections.visit": (inspections.visible_visits, "key"),
    "diagnosis.suspicion": (diagnosis.visible_suspicions, "number"),
    "assessment.episode": (assessment.visible_episodes, "number"),
}


def visible_addresses(addresses: set[str], by: Actor) -> set[str]:
    """Those of some addresses that a person may see."""
    seen = set()
    for prefix, (visible, field) in _VISIBLE.items():
        keys = [address.partition(":")[2] for address in addresses if address.startswith(f"{prefix}:")]
        if keys:
            found = visible(by).filter(**{f"{field}__in": keys}).values_list(field, flat=True)
            seen |= {f"{prefix}:{key}" for key in found}
    return seen
