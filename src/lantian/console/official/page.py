"""The pages of lists from above: what is there, figures beside ours, and days that are left out."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.assessment.models import ImportedList
from lantian.assessment.queries import listed, reconciling
from lantian.assessment.queries.listed import ListedDay
from lantian.assessment.queries.reconciling import Reconciled, Reconciliation, Why
from lantian.console import air, files, words
from lantian.console.official import wording
from lantian.ui import formats
from lantian.ui.parts import Download

OFFICIAL = ImportedList.Kind.OFFICIAL
RANKS = {Why.UNEXPLAINED: 0, Why.NO_VALUE: 1, Why.TOO_FEW_DAYS: 1, Why.EQUAL: 3}
EXPLAINED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One list, as the table of lists prints it."""

    title: str
    url: str
    kind: str
    authority: str
    about: str
    rows: int
    by: str
    at: str
    is_withdrawn: bool
    withdrawn: str
    is_made: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The page of every list."""

    sentence: str
    rows: tuple[ListRow, ...]
    hand_in_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed figure beside ours."""

    name: str
    printed_as: str
    figure: str
    official: str
    ours: str
    url: str
    difference: str
    why: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines that end alike; what is equal is folded away."""

    title: str
    is_folded: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """One day of a list and what it takes out."""

    name: str
    day: str
    kind: str
    row: int
    is_there: bool
    taken: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """The page of one list; an official one has groups, one of exceptional days has days."""

    head: ListRow
    sentence: str
    facts: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    days: tuple[DayLine, ...]
    withdraw_url: str
    files: tuple[Download, ...]


def every(by: Actor) -> Lists:
    """Every list that was handed in."""
    rows = tuple(_row(one) for one in listed.imported_lists())
    counted = sum(not row.is_withdrawn for row in rows)
    said = {"counted": counted, "all": len(rows)}
    sentence = _("%(all)d lists from above; %(counted)d of them count, the others are withdrawn.") % said
    if not rows:
        sentence = _("No list from above was handed in yet.")
    elif counted == len(rows):
        sentence = _("Lists from above: %(all)d, all of them count.") % said
    may = by.may(Verb.IMPORT_LIST)
    return Lists(sentence=sentence, rows=rows, hand_in_url=reverse("console:official-hand-in") if may else "")


def one(number: int, by: Actor) -> ListPage:
    """One list; ImportedList.DoesNotExist where there is none."""
    found = listed.imported_lists().get(pk=number)
    return _of_figures(found, by) if found.kind == OFFICIAL else _of_days(found, by)


def table(number: int) -> list[list[str]]:
    """The reconciliation as texts, its header first; numbers as they are, not as they are shown."""
    found = reconciling.reconcile(number)
    head = [
        "code", "name", "printed_as", "figure", "official", "ours", "difference", "why", "explanation",
        "address",
    ]  # fmt: skip
    return [
        head,
        *(
            [
                row.code, row.name_zh, row.printed_as, row.figure, row.official, _text(row.ours),
                _text(row.difference), row.why, explanation(row), row.address,
            ]
            for row in _in_order(found)
        ),
    ]  # fmt: skip


def explanation(row: Reconciled) -> str:
    """What explains a difference, as a whole sentence."""
    said = {"detail": _limits(row.detail)}
    if row.why in (Why.UNEXPLAINED, Why.TOO_FEW_DAYS):
        days, _slash, of = row.detail.partition("/")
        said |= {"days": days, "of": of}
    return words.word(wording.WHY_OFFICIAL, row.why) % said


def _limits(name: str) -> str:
    """`GB 3095-2026 transition` in the reader's language."""
    code = " ".join(name.split(" ")[:2])
    stage = name.removeprefix(code).strip()
    return f"{code} {words.word(wording.LIMIT_STAGES, stage)}".strip()


def _of_figures(found: ImportedList, by: Actor) -> ListPage:
    held = reconciling.reconcile(found.pk)
    head = _row(found)
    return ListPage(
        head=head,
        sentence=_settled(held),
        facts=_facts(head),
        links=_links(found),
        groups=tuple(_groups(held)),
        days=(),
        withdraw_url=_withdraw_url(found, by),
        files=files.shown("official", found.pk),
    )


