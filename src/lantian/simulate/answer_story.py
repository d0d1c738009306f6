"""The story of who answers: heads of record, leave, letter, ledger, sweep, enforcement, a rung taken."""

import logging
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from lantian.accounts import actions as accounts
from lantian.accounts import queries as people
from lantian.accounts.models import Organisation, Person
from lantian.accounts.rules import Actor, Role
from lantian.calendar import queries as calendar
from lantian.cases import actions as cases
from lantian.cases import rules as case_rules
from lantian.cases.actions import answering, enforcement, ladder, ledger, letters, sweeps
from lantian.cases.models import Case, SweepPlace
from lantian.cases.queries import ladder as rungs
from lantian.cases.rules import enforcing, ledger_rows
from lantian.cases.states import Level, State
from lantian.inspections import actions as inspections
from lantian.inspections.models import Template
from lantian.inspections.rules import Question
from lantian.kernel import references
from lantian.kernel.refusals import Refused
from lantian.registry.models import Source
from lantian.simulate import side_story
from lantian.simulate.district import places
from lantian.simulate.playing import Cast, Thread, photo
from lantian.simulate.scenes import Scene

logger = logging.getLogger(__name__)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def settle(*, now: datetime) -> None:
    """Put on record who heads each unit, who looks after what, and how people are reached."""
    told: dict[str, Any] = places.written("answering")  # Any: rows of YAML
    admin = _actor(told["administrator"])
    since = calendar.local_day(now)
    for row in told["heads"]:
        accounts.set_head(
            unit=row["unit"],
            username=row["person"],
            seat=row["seat"],
            domains=row.get("domains", ()),
            valid_from=since,
            by=admin,
            now=now,
        )
    for unit in Organisation.objects.filter(kind__in=("department", "township")):
        heads = people.heads_of_unit(unit.pk)
        for seat, head in zip(("government", "party"), heads, strict=True):
            accounts.set_head(
                unit=unit.code, username=head.username, seat=seat, valid_from=since, by=admin, now=now
            )
    for unit_code, categories in told["industries"].items():
        for category in categories:
            answering.set_industry_duty(
                category=category, unit=unit_code, valid_from=since, by=admin, now=now
            )
    for kind, unit_code in told["powers"].items():
        enforcement.set_power(kind=kind, unit=unit_code, valid_from=since, by=admin, now=now)
    for row in told["aliases"]:
        accounts.add_alias(unit=row["unit"], name=row["name"], valid_from=since, by=admin, now=now)
    _reachable(told, admin, now=now)


def play(cast: Cast, *, now: datetime) -> None:
    """Let the last days bring a leave, a letter, a ledger, a sweep, an enforcement and a rung taken."""
    told: dict[str, Any] = places.written("answering")  # Any: rows of YAML
    _draft(cast, told, now=now)
    _leave(told, now=now)
    sources = _free_sources()
    _letter(cast, told, sources, now=now)
    _ledger(cast, told, sources, now=now)
    _sweep(cast, told, now=now)
    _enforcement(cast, told, sources, now=now)
    _rung(cast, now=now)


def _reachable(told: dict[str, Any], admin: Actor, *, now: datetime) -> None:
    """Everybody but a few has a way to be reached, confirmed since; numbers are made up."""
    unreached = set(told["unreached"])
    for place, person in enumerate(Person.objects.filter(is_demo=True, is_active=True).order_by("username")):
        if person.username in unreached:
            continue
        accounts.add_means(
            username=person.username, kind="phone", address=f"000-0000-{place:04d}", by=admin, now=now
        )
        [means] = people.means_of([person.pk])[person.pk]
        if person.username not in told["unconfirmed"]:
            accounts.confirm_means(means_id=means.pk, by=admin, now=now)


def _draft(cast: Cast, told: dict[str, Any], *, now: datetime) -> None:
    """The desk would like to ask more on a checklist in use; its draft is warned of being too long."""
    row = told["draft"]
    used = Template.objects.get(code=row["list"], state=Template.State.PUBLISHED)
    draft = inspections.draft_version(template_id=used.pk, by=cast.desk, now=now - 3 * HOUR)
    for place, (text_zh, text_en, category, shown) in enumerate(row["items"]):
        question = Question(text_zh=text_zh, text_en=text_en, category=category, photo=shown)
        moment = now - 3 * HOUR + place * timedelta(minutes=2)
        inspections.write_item(template_id=draft.pk, question=question, by=cast.desk, now=moment)


