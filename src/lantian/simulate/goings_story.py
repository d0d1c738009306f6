"""The story of kinds of going: two draws, an unannounced, a joint and a help visit, and visits to come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases import actions as cases
from lantian.dispatch import actions as dispatch
from lantian.dispatch import queries as dispatch_queries
from lantian.dispatch import rules
from lantian.dispatch.models import Draw, Order
from lantian.dispatch.states import State
from lantian.inspections import actions as inspections
from lantian.inspections.models import Visit
from lantian.inspections.rules import Told
from lantian.kernel import references
from lantian.registry.models import Source
from lantian.reporting import actions as reporting
from lantian.simulate import drawings
from lantian.simulate.district import places
from lantian.simulate.playing import one_after_another

Act = Callable[[datetime], None]
STEP = timedelta(minutes=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Something that is done at a moment."""

    at: datetime
    act: Act


class Goings:
    """Plays the planned visits with the real actions."""

    def __init__(self, desk: Actor) -> None:
        self.desk = desk
        self.words = places.written("goings")

    def turns(self, *, now: datetime) -> list[Turn]:
        """Everything that lies before a moment, in no order."""
        said: list[Turn] = []
        for row in self.words["turns"]:
            local = now.astimezone(calendar.local_zone())
            day = local.date() - timedelta(days=row["days_ago"])
            at = datetime.combine(day, time.fromisoformat(row["at"]), tzinfo=local.tzinfo)
            if at < now:
                said.append(Turn(at=at, act=self._act(row)))
        return said

    def _act(self, row: dict[str, object]) -> Act:
        verb = str(row["verb"])
        return {
            "classes": self._classes,
            "draw": self._draw,
            "visit-drawn": self._visit_drawn,
            "publish": self._publish,
            "plan": lambda at: self._plan(row, at),
            "visit": lambda at: self._visit(row, at),
        }[verb]

    def _classes(self, at: datetime) -> None:
        for code, name in self.words["classes"].items():
            dispatch.set_class(source_code=code, object_class=name, by=self.desk, now=at)

    def _draw(self, at: datetime) -> None:
        until = calendar.local_day(at) + timedelta(days=int(self.words["draw_days"]))
        dispatch.draw(
            what=self.words["what"],
            plan=self.words["draw_plan"],
            basis=self.words["basis"],
            until=until,
            by=self.desk,
            now=at,
        )

    def _visit_drawn(self, at: datetime) -> None:
        """The first place drawn that nobody has been to."""
        waiting = Order.objects.filter(draw__isnull=False, state=State.ISSUED).order_by("pk").first()
        if waiting is not None:
            self._go(waiting, self.words["drawn"], at)

    def _publish(self, at: datetime) -> None:
        first = Draw.objects.order_by("pk").first()
        if first is not None and not first.orders.filter(state__in=["issued", "arrived"]).exists():
            dispatch.publish(number=first.number, by=self.desk, now=at)

    def _plan(self, row: dict[str, object], at: datetime) -> str:
        plan = self.words["visits"][row["visit"]]
        source = Source.objects.select_related("grid").get(code=plan["source"])
        people = {one.username: one.pk for one in Person.objects.filter(username__in=_names(plan))}
        joining = tuple(
            rules.Joining(person_id=people[name], part=part) for name, part in plan.get("joining", {}).items()
        )
        companion = plan.get("companion")
        return dispatch.issue(
            kind=plan["kind"],
            grid_code=source.grid.code,
            officer_id=people[plan["officer"]],
            companion_id=people[companion] if companion else None,
            what=plan["what"],
            hours=Decimal(1),
            clock="natural",
            source_code=source.code,
            planned=rules.Planned(
                mode=rules.Mode(plan["mode"]),
                basis=plan.get("basis", ""),
                plan=plan.get("plan", ""),
                on=_day(at) + timedelta(days=int(plan["after_days"])),
                joining=joining,
            ),
            by=self.desk,
            now=at,
        )

    def _visit(self, row: dict[str, object], at: datetime) -> None:
        plan = self.words["visits"][row["visit"]]
        found = Order.objects.filter(source__code=plan["source"], kind=plan["kind"], state=State.ISSUED)
        order = found.order_by("pk").first()
        if order is not None:
            self._go(order, plan, at)

    def _go(self, order: Order, plan: dict[str, object], at: datetime) -> None:
        """Scan in, check in, answer, write the record, sign, file; the slip and the record are printed."""
        by = accounts.actor(order.officer_id)
        place = {"lon": round(order.source.lon + 1e-4, 6), "lat": round(order.source.lat + 1e-4, 6)}
        if dispatch_queries.terms_of(order).needs_scan_in:
            code = dispatch.code_of(order.source, now=at)
            dispatch.scan_in(number=order.number, code=code, accuracy_m=9.0, by=by, now=at, **place)
        visit = inspections.check_in(
            order_number=order.number,
            key=references.new_key(at),
            accuracy_m=9.0,
            place_note="",
            by=by,
            now=at,
            **place,
        )
        self._answer(visit, plan, by, at=at + STEP)
        told = Told(left_at=at + 9 * STEP, **self._told(plan, at))
        inspections.keep_record(visit_key=visit.key, told=told, by=by, now=at + 6 * STEP)
        self._sign(visit, order, at=at + 7 * STEP)
        self._file(visit, order, plan, by, at=at + 8 * STEP)

    def _told(self, plan: dict[str, object], at: datetime) -> dict[str, object]:
        told = dict(plan["told"])
        if told.get("order_words"):
            told["order_due_on"] = _day(at) + timedelta(days=int(self.words["order_days"]))
        return told

    def _answer(self, visit: Visit, plan: dict[str, object], by: Actor, *, at: datetime) -> None:
        if visit.template.items.exclude(stages=[]).exists() and not visit.stage_code:
            inspections.name_stage(visit_key=visit.key, stage_code=self.words["stage"], by=by, now=at)
        said = plan.get("said", {})
        given: dict[str, str] = {}
        items = visit.template.items.all()
        for item, moment in one_after_another(items, until=at + 4 * STEP, about=visit.order.number):
            if item.asked_if and given.get(item.asked_if) not in item.asked_if_values:
                continue
            value, note = said.get(item.code, ("ok", ""))
            given[item.code] = value
            if item.photo == "always" or value == "no":
                self._photo(visit, by, item_id=item.pk, at=moment)
            inspections.answer(
                visit_key=visit.key, item_id=item.pk, value=value, note=note, by=by, now=moment
            )
        self._photo(visit, by, item_id=None, at=at + 4 * STEP)

    def _photo(self, visit: Visit, by: Actor, *, item_id: int | None, at: datetime) -> None:
        source = visit.order.source
        local = at.astimezone(calendar.local_zone())
        caption = f"{source.name_zh} · {local:%Y-%m-%d %H:%M} · {by.name_zh} · {item_id or 0}"
        category = places.written("story")["categories"][source.kind]
        inspections.attach_photo(
            visit_key=visit.key,
            key=references.new_key(at),
            content=drawings.picture(category, place=source.code, caption=caption, is_mended=item_id is None),
            name=f"{source.code}-{local:%Y%m%d-%H%M}.jpg",
            by=by,
            now=at,
            item_id=item_id,
            lon=source.lon,
            lat=source.lat,
            taken_at=at,
        )

    def _sign(self, visit: Visit, order: Order, *, at: datetime) -> None:
        everybody = [person for person, _part in dispatch_queries.who_goes(order)]
        for person in everybody:
            self._draw_name(visit, accounts.actor(person.pk), person.name_zh, is_present=False, at=at)
        self._draw_name(visit, accounts.actor(order.officer_id), "在场人员", is_present=True, at=at)

    def _draw_name(self, visit: Visit, by: Actor, name: str, *, is_present: bool, at: datetime) -> None:
        key = references.new_key(at)
        inspections.attach_photo(
            visit_key=visit.key,
            key=key,
            content=drawings.signature(f"{visit.key}/{name}", name=name),
            name="signature.png",
            by=by,
            now=at,
        )
        inspections.sign(visit_key=visit.key, photo_key=key, is_present=is_present, by=by, now=at)

    def _file(self, visit: Visit, order: Order, plan: dict[str, object], by: Actor, *, at: datetime) -> None:
        is_problem = any(value == "no" for value, _note in plan.get("said", {}).values())
        inspections.file_finding(
            visit_key=visit.key,
            result="problem" if is_problem else "nothing",
            category="",
            words=str(plan["words"]),
            source_code=order.source.code,
            by=by,
            now=at,
        )
        dispatch.finish(number=order.number, by_id=by.id, now=at)
        if is_problem:
            cases.order_on_site(visit_key=visit.key, now=at) or cases.report_finding(
                visit_key=visit.key, now=at
            )
        for kind in plan.get("papers", ()):
            address = self.words["verify"]
            reporting.print_paper(visit_key=visit.key, kind=kind, verify_url=address, by=by, now=at + STEP)


def _names(plan: dict[str, object]) -> Sequence[str]:
    return [str(plan["officer"]), str(plan.get("companion", "")), *plan.get("joining", {})]


def _day(at: datetime) -> date:
    return calendar.local_day(at)
