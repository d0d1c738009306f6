"""The values of the case list: one sentence, tabs with counts, rows with their one likely act."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from lantian.accounts.rules import Actor, Role, Verb
from lantian.calendar import queries as calendar
from lantian.cases import queries as cases
from lantian.cases import rules
from lantian.cases.queries import Deadlines, RefusedRecheck
from lantian.cases.states import GRAVE, IN_HAND, OPEN_STATES, SIGNERS, VERBS, Level, Move, Signer, State
from lantian.console import files, words
from lantian.console.cases import acts, forms, narrowing
from lantian.registry import queries as registry
from lantian.ui import formats
from lantian.ui.parts import Download, PageLinks

SHOWN = 50
FILE_PAGE = 500
FILE_COLUMNS = (
    *("number", "state", "level", "category", "title", "channel"),
    *("grid", "unit", "reported_at", "deadline", "closed_at"),
)
TABS: dict[str, tuple[Promise, tuple[State, ...]]] = {
    "open": (pgettext_lazy("case list", "Open"), OPEN_STATES),
    "file": (gettext_lazy("To be filed"), (State.REPORTED, State.VERIFYING)),
    "assign": (gettext_lazy("To be assigned"), (State.FILED, State.RETURNED, State.REOPENED)),
    "mend": (gettext_lazy("Being mended"), (*IN_HAND, State.PARKED)),
    "recheck": (gettext_lazy("To be rechecked"), (State.SUBMITTED, State.SELF_CHECKED)),
    "close": (gettext_lazy("To be closed"), (State.PASSED, State.IN_PUBLICITY)),
    "closed": (pgettext_lazy("case state", "Closed"), (State.CLOSED,)),
    "void": (pgettext_lazy("case state", "Void"), (State.VOID, State.MERGED)),
    "all": (pgettext_lazy("case list", "All"), tuple(State)),
}
# narrowed by one click, with the tabs in which that is worth asking; the first one unless already in another
ASKED_FIRST: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "overdue": (gettext_lazy("Overdue"), ("open", "mend", "recheck")),
    "refused": (gettext_lazy("Recheck refused"), ("all",)),
    "reopened": (gettext_lazy("Was reopened"), ("all",)),
    "mine": (gettext_lazy("Reported or handled by me"), ("open", "mend", "all")),
}
ON_A_CLOCK = {State.ASSIGNED, State.ACCEPTED, State.RECTIFYING, State.SUBMITTED, State.SELF_CHECKED}
ACT_OF: dict[State, Move] = {
    State.REPORTED: Move.FILE,
    State.VERIFYING: Move.FILE,
    State.PARKED: Move.RESUME,
    State.FILED: Move.ASSIGN,
    State.RETURNED: Move.ASSIGN,
    State.REOPENED: Move.ASSIGN,
    State.ASSIGNED: Move.ACCEPT,
    State.RECTIFYING: Move.SUBMIT,
    State.SUBMITTED: Move.PASS_SELF_CHECK,
    State.SELF_CHECKED: Move.RECHECK_PASS,
    State.IN_PUBLICITY: Move.CLOSE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab with how many cases are behind it; a narrowed list is not counted."""

    name: str
    label: str
    url: str
    count: cases.Tally | None
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something of a case's past that a reader of the list looks for, and why it was."""

    word: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case in the list."""

    number: str
    url: str
    title: str
    kind: str
    place: str
    level: str
    state: str
    marks: tuple[Mark, ...]
    is_ours: bool
    unit: str
    handler: str
    left: str
    is_late: bool
    due: str
    act: str
    act_url: str
    can_be_picked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """The list of one tab."""

    sentence: str
    tab: str
    tabs: tuple[Tab, ...]
    asked_first: tuple[Tab, ...]
    rows: tuple[Row, ...]
    links: PageLinks
    filter: forms.Filter
    is_narrowed: bool
    kept: tuple[tuple[str, str], ...]
    is_form_open: bool
    clear_url: str
    intake_url: str
    has_picks: bool
    files: tuple[Download, ...]
    looks: tuple[narrowing.Look, ...]


def listing(
    by: Actor, *, tab: str, given: Mapping[str, Any], now: datetime
) -> CaseList:  # Any: Django's QueryDict
    """One page of a tab; KeyError for a tab that is none, BadCursor for a place that is none."""
    states = TABS[tab][1]
    narrowed = narrowing.asked(given, by)
    said = narrowed.wanted
    page = cases.cases(
        by,
        states=states,
        after=given.get("after", ""),
        before=given.get("before", ""),
        narrow=narrowing.narrow(said, by, now=now),
        limit=SHOWN,
    )
    counts, deadlines = ({}, cases.counts_by_deadline(by, now)) if said else cases.counts(by, now)
    shown = rows(page.rows, by, now=now)
    return CaseList(
        sentence=_sentence(deadlines),
        tab=tab,
        tabs=tuple(_tab(name, counts, said, is_on=name == tab) for name in TABS),
        asked_first=tuple(_asked(name, tab, said) for name in ASKED_FIRST),
        rows=shown,
        has_picks=any(row.can_be_picked for row in shown),
        links=_links(tab, said, page),
        filter=narrowed,
        is_narrowed=bool(said),
        kept=tuple((name, value) for name, value in said.items() if name != "q"),
        is_form_open=bool(set(said) - {*ASKED_FIRST, "q"}),
        clear_url=_url(tab, {}),
        files=files.shown("cases", query=_url(tab, said)),
        looks=narrowing.looks("list", said),
        intake_url=reverse("console:intake") if by.may(Verb.FILE) else "",
    )


def table(by: Actor, *, tab: str, given: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, ...]]:
    """Every case of a narrowed tab, page by page, as rows of a file that begin with their header."""
    narrow = narrowing.narrow(narrowing.asked(given, by).wanted, by, now=now)
    yield FILE_COLUMNS
    after, is_over = "", False
    while not is_over:
        page = cases.cases(by, states=TABS[tab][1], after=after, narrow=narrow, limit=FILE_PAGE)
        for row in page.rows:
            ends = (row.reported_at, row.deadline, row.closed_at)
            yield (
                row.number,
                row.state,
                row.level,
                row.category,
                row.title,
                row.channel,
                row.grid_zh,
                row.unit_zh,
                *("" if one is None else formats.local(one).isoformat(timespec="minutes") for one in ends),
            )
        after, is_over = page.after, not page.after


def _sentence(found: Deadlines) -> str:
    if not found.open:
        return _("No case is open.")
    parts = [ngettext("%s case is open", "%s cases are open", found.open) % found.open]
    if found.overdue:
        parts.append(_("%s overdue") % found.overdue)
    if found.soon:
        parts.append(_("%s due within 24 h") % found.soon)
    if not found.overdue and not found.soon:
        parts.append(_("none due within 24 h"))
    return _("%(facts)s.") % {"facts": _(", ").join(parts)}


def _tab(name: str, counts: Mapping[str, int], said: Mapping[str, str], *, is_on: bool) -> Tab:
    label, states = TABS[name]
    count = None if said else sum((counts[state] for state in states), cases.Tally())
    return Tab(name=name, label=str(label), url=_url(name, said), count=count, is_on=is_on)


def _asked(name: str, tab: str, said: Mapping[str, str]) -> Tab:
    """One click that narrows the list, or takes that back; what else it is narrowed to stays."""
    label, tabs = ASKED_FIRST[name]
    is_on = bool(said.get(name))
    rest = {key: value for key, value in said.items() if key != name}
    url = _url(tab, rest) if is_on else _url(tab if tab in tabs else tabs[0], rest, **{name: "1"})
    return Tab(name=name, label=str(label), url=url, count=None, is_on=is_on)


def _url(tab: str, said: Mapping[str, str], **more: str) -> str:
    return "?" + urlencode({"tab": tab} | dict(said) | more)


def _links(tab: str, said: Mapping[str, str], page: cases.Page) -> PageLinks:
    shown = ngettext("%d case on this page", "%d cases on this page", len(page.rows)) % len(page.rows)
    return PageLinks(
        shown=shown,
        previous_url=_url(tab, said, before=page.before) if page.before else "",
        next_url=_url(tab, said, after=page.after) if page.after else "",
    )


def rows(found: Sequence[cases.Row], by: Actor, *, now: datetime) -> tuple[Row, ...]:
    """Cases as a list or a board shows them."""
    runs = [row for row in found if State(row.state) in ON_A_CLOCK]
    left = calendar.remaining_each(((row.deadline, row.clock) for row in runs), now=now) if runs else []
    times = {row.number: length for row, length in zip(runs, left, strict=True)}
    heads = (
        registry.headed_grids(by.id, on=calendar.local_day(now)) if by.role is Role.GRID_OFFICER else set()
    )
    refused = cases.refused_rechecks(row.number for row in found)
    return tuple(
        _row(
            row,
            by,
            left=times.get(row.number),
            heads=heads,
            marks=_marks(row, refused.get(row.number, ()), now=now),
        )
        for row in found
    )


def _marks(row: cases.Row, refused: Sequence[RefusedRecheck], *, now: datetime) -> tuple[Mark, ...]:
    """That its limit nears its end; who was refused a recheck and why; how often it came back."""
    marks = [Mark(word=_("less than a quarter of the limit is left"))] if _is_warned(row, now) else []
    if refused:
        last = refused[-1]
        word = ngettext("Recheck refused once", "Recheck refused %(times)d times", len(refused))
        said = {"who": words.name(last.by), "why": words.word(words.DEPENDENCE, last.reason)}
        marks.append(Mark(word=word % {"times": len(refused)}, note=_("%(who)s: %(why)s") % said))
    if row.reopened and row.state != State.REOPENED:
        word = ngettext("Reopened once", "Reopened %(times)d times", row.reopened)
        marks.append(Mark(word=word % {"times": row.reopened}))
    return tuple(marks)


def _is_warned(row: cases.Row, now: datetime) -> bool:
    """Whether three quarters of the unit's limit have gone, and not all of it."""
    if row.state not in IN_HAND or row.warn_at is None or row.due_at is None:
        return False
    return row.warn_at <= now < row.due_at


