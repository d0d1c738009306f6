"""Questions about checklists: which one a visit takes, and how each version stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.dispatch.models import Order
from lantian.inspections import models, permissions, rules

PUBLISHED = models.Template.State.PUBLISHED
MEASURED_VISITS = 100  # the newest with a checklist, by which its pace is measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a checklist and how it stands in a person's area on a day."""

    template: models.Template
    standing: str
    visits: int


def template_for(order: Order, *, now: datetime) -> models.Template:
    """The checklist for an order at this moment; NoTemplate when none is in force."""
    local = now.astimezone(calendar.local_zone())
    fitting = [one for one in in_force(order.grid.organisation.path, on=local.date()) if _suits(one, order)]
    best = rules.best_template([_fitting(one) for one in fitting], is_night=rules.is_night(local.time()))
    if best is None:
        raise rules.NoTemplate(order.kind)
    return next(template for template in fitting if template.pk == best)


def template_held(order: Order, template_id: int, *, now: datetime) -> models.Template:
    """The version a phone holds for an order, if it was in force at some time since the order was given.

    What was answered without signal stays with the questions it answered; TemplateUnfit for any other list.
    """
    first, last = calendar.local_day(order.issued_at), calendar.local_day(now)
    held = (
        models.Template.objects.exclude(state=models.Template.State.DRAFT)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first), valid_from__lte=last, pk=template_id)
        .select_related("owner")
        .first()
    )
    path = order.grid.organisation.path
    if held is None or not _suits(held, order) or not _is_for(held, path):
        raise rules.TemplateUnfit()
    return held


def in_force(path: str, *, on: date) -> list[models.Template]:
    """The checklists of a unit on a day, one version of each: an area's own before the house's."""
    chosen: dict[str, models.Template] = {}
    for template in _current(on).select_related("owner").order_by("code", "version"):
        before = chosen.get(template.code)
        if _is_for(template, path) and (before is None or _reach(template) >= _reach(before)):
            chosen[template.code] = template
    return list(chosen.values())


def questions(
    items: Iterable[models.Item], *, values: dict[int, str], with_photo: set[int]
) -> list[rules.Answered]:
    """Items as the rules see them."""
    return [
        rules.Answered(
            code=item.code,
            text=item.text_zh,
            category=item.category,
            weight=item.weight,
            photo=item.photo,
            is_red_line=item.is_red_line,
            stages=tuple(item.stages),
            asked_if=item.asked_if,
            asked_if_values=tuple(item.asked_if_values),
            value=values.get(item.pk),
            has_photo=item.pk in with_photo,
        )
        for item in items
    ]


def written(template: models.Template) -> list[rules.Question]:
    """The items of a checklist as their author wrote them."""
    return [
        rules.Question(
            code=item.code,
            section_zh=item.section_zh,
            section_en=item.section_en,
            text_zh=item.text_zh,
            text_en=item.text_en,
            help_zh=item.help_zh,
            help_en=item.help_en,
            category=item.category,
            weight=item.weight,
            is_red_line=item.is_red_line,
            photo=item.photo,
            stages=tuple(item.stages),
            asked_if=item.asked_if,
            asked_if_values=tuple(item.asked_if_values),
        )
        for item in template.items.all()
    ]


def versions(by: Actor, *, on: date, code: str = "") -> list[Version]:
    """Every version a person may see, each list's newest first."""
    found = permissions.visible_templates(by).annotate(used=Count("visit"))
    if code:
        found = found.filter(code=code)
    here = {one.pk for one in in_force(by.area_path, on=on)}
    return [
        Version(template=one, standing=_standing(one, on=on, is_used=one.pk in here), visits=one.used)
        for one in found.order_by("code", "-version")
    ]


def version(template_id: int, by: Actor, *, on: date) -> Version:
    """One version; Template.DoesNotExist when absent or not for this person."""
    template = permissions.visible_templates(by).select_related("made_by", "based_on").get(pk=template_id)
    is_used = any(one.pk == template.pk for one in in_force(by.area_path, on=on))
    visits = models.Visit.objects.filter(template=template).count()
    return Version(template=template, standing=_standing(template, on=on, is_used=is_used), visits=visits)


