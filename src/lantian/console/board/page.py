"""The campaign board's values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.campaign import queries as campaign
from lantian.campaign.models import Campaign, Progress
from lantian.campaign.models import Task as TaskRow
from lantian.cases.permissions import visible_cases
from lantian.console import history, words
from lantian.ui import formats

QUIET = timedelta(days=3)
CASE = "cases.case:"
TO_FILL_IN = TaskRow.State.TO_FILL_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """A task force; an unnamed one says so."""

    position: int
    name: str
    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """A mechanism with its dates and its last sign of life."""

    name: str
    dates: str
    signs_today: int
    signs: int
    last: str
    is_quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One of the twenty rows that says what it is."""

    number: int
    title: str
    force: str
    unit: str
    due: str
    state: str
    state_word: str
    is_overdue: bool
    may_report: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One sign of life: when, of which mechanism, what, and where that is read."""

    when: str
    mechanism: str
    what: str
    number: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """Everything the board prints."""

    code: str
    sentence: str
    facts: tuple[str, ...]
    forces: tuple[Force, ...]
    mechanisms: tuple[Mechanism, ...]
    tasks: tuple[Task, ...]
    to_fill_in: tuple[int, ...]
    latest: tuple[Sign, ...]
    may_fill_in: bool


def running(*, now: datetime) -> Campaign:
    """The campaign that runs now; Campaign.DoesNotExist where none does."""
    found = campaign.current(on=calendar.local_day(now))
    if found is None:
        raise Campaign.DoesNotExist("no campaign runs today")
    return found


def compose(by: Actor, *, now: datetime) -> BoardPage:
    """The board as it stands."""
    today = calendar.local_day(now)
    since, _ends = calendar.day_bounds(today)
    board = campaign.board(code=running(now=now).code, by=by, on=today, since=since)
    tasks = tuple(_task(line) for line in board.tasks)
    mechanisms = tuple(_mechanism(line, now=now) for line in board.mechanisms)
    return BoardPage(
        code=board.campaign.code,
        sentence=_sentence(words.name(board.campaign), tasks, mechanisms),
        facts=_facts(board.campaign),
        forces=tuple(
            Force(position=force.position, name=words.name(force), lead=words.name(force.lead_unit))
            for force in board.task_forces
        ),
        mechanisms=mechanisms,
        tasks=tuple(task for task in tasks if task.state != TO_FILL_IN),
        to_fill_in=tuple(task.number for task in tasks if task.state == TO_FILL_IN),
        latest=_signs(board.latest, by),
        may_fill_in=by.may(Verb.FILL_IN_TASK),
    )


def units() -> list[tuple[int, str]]:
    """The units a task may be given to."""
    return [(unit.pk, words.name(unit)) for unit in accounts.units_under_command()]


def known(code: str, number: int, *, by: Actor, now: datetime) -> dict[str, object]:
    """What is already written down of a task; Task.DoesNotExist for a number the campaign does not have."""
    today = calendar.local_day(now)
    lines = campaign.board(code=code, by=by, on=today, since=now).tasks
    for line in lines:
        if line.number == number:
            return {
                "title_zh": line.title_zh,
                "title_en": line.title_en,
                "unit_id": line.unit_id,
                "due_on": line.due_on,
            }
    raise TaskRow.DoesNotExist(number)


def _sentence(name: str, tasks: tuple[Task, ...], mechanisms: tuple[Mechanism, ...]) -> str:
    overdue = sum(task.is_overdue for task in tasks)
    empty = sum(task.state == TO_FILL_IN for task in tasks)
    quiet = sum(line.is_quiet for line in mechanisms)
    said = [
        ngettext("%d task is overdue", "%d tasks are overdue", overdue) % overdue
        if overdue
        else _("no task is overdue"),
    ]
    if quiet:
        said.append(
            ngettext("%d mechanism shows no sign of life", "%d mechanisms show no sign of life", quiet)
            % quiet
        )
    if empty:
        said.append(
            ngettext("%d row is still to be filled in", "%d rows are still to be filled in", empty) % empty
        )
    return _("%(campaign)s: %(said)s.") % {"campaign": name, "said": _(", ").join(said)}


def _signs(found: Sequence[Progress], by: Actor) -> tuple[Sign, ...]:
    """The latest signs of life; a case is linked for those who may see it."""
    numbers = {row.about: row.about.removeprefix(CASE) for row in found if row.about.startswith(CASE)}
    seen = set(visible_cases(by).filter(number__in=numbers.values()).values_list("number", flat=True))
    return tuple(
        Sign(
            when=formats.when_short(row.at),
            mechanism=words.name(row.mechanism) if row.mechanism else "",
            what=" ".join(part for part in (str(history.TITLES.get(row.kind, "")), row.words) if part),
            number=(number := numbers.get(row.about, "")),
            url=reverse("console:case", args=[number]) if number in seen else "",
        )
        for row in found
    )


def _facts(row: Campaign) -> tuple[str, ...]:
    ends = formats.day(row.ends_on) if row.ends_on else _("no end set")
    dates = _("%(first)s to %(last)s") % {"first": formats.day(row.starts_on), "last": ends}
    goal = row.goal_zh if words.is_chinese() else row.goal_en or row.goal_zh
    return tuple(fact for fact in (row.code, dates, goal) if fact)


def _dates(first: date, last: date | None) -> str:
    if last is None:
        return _("from %(first)s") % {"first": formats.day(first)}
    return _("%(first)s to %(last)s") % {"first": formats.day(first), "last": formats.day(last)}


def _mechanism(line: campaign.MechanismLine, *, now: datetime) -> Mechanism:
    last = ""
    if line.last_at:
        last = _(", ").join(filter(None, (formats.when_short(line.last_at), formats.ago(line.last_at, now))))
    return Mechanism(
        name=words.name(line),
        dates=_dates(line.valid_from, line.valid_to),
        signs_today=line.signs_today,
        signs=line.signs,
        last=last,
        is_quiet=line.last_at is None or now - line.last_at > QUIET,
    )


def _task(line: campaign.TaskLine) -> Task:
    title = line.title_zh if words.is_chinese() else line.title_en or line.title_zh
    return Task(
        number=line.number,
        title=title,
        force=line.task_force,
        unit=line.unit_zh if words.is_chinese() else line.unit_en or line.unit_zh,
        due=formats.day(line.due_on) if line.due_on else "",
        state=line.state,
        state_word=words.word(words.TASK_STATES, line.state),
        is_overdue=line.is_overdue,
        may_report=line.may_report,
    )