def _of_days(found: ImportedList, by: Actor) -> ListPage:
    days = listed.listed_days(found.pk)
    head = _row(found)
    missing = sum(not one.is_there for one in days)
    said = {"days": len(days), "missing": missing, "places": len({one.code for one in days})}
    sentence = (
        _("%(days)d days of %(places)d places are left out of means and of the composite index.")
        if not missing
        else _("%(days)d days of %(places)d places are left out; %(missing)d of them are no days of ours.")
    ) % said
    if head.is_withdrawn:
        sentence = _("This list is withdrawn: its %(days)d days count again.") % said
    return ListPage(
        head=head,
        sentence=sentence,
        facts=_facts(head),
        links=_links(found),
        groups=(),
        days=tuple(_day(one) for one in sorted(days, key=lambda one: one.is_there)),
        withdraw_url=_withdraw_url(found, by),
        files=(),
    )


def _settled(held: Reconciliation) -> str:
    left = len(held.rows) - held.explained
    said = {"explained": held.explained, "all": len(held.rows), "left": left}
    if not left:
        return _("%(explained)d of %(all)d figures agree or are explained.") % said
    return _("%(explained)d of %(all)d figures agree or are explained; still open: %(left)d.") % said


def _facts(head: ListRow) -> tuple[str, ...]:
    handed_in = f"{head.by} {head.at}".strip()
    facts = (head.title, head.kind, head.authority, head.about, handed_in, head.withdrawn)
    return tuple(fact for fact in facts if fact)


def _links(found: ImportedList) -> tuple[tuple[str, str], ...]:
    return (
        (_("All lists"), reverse("console:official")),
        (_("The file as it was handed in"), reverse("console:official-file", args=[found.pk])),
    )


def _withdraw_url(found: ImportedList, by: Actor) -> str:
    if found.withdrawn_at is not None or not by.may(Verb.IMPORT_LIST):
        return ""
    return reverse("console:official-withdraw", args=[found.pk])


def _row(found: ImportedList) -> ListRow:
    first, last = getattr(found, "first", None), getattr(found, "last", None)
    said = {"at": "", "reason": found.withdrawn_reason}
    if found.withdrawn_at is not None:
        said["at"] = formats.when(found.withdrawn_at)
    return ListRow(
        title=found.title,
        url=reverse("console:official-list", args=[found.pk]),
        kind=words.word(wording.LIST_KINDS, found.kind),
        authority=found.authority,
        about=_("%(first)s to %(last)s") % {"first": formats.day(first), "last": formats.day(last)}
        if first and last
        else "",
        rows=found.rows,
        by=words.name(found.imported_by),
        at=formats.when(found.imported_at),
        is_withdrawn=found.withdrawn_at is not None,
        withdrawn=_("withdrawn %(at)s: %(reason)s") % said if said["at"] else "",
        is_made=found.is_demo,
    )


def _in_order(held: Reconciliation) -> list[Reconciled]:
    """What is open first, then what is explained, then what is equal; each in the list's own order."""
    return sorted(held.rows, key=lambda row: _rank(row.why))


def _rank(why: Why) -> int:
    return RANKS.get(why, EXPLAINED)


def _groups(held: Reconciliation) -> list[Group]:
    titles = (
        _("Not explained"),
        _("No figure of ours"),
        _("Explained by another convention"),
        _("Equal"),
    )
    return [
        Group(title=title, is_folded=rank == 3 and held.explained < len(held.rows), lines=lines)
        for rank, title in enumerate(titles)
        if (lines := tuple(_line(row) for row in held.rows if _rank(row.why) == rank))
    ]


def _line(row: Reconciled) -> Line:
    name = words.name(row)
    return Line(
        name=name,
        printed_as=row.printed_as if row.printed_as not in (row.name_zh, row.name_en) else "",
        figure=words.word(wording.OFFICIAL_FIGURES, formats.substance(row.figure)),
        official=row.official,
        ours=_ours(row),
        url="" if row.ours is None else air.explain_url(row.address),
        difference=_signed(row.difference),
        why=explanation(row),
        is_marked=row.why is Why.UNEXPLAINED,
    )


def _ours(row: Reconciled) -> str:
    """Ours with all the decimals of its figure."""
    if row.ours is None:
        return formats.MISSING
    return formats.number(row.ours, "index") if row.figure == "composite" else f"{row.ours:f}"


def _signed(difference: Decimal | None) -> str:
    if difference is None:
        return formats.MISSING
    return "0" if not difference else f"{difference:+f}".replace("-", "−")


def _day(one: ListedDay) -> DayLine:
    return DayLine(
        name=words.name(one),
        day=formats.day(one.day),
        kind=words.word(wording.EXCEPTIONAL_KINDS, one.kind),
        row=one.row,
        is_there=one.is_there,
        taken=tuple(
            (
                formats.substance(taken.parameter),
                formats.number(taken.value, taken.parameter),
                air.explain_url(taken.address) if taken.address else "",
            )
            for taken in one.taken
        ),
    )


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