def burdens(template: models.Template, *, on: date) -> list[rules.Burden]:
    """What the form asks on each kind of going it is for, beside the budget of that kind."""
    questions = written(template)
    stages = list(models.Stage.objects.values_list("code", flat=True))
    pace, budgets = _pace(template.code), _budgets(on)
    return [
        rules.burden(questions, stages=stages, pace=pace, kind=kind, budget=budget)
        for kind in template.kinds_of_going or [""]
        if (budget := budgets.get(kind) or budgets.get(""))
    ]


def over_budget(codes: Iterable[str], by: Actor, *, on: date) -> dict[str, rules.Burden]:
    """Of some checklists, those in force that ask more than the budget of a kind of going, by code.

    Their length alone counts here, by the budget's own pace, so that no list needs a statement of its own.
    """
    wanted, budgets = set(codes), _budgets(on)
    stages = list(models.Stage.objects.values_list("code", flat=True))
    lists = [one for one in in_force(by.area_path, on=on) if one.code in wanted]
    prefetch_related_objects(lists, "items")
    found: dict[str, rules.Burden] = {}
    for template in lists:
        questions = written(template)
        for kind in template.kinds_of_going or [""]:
            budget = budgets.get(kind) or budgets.get("")
            if budget is None or template.code in found:
                continue
            asked = rules.burden(questions, stages=stages, pace=None, kind=kind, budget=budget)
            if asked.is_over:
                found[template.code] = asked
    return found


def _budgets(on: date) -> dict[str, rules.Budget]:
    ends = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return {
        row.kind: rules.Budget(
            most_items=row.most_items,
            most_seconds=row.most_seconds,
            seconds_an_item=row.seconds_an_item,
            seconds_a_photo=row.seconds_a_photo,
        )
        for row in models.FormBudget.objects.filter(ends, valid_from__lte=on).order_by("valid_from")
    }


def _pace(code: str) -> Decimal | None:
    """Seconds an answer took on the newest visits with a checklist; None before enough were measured."""
    newest = models.Visit.objects.filter(template__code=code, state=models.Visit.State.FILED)
    keys = list(newest.order_by("-filed_at").values_list("pk", flat=True)[:MEASURED_VISITS])
    answers = models.Answer.objects.filter(visit_id__in=keys).order_by("visit_id", "answered_at")
    given = list(answers.values_list("visit_id", "answered_at"))
    pairs = zip(given, given[1:], strict=False)
    return rules.pace_of([(b[1] - a[1]).total_seconds() for a, b in pairs if a[0] == b[0]])


def _standing(template: models.Template, *, on: date, is_used: bool) -> str:
    if template.state != PUBLISHED:
        return str(template.state)
    if template.valid_from and template.valid_from > on:
        return "planned"
    if template.valid_to and template.valid_to < on:
        return "ended"
    return "in_force" if is_used else "replaced"


def _current(on: date) -> QuerySet[models.Template]:
    ends = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return models.Template.objects.filter(ends, state=PUBLISHED, valid_from__lte=on)


def _is_for(template: models.Template, path: str) -> bool:
    return template.owner is None or path.startswith(template.owner.path)


def _reach(template: models.Template) -> int:
    return len(template.owner.path) if template.owner else 0


def _suits(template: models.Template, order: Order) -> bool:
    kind = order.source.kind if order.source else None
    is_place = not template.source_kinds or kind is None or kind in template.source_kinds
    is_purpose = not template.purposes or order.what.code in template.purposes
    return order.kind in template.kinds_of_going and is_place and is_purpose


def _fitting(template: models.Template) -> rules.Fitting:
    return rules.Fitting(
        id=template.pk,
        part_of_day=template.part_of_day,
        names_purpose=bool(template.purposes),
        names_source=bool(template.source_kinds),
    )
