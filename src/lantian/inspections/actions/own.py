"""The visit somebody is on, and what events call it."""

from uuid import UUID

from lantian.accounts.rules import Actor, NotAllowed, Verb, require
from lantian.dispatch import queries as dispatch
from lantian.inspections import models, permissions, rules


def own_visit(key: UUID, by: Actor) -> models.Visit:
    """A visit this person made; absent and somebody else's look alike to strangers."""
    require(Verb.VISIT, by)
    details = ("order__suspicion", "template", "source")
    visit = permissions.visible_visits(by).select_related(*details).get(key=key)
    if by.id != visit.officer_id and not dispatch.goes_now(visit.order, by):
        raise NotAllowed(Verb.VISIT, by, "the visit is somebody else's")
    return visit


def own_open_visit(key: UUID, by: Actor) -> models.Visit:
    visit = own_visit(key, by)
    if visit.state != models.Visit.State.OPEN:
        raise rules.VisitFiled(f"{visit.filed_at:%Y-%m-%d %H:%MZ}")
    return visit


def item_of(visit: models.Visit, item_id: int) -> models.Item:
    """An item of this visit's checklist; ItemUnknown for any other."""
    item = visit.template.items.filter(pk=item_id).first()
    if item is None:
        raise rules.ItemUnknown(item_id)
    return item


def about(visit: models.Visit) -> str:
    return f"inspections.visit:{visit.key}"


def suspicion_of(visit: models.Visit) -> str:
    return visit.order.suspicion.number if visit.order.suspicion else ""
