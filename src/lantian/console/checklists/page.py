"""The values of the checklist pages."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.console import history, words
from lantian.console.checklists import wording
from lantian.dispatch.models import Purpose
from lantian.inspections import queries, rules
from lantian.inspections.models import Stage, Template
from lantian.inspections.queries import Version
from lantian.kernel.models import Event
from lantian.ui import formats
from lantian.ui.parts import KeyValue, TimelineRow

CURRENT = ("draft", "planned", "in_force")
MOST_LINES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One version in the list."""

    name: str
    url: str
    version: int
    standing: str
    is_open: bool
    dates: str
    kinds: str
    items: int
    visits: int
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Every checklist."""

    sentence: str
    current: tuple[Row, ...]
    past: tuple[Row, ...]
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item of a checklist."""

    number: int
    code: str
    section: str
    text: str
    help: str
    weight: int
    is_red_line: bool
    photo: str
    stages: str
    condition: str
    category: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What every page of one checklist says of it."""

    title: str
    url: str
    standing: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One version."""

    head: Head
    facts: tuple[str, ...]
    warnings: tuple[str, ...]
    lines: tuple[Line, ...]
    total: int
    known: tuple[KeyValue, ...]
    timeline: tuple[TimelineRow, ...]
    others: tuple[Row, ...]
    number: int
    is_draft: bool
    may_write: bool
    may_draft: bool
    may_withdraw: bool


def text(question: rules.Question) -> str:
    """An item in the reader's language."""
    return question.text_zh if words.is_chinese() else question.text_en


def every(by: Actor, *, now: datetime) -> Lists:
    """Every checklist, what holds first."""
    rows = [(one.standing, _row(one)) for one in queries.versions(by, on=calendar.local_day(now))]
    current = tuple(row for standing in CURRENT for stands, row in rows if stands == standing)
    past = tuple(row for stands, row in rows if stands not in CURRENT)
    counts = {
        standing: sum(stands == standing for stands, _row_of in rows) for standing in ("in_force", "draft")
    }
    said = _("Checklists in force: %(in_force)d; drafts: %(draft)d.") % counts
    return Lists(sentence=said, current=current, past=past, may_write=by.may(Verb.WRITE_TEMPLATE))


def head(number: int, by: Actor, *, now: datetime) -> Head:
    """The head of one version; Template.DoesNotExist when absent or not for this person."""
    return _head(queries.version(number, by, on=calendar.local_day(now)), now=now)


def one(number: int, by: Actor, *, now: datetime) -> Page:
    """One version; Template.DoesNotExist when absent or not for this person."""
    today = calendar.local_day(now)
    found = queries.version(number, by, on=today)
    template = found.template
    questions = queries.written(template)
    is_own = template.owner is not None and template.owner.path.startswith(by.area_path)
    may_write = by.may(Verb.WRITE_TEMPLATE)
    versions = queries.versions(by, on=today, code=template.code)
    return Page(
        head=_head(found, now=now),
        facts=_facts(found),
        warnings=tuple(_warning(one) for one in queries.burdens(template, on=today) if one.is_over),
        lines=tuple(_lines(template, questions)),
        total=sum(question.weight for question in questions),
        known=tuple(_known(template)),
        timeline=tuple(history.rows(_events(template))),
        others=tuple(_row(other) for other in versions if other.template.pk != number),
        number=number,
        is_draft=found.standing == "draft" and may_write and is_own,
        may_write=may_write,
        may_draft=may_write and not any(other.standing == "draft" for other in versions),
        may_withdraw=may_write and is_own and found.standing in {"in_force", "planned"},
    )


def _head(found: Version, *, now: datetime) -> Head:
    template = found.template
    standing = words.word(wording.STANDINGS, found.standing)
    burdens = queries.burdens(template, on=calendar.local_day(now))
    longest = max(burdens, key=lambda one: one.seconds, default=None)
    said = {
        "name": words.name(template),
        "version": template.version,
        "standing": standing,
        "items": longest.items if longest else 0,
        "time": _time(longest.seconds if longest else 0),
    }
    return Head(
        title=_("%(name)s, version %(version)d") % said,
        url=reverse("console:template", args=[template.pk]),
        standing=standing,
        sentence=_("%(name)s, version %(version)d: at most %(items)d items, about %(time)s.") % said,
    )