def _row(
    row: cases.Row, by: Actor, *, left: timedelta | None, heads: set[int], marks: tuple[Mark, ...]
) -> Row:
    move = likely(row, by, heads=heads)
    chinese = words.is_chinese()
    url = reverse("console:case", args=[row.number])
    return Row(
        number=row.number,
        url=url,
        title=row.title,
        kind=words.category(row.category),
        place=row.grid_zh if chinese else row.grid_en,
        level=words.word(words.CASE_LEVELS, row.level),
        state=words.word(words.CASE_STATES, row.state),
        marks=marks,
        is_ours=move is not None,
        unit=row.unit_zh if chinese else row.unit_en,
        handler=row.handler_zh if chinese else row.handler_en,
        left=formats.remaining(left) if left is not None else "",
        is_late=left is not None and left < timedelta(0),
        due=_due(row, is_running=left is not None),
        act=acts.label(move) if move else "",
        act_url=_act_url(row.number, move) if move else "",
        can_be_picked=move is Move.ASSIGN,
    )


def _act_url(number: str, move: Move) -> str:
    """An act with a page of its own is opened there; a short one on the case page, with the facts."""
    if move in acts.ON_A_PAGE:
        return reverse("console:case-act", args=[number, acts.SLUGS[move]])
    return f"{reverse('console:case', args=[number])}#acts"


