"""What those who keep a site or plant did in the last weeks: sheets, roster, replies, plates night by night.

Each turn is a real action at its time in the past; the exceedances are those of the replay.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Role
from lantian.assessment.models import Alarm
from lantian.calendar import queries as calendar
from lantian.cases.models import Case
from lantian.cases.states import OPEN_STATES
from lantian.dispatch import actions as dispatch
from lantian.dispatch import queries as dispatch_queries
from lantian.dispatch.rules import KindOfGoing
from lantian.inspections import actions as inspections
from lantian.kernel import references
from lantian.registry import queries as registry
from lantian.registry.models import Source
from lantian.simulate import drawings
from lantian.simulate.district import places
from lantian.simulate.playing import one_after_another
from lantian.sites import actions as sites
from lantian.sites import queries as asked
from lantian.sites.models import Demand

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WEEK = 7
SITE_DUST = "R7_site_dust"
STAGES = ("earthwork", "earthwork", "foundation", "structure", "earthwork")
DUSTY = "construction_dust"
LATE, MISSED = 0, 1  # of the exceedances, counted from the newest
Turn = Callable[[datetime], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """A place with those who keep it, and how they do."""

    source: Source
    officer: Actor
    manager: Actor
    does: dict[str, Any]  # Any: a row of YAML
    stage: str


@dataclass(slots=True)
class Play:
    """The turns still to come, in order of time."""

    now: datetime
    turns: list[tuple[datetime, int, Turn]] = field(default_factory=list)
    serial: Iterator[int] = field(default_factory=count)

    def at(self, moment: datetime, turn: Turn) -> None:
        """A turn of the past; what would lie ahead is not played."""
        if moment < self.now:
            heapq.heappush(self.turns, (moment, next(self.serial), turn))

    def on(self, back: int, clock: time, turn: Turn) -> None:
        """A turn so many days ago at a local time of day."""
        day = calendar.local_day(self.now) - back * DAY
        self.at(datetime.combine(day, clock, tzinfo=calendar.local_zone()), turn)

    def run(self) -> int:
        """Play them all; returns how many there were."""
        played = 0
        while self.turns:
            moment, _number, turn = heapq.heappop(self.turns)
            turn(moment.astimezone(self.now.tzinfo))
            played += 1
        return played


def begin(*, now: datetime) -> None:
    """Give the demo's sites and plants their duties, so that the plume of now demands its reply."""
    story = places.written("keeping")
    since = calendar.local_day(now) - story["since_days"] * DAY
    for code, does in (story["sites"] | story["plants"]).items():
        sites.take_up(
            source_code=code, begins_on=since, area_m2=does.get("area_m2"), is_demo=True, by=None, now=now
        )


def play(*, now: datetime) -> int:
    """Play the weeks of every site and plant; returns the number of turns."""
    begin(now=now)
    story, book = places.written("keeping"), Play(now)
    since = calendar.local_day(now) - story["since_days"] * DAY
    keepers = [_site(code, does, since, n) for n, (code, does) in enumerate(story["sites"].items())]
    for keeper in keepers:
        _sheets(book, keeper, story)
        _roster(book, keeper, story)
        _weeks(book, keeper, story)
        _check(book, keeper, story)
    _replies(book, keepers, story)
    for code, does in story["plants"].items():
        _plant(book, code, does, since)
    for back in range(story["checked_days"] + 3, -1, -1):
        book.on(back, time(1, 5), lambda at: sites.compute_plates(now=at))
    return book.run()


def _site(code: str, does: dict[str, Any], since: date, number: int) -> Keeper:
    source = Source.objects.select_related("grid", "monitor").get(code=code)
    people = [accounts.actor_of(one) for one in registry.keepers_of(source.pk, on=since)]
    officer = next(one for one in people if one.role is Role.SITE_DUST_OFFICER)
    manager = next(one for one in people if one.role is Role.PLANT_MANAGER)
    return Keeper(
        source=source, officer=officer, manager=manager, does=does, stage=STAGES[number % len(STAGES)]
    )


def _sheets(book: Play, keeper: Keeper, story: dict[str, Any]) -> None:
    """A sheet an evening; some days late, some not at all."""
    does = keeper.does
    for back in range(story["shown_days"], 0, -1):
        if back in does.get("missing", ()):
            continue
        day = calendar.local_day(book.now) - back * DAY
        is_wrong = does.get("corrects") == back
        words = story["words"] if is_wrong or back in does.get("unmet", ()) else ""
        turn = partial(_sign, keeper, day, words=words, has_photo=back <= story["photo_days"])
        book.on(back - (2 if back in does.get("late", ()) else 0), time(17, 40), turn)
        if is_wrong:
            book.on(back - 1, time(9, 5), partial(_correct, keeper, day, reason=story["correction"]))