def _time(seconds: int) -> str:
    if seconds < 90:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def _warning(burden: rules.Burden) -> str:
    said = {
        "kind": words.word(words.KINDS_OF_GOING, burden.kind) or _("A site's own sheet"),
        "items": burden.items,
        "most_items": burden.most_items,
        "time": _time(burden.seconds),
        "most_time": _time(burden.most_seconds),
    }
    return (
        _(
            "%(kind)s: %(items)d items and about %(time)s; the budget is %(most_items)d items and "
            "%(most_time)s. Leave something out, or let it be asked in fewer stages."
        )
        % said
    )


def _row(found: Version) -> Row:
    template = found.template
    return Row(
        name=words.name(template),
        url=reverse("console:template", args=[template.pk]),
        version=template.version,
        standing=words.word(wording.STANDINGS, found.standing),
        is_open=found.standing in {"draft", "planned"},
        dates=_dates(template),
        kinds=_kinds(template),
        items=template.items.count(),
        visits=found.visits,
        origin=words.origin(template.origin),
    )


def _dates(template: Template) -> str:
    if template.valid_from is None:
        return "—"
    since = formats.day(template.valid_from)
    if template.valid_to is None:
        return _("from %(since)s") % {"since": since}
    return _("%(first)s to %(last)s") % {"first": since, "last": formats.day(template.valid_to)}


def _kinds(template: Template) -> str:
    kinds = [words.word(words.KINDS_OF_GOING, kind) for kind in template.kinds_of_going]
    return _(", ").join(kinds) or _("A site's own sheet")


def _facts(found: Version) -> tuple[str, ...]:
    visits = ngettext("%(n)d visit", "%(n)d visits", found.visits) % {"n": found.visits}
    owner = words.name(found.template.owner) if found.template.owner else _("ships with the house")
    return tuple(fact for fact in (_dates(found.template), owner, visits) if fact != "—")


def _lines(template: Template, questions: list[rules.Question]) -> list[Line]:
    numbers = {question.code: place for place, question in enumerate(questions, start=1)}
    stages = {stage.code: words.name(stage) for stage in Stage.objects.all()}
    chinese = words.is_chinese()
    return [
        Line(
            number=numbers[one.code],
            code=one.code,
            section=one.section_zh if chinese else one.section_en,
            text=text(one),
            help=one.help_zh if chinese else one.help_en,
            weight=one.weight,
            is_red_line=one.is_red_line,
            photo=words.word(wording.PHOTOS, one.photo),
            stages=_(", ").join(stages.get(stage, stage) for stage in one.stages),
            condition=_condition(one, numbers),
            category=words.category(one.category),
            url=reverse("console:template-item", args=[template.pk, one.code]),
        )
        for one in questions
    ]


def _condition(question: rules.Question, numbers: dict[str, int]) -> str:
    if not question.asked_if:
        return ""
    answers = _(" or ").join(words.word(words.ANSWERS, value) for value in question.asked_if_values)
    return _("asked when item %(number)d is: %(answers)s") % {
        "number": numbers.get(question.asked_if, 0),
        "answers": answers,
    }


def _known(template: Template) -> list[KeyValue]:
    places = _(", ").join(words.word(words.SOURCE_KINDS, kind) for kind in template.source_kinds)
    asked = Purpose.objects.filter(code__in=template.purposes)
    purposes = _(", ").join(words.name(one) for one in asked)
    facts = [
        KeyValue(key=_("Kinds of going"), value=_kinds(template)),
        KeyValue(key=_("Kinds of place"), value=places or _("every kind")),
        KeyValue(key=_("What orders ask for"), value=purposes or _("anything")),
        KeyValue(key=_("Part of the day"), value=words.word(wording.PARTS_OF_DAY, template.part_of_day)),
        KeyValue(key=_("“Mostly met” is worth"), value=f"{template.partial_factor:f}"),
        KeyValue(key=_("Where the items come from"), value=words.origin(template.origin)),
    ]
    if template.based_on:
        said = {"name": words.name(template.based_on), "version": template.based_on.version}
        facts.append(KeyValue(key=_("Made from"), value=_("%(name)s, version %(version)d") % said))
    if template.withdrawn_reason:
        facts.append(KeyValue(key=_("Withdrawn because"), value=template.withdrawn_reason))
    return facts


def _events(template: Template) -> list[Event]:
    told = Event.objects.filter(about=f"inspections.template:{template}").order_by("-at", "-id")
    return list(told[:MOST_LINES])[::-1]