def _leave(told: dict[str, Any], *, now: datetime) -> None:
    row = told["leave"]
    accounts.set_leave(
        username=row["person"],
        stand_in=row["stand_in"],
        begins_at=now - DAY,
        ends_at=now + 4 * DAY,
        reason=row["reason"],
        by=_actor(told["administrator"]),
        now=now - DAY,
    )


def _letter(cast: Cast, told: dict[str, Any], sources: list[Source], *, now: datetime) -> None:
    thread = _reported(
        cast, sources.pop(), told["letter"]["category"], told["letter"]["words"], now - 2 * DAY
    )
    _file(cast, thread, now - 2 * DAY)
    letters.write(number=thread.case, unit_code=told["letter"]["unit"], by=cast.desk, now=now - DAY)


def _ledger(cast: Cast, told: dict[str, Any], sources: list[Source], *, now: datetime) -> None:
    """A sheet is handed in; its lines come as far as their rows say."""
    at = now - 20 * DAY
    due = calendar.local_day(now)
    lines = [",".join(ledger_rows.COLUMNS)]
    for serial, row in enumerate(told["ledger"], start=1):
        source = sources.pop()
        unit = row["unit"]
        lines.append(
            ",".join(
                (
                    *(told["batch"], str(serial), row["words"], row["tier"], row["category"], source.name_zh),
                    *(row["target"], row["measures"], row["span"]),
                    (due + row["due_in_days"] * DAY).isoformat(),
                    *(unit, row.get("helps", ""), ""),
                )
            )
        )
    content = "\n".join(lines).encode("utf-8")
    numbers = ledger.take_sheet(content=content, name="ledger.csv", by=cast.desk, now=at)
    for number, row in zip(numbers, told["ledger"], strict=True):
        _strike(cast, number, row, at=at + DAY)


def _strike(cast: Cast, number: str, row: dict[str, Any], *, at: datetime) -> None:
    """Mend a line and take as many of its steps as the row says."""
    if row["state"] == "filed":
        return
    thread = _thread(Case.objects.select_related("source").get(number=number))
    lead = Organisation.objects.get(code=row["unit"])
    cases.assign(number=number, unit_code=lead.code, by=cast.desk, now=at)
    head, handler = cast.of_unit(number, Role.UNIT_HEAD)[0], cast.of_unit(number, Role.HANDLER)[0]
    cases.accept(number=number, handler_id=handler.id, by=head, now=at + HOUR)
    measures = [case_rules.Measure(what=row["measures"], by_on=calendar.local_day(at) + 5 * DAY)]
    cases.plan(number=number, target=row["target"], measures=measures, by=head, now=at + 2 * HOUR)
    ledger.report_progress(
        number=number, month=calendar.local_day(at), words=row["progress"], by=head, now=at + 3 * HOUR
    )
    if row["state"] == "rectifying":
        return
    before = photo(thread, by=handler, at=at + 3 * HOUR)
    after = photo(thread, by=handler, at=at + 40 * HOUR, is_mended=True)
    work = case_rules.Mending(what_was_done=row["measures"], before_key=before, after_key=after)
    cases.submit(number=number, work=work, by=handler, now=at + 41 * HOUR)
    cases.pass_self_check(number=number, by=head, now=at + 42 * HOUR)
    supervisor = cast.supervisors[0]
    seen = side_story.look(thread, by=supervisor, at=at + 48 * HOUR)
    cases.recheck_pass(number=number, look=seen, by=supervisor, now=at + 48 * HOUR)
    if row["state"] == "in_publicity":
        cases.publicise(number=number, by=supervisor, now=at + 49 * HOUR)
    parts = {"supervisor": supervisor, "analyst": cast.desk, "leader": cast.leader}
    for place, (step, who, document) in enumerate(row.get("steps", ())):
        ledger.take_step(
            number=number, step=step, words="", document=document, by=parts[who], now=at + (50 + place) * HOUR
        )