def _due(row: cases.Row, *, is_running: bool) -> str:
    if is_running:
        return f"{formats.when_short(row.deadline)} · {words.word(words.CLOCKS, row.clock)}"
    if row.closed_at:
        return _("closed %(when)s") % {"when": formats.when_short(row.closed_at)}
    return _("reported %(when)s") % {"when": formats.when_short(row.reported_at)}


def likely(row: cases.Row, by: Actor, *, heads: set[int]) -> Move | None:
    """The one act that waits for this person in a row; the case page says the same with more care."""
    state, is_grave = State(row.state), row.level in GRAVE
    if state is State.ACCEPTED:
        move = Move.PLAN if is_grave else Move.START
    elif state is State.PASSED:
        move = Move.PUBLICISE if is_grave else Move.CLOSE
    else:
        found = ACT_OF.get(state)
        if found is None:
            return None
        move = found
    return move if by.may(VERBS[move]) and _is_theirs(move, row, by, heads=heads) else None


def _is_theirs(move: Move, row: cases.Row, by: Actor, *, heads: set[int]) -> bool:
    if move in {Move.START, Move.SUBMIT}:
        return row.handler_id == by.id
    if move in {Move.ACCEPT, Move.PLAN, Move.PASS_SELF_CHECK}:
        return bool(row.unit_path) and by.is_of(row.unit_path)
    if move is Move.RECHECK_PASS:
        return _is_independent(row, by)
    if move is Move.CLOSE:
        return _signs(row, by, heads=heads)
    return True


def _is_independent(row: cases.Row, by: Actor) -> bool:
    """As far as a row knows; earlier handlers are looked up on the case page."""
    paths = tuple(path for path in (row.unit_path, row.handler_unit_path) if path)
    people = frozenset({row.handler_id} if row.handler_id else ())
    involvement = rules.Involvement(people=people, unit_paths=paths)
    return rules.why_not_independent(by.id, unit_path=by.organisation_path, involvement=involvement) is None


def _signs(row: cases.Row, by: Actor, *, heads: set[int]) -> bool:
    capacity = {Role.LEADER: Signer.LEADER, Role.SUPERVISOR: Signer.TASK_FORCE}.get(by.role)
    if capacity is None and row.grid_id in heads:
        capacity = Signer.GRID_HEAD
    return capacity in SIGNERS[Level(row.level)]
