"""Random draws: the bases, the draws so far, and one draw with its proof."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.console import going_words, words
from lantian.dispatch import permissions, rules
from lantian.dispatch import queries as dispatch
from lantian.dispatch.models import Draw, DrawShare, Order
from lantian.dispatch.states import RUNNING
from lantian.registry.models import Source
from lantian.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place of the object base."""

    code: str
    name: str
    unit: str
    object_class: str
    class_name: str
    left_out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """A class with its share, and how many that draws."""

    code: str
    name: str
    share: str
    places: int
    wanted: int
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRow:
    """A draw in the list."""

    number: str
    url: str
    quarter: str
    at: str
    by: str
    picks: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickRow:
    """A place drawn; secret until its visit has begun for whoever may not see it."""

    place: str
    class_name: str
    people: str
    order: str
    order_url: str
    state: str
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BasesPage:
    """What lots are drawn from today."""

    sentence: str
    classes: tuple[ClassRow, ...]
    places: tuple[PlaceRow, ...]
    people: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPage:
    """One draw with its result and how to check it."""

    number: str
    sentence: str
    facts: tuple[str, ...]
    seed: str
    digest: str
    rows: tuple[PickRow, ...]
    secret: int
    left_out: tuple[tuple[str, str], ...]
    classes: tuple[ClassRow, ...]
    is_published: bool
    may_publish: bool


def bases(by: Actor, *, now: datetime) -> BasesPage:
    """The object base and the inspector base."""
    today = calendar.local_day(now)
    base = dispatch.base(by, on=today)
    named = {one.code: one for one in dispatch.places(by)}
    shares = dispatch.shares(on=today)
    classes = {row.code: words.name(row) for row in shares}
    rows = tuple(_place(one, named[one.code], classes) for one in base.objects)
    wanted = rules.wanted(base.shares, base.objects)
    people = tuple(
        (words.name(one), words.name(one.organisation), one.certificate)
        for one in dispatch.inspectors(by, on=today)
    )
    said = {"places": len(rows), "people": len(people), "number": sum(wanted.values())}
    return BasesPage(
        sentence=_(
            "%(places)s places and %(people)s certificate holders are in the lots; "
            "this quarter's shares draw %(number)s places."
        )
        % said,
        classes=tuple(_class(row, base.objects, wanted[row.code]) for row in shares),
        places=rows,
        people=people,
    )


def draws(by: Actor) -> list[DrawRow]:
    """The draws this person may see."""
    return [_row(one) for one in dispatch.draws(by)]


def detail(number: str, by: Actor) -> DrawPage:
    """One draw; Draw.DoesNotExist when absent or not for this person."""
    found = dispatch.draw(number, by)
    orders = {
        one.source.code: one
        for one in permissions.visible_orders(by)
        .filter(draw=found)
        .select_related("source", "visit__finding", "officer", "companion")
        if one.source
    }
    classes = _class_names(found)
    shown = [
        _pick(pick, orders[pick["code"]], classes) for pick in found.picks_json if pick["code"] in orders
    ]
    rows = tuple(shown)
    secret = len(found.picks_json) - len(rows)
    names = {row.code: words.name(row) for row in Source.objects.filter(code__in=_codes(found))}
    return DrawPage(
        number=found.number,
        sentence=_sentence(found, rows),
        facts=(found.quarter, formats.when(found.at), words.name(found.by), words.name(found.what)),
        seed=found.seed,
        digest=found.digest,
        rows=rows,
        secret=secret,
        left_out=tuple(
            (names.get(one["code"], one["code"]), words.word(going_words.LEFT_OUT, one["excluded"]))
            for one in found.objects_json
            if one["excluded"] and (by.may(Verb.DRAW) or one["excluded"] != dispatch.ON_THE_WAY)
        )
        if by.role in permissions.PLANNERS or found.published_at
        else (),
        classes=_classes_then(found, classes),
        is_published=found.published_at is not None,
        may_publish=_may_publish(found, by),
    )