def _sweep(cast: Cast, told: dict[str, Any], *, now: datetime) -> None:
    """After a closed case its kind is looked at; half of the officers have answered."""
    kinds = Counter(Source.objects.values_list("kind", flat=True))
    closed = Case.objects.filter(state=State.CLOSED, source__isnull=False).select_related("source")
    for case in sorted(closed.order_by("pk"), key=lambda one: -kinds[one.source.kind if one.source else ""]):
        try:
            number = sweeps.order(
                number=case.number, words=told["sweep"]["look"], by=cast.desk, now=now - DAY
            )
        except Refused as refused:
            logger.info("as told by the story: %s", refused)
            continue
        waiting = list(
            SweepPlace.objects.filter(task__sweep__number=number)
            .select_related("task__grid", "source")
            .order_by("pk")
        )
        for place in waiting[: len(waiting) // 2]:
            officer = _officer(place.task.grid_id, now)
            if officer is not None:
                sweeps.answer(
                    number=number,
                    place_id=place.pk,
                    outcome="nothing",
                    words=told["sweep"]["nothing"],
                    by=officer,
                    now=now - 5 * HOUR,
                )
        return


def _enforcement(cast: Cast, told: dict[str, Any], sources: list[Source], *, now: datetime) -> None:
    """A violation is transferred; the body has come to its decision."""
    row = told["enforcement"]
    thread = _reported(cast, sources.pop(), row["category"], row["words"], now - 6 * DAY)
    _file(cast, thread, now - 6 * DAY, is_violation=True)
    number = enforcement.transfer(
        number=thread.case, clause=row["clause"], party=row["party"], by=cast.desk, now=now - 5 * DAY
    )
    for place, (step, who, document) in enumerate(row["steps"]):
        ordered_on = calendar.local_day(now - 3 * DAY) if step == "decision" else None
        paper = enforcement.Paper(document=document, words=row["said"].get(step, ""), ordered_on=ordered_on)
        enforcement.take(
            number=number, step=step, paper=paper, by=_actor(who), now=now - 4 * DAY + place * 8 * HOUR
        )
    if enforcing.next_step([step for step, _, _ in row["steps"]]) != "fine":
        raise ValueError("the story ends before the fine")


def _rung(cast: Cast, *, now: datetime) -> None:
    """The oldest drafted rung that the desk may take is sent."""
    for waits in rungs.waiting(cast.desk, now=now):
        if waits.is_mine:
            ladder.take_rung(
                number=waits.case.number,
                rung_id=waits.rung.pk,
                words=waits.draft,
                by=cast.desk,
                now=now - HOUR,
            )
            return


def _reported(cast: Cast, source: Source, category: str, words: str, at: datetime) -> Thread:
    thread = Thread(scene=_scene(source, category, at))
    problem = case_rules.Problem(
        category=category,
        title=source.name_zh,
        words=words,
        lon=source.lon,
        lat=source.lat,
        source_code=source.code,
        photo_keys=(photo(thread, by=cast.desk, at=at),),
        channel="leader",
    )
    thread.case = cases.report(key=references.new_key(at), problem=problem, by=cast.desk, now=at)
    return thread


def _file(cast: Cast, thread: Thread, at: datetime, *, is_violation: bool = False) -> None:
    cases.file(
        number=thread.case,
        level=Level.SERIOUS,
        standard_code=cast.said(thread.scene, "standard"),
        is_violation=is_violation,
        is_separate=True,
        by=cast.desk,
        now=at,
    )


def _thread(case: Case) -> Thread:
    return Thread(scene=_scene(case.source, case.category, case.reported_at), case=case.number)


def _scene(source: Source | None, category: str, at: datetime) -> Scene:
    if source is None:
        raise ValueError("a scene plays at a source")
    return Scene(
        id=f"answering/{source.code}",
        source=source,
        category=category,
        suspicion="",
        begins_at=at,
        opens="",
        level="serious",
        steps=(),
    )


def _free_sources() -> list[Source]:
    """Every source, those without a case last and of them the sites last: they are taken from the end."""
    found = Source.objects.select_related("grid__organisation", "answerable").prefetch_related("cases")
    return sorted(found, key=lambda one: (not one.cases.all(), one.kind == Source.Kind.SITE, one.code))


def _officer(grid_id: int, at: datetime) -> Actor | None:
    today = calendar.local_day(at)
    duty = Person.objects.filter(duties__grid=grid_id, duties__is_head=False, duties__valid_from__lte=today)
    found = duty.order_by("username").first()
    return people.actor_of(found) if found else None


def _actor(username: str) -> Actor:
    return people.actor_of(Person.objects.select_related("organisation", "area").get(username=username))