def _sign(keeper: Keeper, day: date, at: datetime, *, words: str, has_photo: bool) -> None:
    sites.sign_sheet(
        source_code=keeper.source.code,
        day=day,
        taps=_taps(keeper.source.kind, day, is_unmet=bool(words)),
        stage=keeper.stage,
        words=words,
        photo_keys=[_photo(keeper.source, keeper.officer, at, is_mended=not words)] if has_photo else [],
        by=keeper.officer,
        now=at,
    )


def _correct(keeper: Keeper, day: date, at: datetime, *, reason: str) -> None:
    sites.correct_sheet(
        source_code=keeper.source.code,
        day=day,
        taps=_taps(keeper.source.kind, day, is_unmet=False),
        stage=keeper.stage,
        words="",
        reason=reason,
        photo_keys=[],
        by=keeper.officer,
        now=at,
    )


def _taps(kind: str, day: date, *, is_unmet: bool) -> dict[str, str]:
    codes = [item.code for item in asked.items_for(kind, on=day)]
    return {code: "no" if is_unmet and not place else "ok" for place, code in enumerate(codes)}


def _roster(book: Play, keeper: Keeper, story: dict[str, Any]) -> None:
    """Officer and manager take turns; some do not check in, one hands a day over."""
    does, source = keeper.does, keeper.source
    for back in range(story["shown_days"], -5, -1):
        day = calendar.local_day(book.now) - back * DAY
        who = keeper.manager if day.weekday() in {2, 6} else keeper.officer
        put = {"source_code": source.code, "day": day, "by": keeper.manager}
        set_on = max(back + 2, 1)
        book.on(set_on, time(16), partial(_put, put, who.id))
        if does.get("hands_over") == back:
            other = keeper.officer if who is keeper.manager else keeper.manager
            book.on(back, time(6, 50), partial(_hand, put, other.id, story["leave"]))
            who = other
        if back >= 0 and back not in does.get("absent", ()):
            book.on(back, time(7, 40), partial(_check_in, source, who))


def _put(given: dict[str, Any], person_id: int, at: datetime) -> None:
    sites.set_duty(person_id=person_id, now=at, **given)


def _hand(given: dict[str, Any], person_id: int, reason: str, at: datetime) -> None:
    sites.hand_over(person_id=person_id, reason=reason, now=at, **given)


def _check_in(source: Source, who: Actor, at: datetime) -> None:
    sites.check_in(
        source_code=source.code,
        lon=source.lon + 2e-4,
        lat=source.lat - 1e-4,
        accuracy_m=9.0,
        place_note="",
        by=who,
        now=at,
    )


def _weeks(book: Play, keeper: Keeper, story: dict[str, Any]) -> None:
    """The manager confirms on Mondays."""
    if not keeper.does.get("is_confirmed", True):
        return
    today = calendar.local_day(book.now)
    for back in range(story["shown_days"], -1, -1):
        monday = today - (back + WEEK) * DAY
        if monday.weekday() == 0:
            book.on(back, time(10, 15), partial(_confirm, keeper, monday, story["confirmed"]))


def _confirm(keeper: Keeper, monday: date, words: str, at: datetime) -> None:
    given = {"source_code": keeper.source.code, "monday": monday, "words": words}
    if asked.versions(keeper.source, monday + (WEEK - 1) * DAY):
        sites.confirm_week(by=keeper.manager, now=at, **given)


def _replies(book: Play, keepers: list[Keeper], story: dict[str, Any]) -> None:
    """Every exceedance of the replay demands a reply; the last one came late, the one before never."""
    owing = {keeper.source.monitor_id: keeper for keeper in keepers}
    alarms = Alarm.objects.filter(
        station__in=owing, rule__code=SITE_DUST, withdrawn_at__isnull=True, raised_at__lt=book.now - HOUR
    ).order_by("raised_at")
    first = {one.episode_id: one for one in reversed(alarms.select_related("episode"))}
    for place, alarm in enumerate(sorted(first.values(), key=lambda one: one.raised_at, reverse=True)):
        keeper, number, opened = owing[alarm.station_id], alarm.episode.number, alarm.raised_at
        book.at(opened, partial(_demand, number))
        book.at(opened + HOUR + timedelta(minutes=1), lambda at: sites.note_missed(now=at))
        if place == MISSED:
            book.at(opened + DAY, partial(_set_aside, number, story["aside"]))
            continue
        minutes = story["late_minutes"] if place == LATE else keeper.does.get("replies_after", 50)
        book.at(opened + timedelta(minutes=minutes), partial(_reply, keeper, number, story))