def again(number: str, by: Actor) -> str:
    """The draw drawn once more, told in a sentence."""
    found = dispatch.draw(number, by)
    once_more = dispatch.drawn_again(found)
    said = {"number": number, "picks": len(once_more.picks), "digest": once_more.digest[:12]}
    if once_more.is_same:
        return _("Drawn again from the recorded lists, shares and seed: the same %(picks)s places "
                 "and pairs, digest %(digest)s… as recorded.") % said  # fmt: skip
    return _("Drawn again, %(number)s comes to something else (digest %(digest)s…): what is recorded was "
             "changed. Tell the administrator.") % said  # fmt: skip


def _may_publish(found: Draw, by: Actor) -> bool:
    waits = Order.objects.filter(draw=found, state__in=RUNNING).exists()
    return by.may(Verb.DRAW) and found.published_at is None and not waits


def _codes(found: Draw) -> list[str]:
    return [one["code"] for one in found.objects_json]


def _class_names(found: Draw) -> dict[str, str]:
    rows = DrawShare.objects.filter(code__in=list(found.shares_json)).order_by("version")
    return {row.code: words.name(row) for row in rows}


def _classes_then(found: Draw, names: dict[str, str]) -> tuple[ClassRow, ...]:
    """Shares as they were when the lots were drawn."""
    counted = [one["object_class"] for one in found.objects_json]
    picked = [one["object_class"] for one in found.picks_json]
    return tuple(
        ClassRow(
            code=code,
            name=names.get(code, code),
            share=_percent(share),
            places=counted.count(code),
            wanted=picked.count(code),
            origin="",
        )
        for code, share in found.shares_json.items()
    )


def _percent(share: str) -> str:
    top, _slash, bottom = share.partition("/")
    return f"{100 * int(top) / int(bottom or 1):g} %"


def _class(row: DrawShare, objects: tuple[rules.Object, ...], wanted: int) -> ClassRow:
    return ClassRow(
        code=row.code,
        name=words.name(row),
        share=f"{row.share * 100:.0f} %",
        places=sum(one.object_class == row.code for one in objects),
        wanted=wanted,
        origin=words.origin(row.origin),
    )


def _place(one: rules.Object, source: Source, classes: dict[str, str]) -> PlaceRow:
    return PlaceRow(
        code=one.code,
        name=words.name(source),
        unit=words.name(source.answerable),
        object_class=one.object_class,
        class_name=classes.get(one.object_class, one.object_class),
        left_out=words.word(going_words.LEFT_OUT, one.excluded) if one.excluded else "",
    )


def _row(found: Draw) -> DrawRow:
    return DrawRow(
        number=found.number,
        url=reverse("console:draw", args=[found.number]),
        quarter=found.quarter,
        at=formats.when(found.at),
        by=words.name(found.by),
        picks=len(found.picks_json),
        state=_("result published") if found.published_at else _("list secret until the visits"),
    )


def _pick(pick: dict[str, object], order: Order, classes: dict[str, str]) -> PickRow:
    people = [one for one in (order.officer, order.companion) if one]
    finding = getattr(getattr(order, "visit", None), "finding", None)
    return PickRow(
        place=words.name(order.source),
        class_name=classes.get(str(pick["object_class"]), ""),
        people="、".join(words.name(one) for one in people),
        order=order.number,
        order_url=reverse("console:order", args=[order.number]),
        state=words.word(words.ORDER_STATES, order.state),
        finding=words.word(words.FINDINGS, finding.result) if finding else "—",
    )


def _sentence(found: Draw, rows: tuple[PickRow, ...]) -> str:
    number = len(found.picks_json)
    said = ngettext("%(n)d place drawn in %(quarter)s", "%(n)d places drawn in %(quarter)s", number) % {
        "n": number,
        "quarter": found.quarter,
    }
    if found.published_at:
        return said + _("; the result is published.")
    return said + _("; each stays secret until its visit has begun.")