def _demand(episode: str, at: datetime) -> None:
    sites.demand_reply(episode_number=episode, now=at)


def _reply(keeper: Keeper, episode: str, story: dict[str, Any], at: datetime) -> None:
    demand = Demand.objects.filter(episode__number=episode).first()
    if demand is None:
        return
    shown = _photo(keeper.source, keeper.officer, at, is_mended=True)
    sites.reply(
        number=demand.number,
        cause=story["cause"],
        measure=story["measure"],
        photo_keys=[shown],
        by=keeper.officer,
        now=at,
    )


def _set_aside(episode: str, reason: str, at: datetime) -> None:
    failed = Demand.objects.filter(episode__number=episode, state__in=("missed", "late")).first()
    if failed is not None:
        desk = accounts.actor(accounts.people_with(Role.DUTY_ANALYST)[0].pk)
        sites.set_aside(number=failed.number, reason=reason, by=desk, now=at)


def _check(book: Play, keeper: Keeper, story: dict[str, Any]) -> None:
    """An officer looks at a site that has no open case, and finds nothing."""
    source = keeper.source
    if not Case.objects.filter(source=source, state__in=OPEN_STATES).exists():
        book.on(story["checked_days"], time(10, 20), partial(_look, source))


def _look(source: Source, at: datetime) -> None:
    desk = accounts.actor(accounts.people_with(Role.DUTY_ANALYST)[0].pk)
    found = registry.officer_of(source.grid, on=calendar.local_day(at))
    if found is None:
        return
    officer, kind = accounts.actor_of(found), KindOfGoing.PUBLIC_PATROL
    fitting = dispatch_queries.purposes_for(kind=kind, source=source, on=calendar.local_day(at))
    order = dispatch.issue(
        kind=kind,
        grid_code=source.grid.code,
        officer_id=officer.id,
        what=next(one.code for one in fitting if not one.wets_ground),
        hours=Decimal(2),
        clock="natural",
        by=desk,
        now=at,
        suspicion_number=None,
        source_code=source.code,
    )
    visit = inspections.check_in(
        order_number=order,
        key=references.new_key(at),
        lon=source.lon,
        lat=source.lat,
        accuracy_m=8.0,
        place_note="",
        by=officer,
        now=at + HOUR / 2,
    )
    later = at + HOUR
    for item, moment in one_after_another(visit.template.items.all(), until=later, about=source.code):
        inspections.answer(visit_key=visit.key, item_id=item.pk, value="ok", note="", by=officer, now=moment)
    inspections.file_finding(
        visit_key=visit.key,
        result="nothing",
        category="",
        words=places.written("story")["nothing_seen"],
        source_code=source.code,
        by=officer,
        now=later,
    )
    dispatch.finish(number=order, by_id=officer.id, now=later)


def _plant(book: Play, code: str, does: dict[str, Any], since: date) -> None:
    """A plant states its three facts and checks itself now and then."""
    source = Source.objects.get(code=code)
    manager = accounts.actor_of(registry.keepers_of(source.pk, on=since)[0])
    if "energy" in does:
        book.on(20, time(11), partial(_state, source, manager, does))
    for back in does["checks"]:
        day = calendar.local_day(book.now) - back * DAY
        book.on(back, time(8, 30), partial(_check_self, source, manager, day))


def _state(source: Source, manager: Actor, does: dict[str, Any], at: datetime) -> None:
    sites.state_facts(
        source_code=source.code,
        energy={kind: Decimal(share) for kind, share in does["energy"].items()},
        vehicles=[tuple(row) for row in does["vehicles"]],
        trips_per_day=does["trips_per_day"],
        by=manager,
        now=at,
    )


def _check_self(source: Source, manager: Actor, day: date, at: datetime) -> None:
    sites.sign_sheet(
        source_code=source.code,
        day=day,
        taps=_taps(source.kind, day, is_unmet=False),
        stage="",
        words="",
        photo_keys=[_photo(source, manager, at, is_mended=True)],
        by=manager,
        now=at,
    )


def _photo(source: Source, by: Actor, at: datetime, *, is_mended: bool) -> str:
    """Draw the place and hand it in as a photo; returns its key."""
    local = at.astimezone(calendar.local_zone())
    caption = f"{source.name_zh} · {local:%Y-%m-%d %H:%M} · {by.name_zh}"
    content = drawings.picture(DUSTY, place=source.code, caption=caption, is_mended=is_mended)
    key = references.new_key(at)
    inspections.attach_photo(
        visit_key=None,
        key=key,
        content=content,
        name=f"{source.code}-{local:%Y%m%d-%H%M}.jpg",
        by=by,
        now=at,
        lon=source.lon,
        lat=source.lat,
        taken_at=at,
    )
    return str(key)
