"""Builders: people, places and things as they come to be in the product, by the same actions.

`NOON` is a Friday, 12:00 local time. Everything is made once per test; names are roles, places are made up.
"""

import io
import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from PIL import Image

from lantian.accounts import queries as accounts
from lantian.accounts.models import Organisation, Person
from lantian.accounts.rules import Actor, Role
from lantian.assessment.models import Episode
from lantian.cases import actions as cases
from lantian.cases import models as case_models
from lantian.cases import rules
from lantian.cases.states import Level, State
from lantian.diagnosis import actions as diagnosis
from lantian.diagnosis.models import Candidate, SectorRule, Suspicion
from lantian.dispatch import actions as dispatch
from lantian.dispatch.rules import KindOfGoing
from lantian.inspections import actions as inspections
from lantian.inspections.models import Evidence, Visit
from lantian.kernel import references
from lantian.kernel.models import Event
from lantian.registry.models import Duty, Grid, Region, Source, Station
from lantian.scoring import actions as scoring

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
SINCE = date(2025, 1, 1)
WEST, SOUTH, EAST, NORTH = 113.0, 35.0, 113.1, 35.1
SQUARE = (
    f'{{"type":"Polygon","coordinates":[[[{WEST},{SOUTH}],[{EAST},{SOUTH}],'
    f"[{EAST},{NORTH}],[{WEST},{NORTH}],[{WEST},{SOUTH}]]]}}"
)
HERE = (113.05, 35.05)
METRE = 1 / 111_195.0  # degrees of latitude
YES = dict.fromkeys(rules.ACCEPTANCE, rules.YES)
_serial = itertools.count(1)


def a_house() -> None:
    """The rows the loop runs by."""
    for room in (dispatch, inspections, cases, scoring, diagnosis):
        room.seed(now=NOON)


def an_organisation(
    code: str = "hq", *, under: str = "hq", kind: str = "department", **changes
) -> Organisation:
    """A unit below another; `hq` is the root and comes by itself."""
    if code == "hq":
        return _root()
    parent = _root() if under == "hq" else Organisation.objects.get(code=under)
    fields = {
        "name_zh": code,
        "name_en": code,
        "kind": kind,
        "parent": parent,
        "path": f"{parent.path}{code}/",
    }
    return Organisation.objects.get_or_create(code=code, defaults=fields | changes)[0]


def a_person(
    username: str = "",
    *,
    role: Role = Role.GRID_OFFICER,
    unit: str = "hq",
    area: str = "",
    certificate: str = "",
) -> Person:
    """Somebody of a unit; the desk, supervisors and leaders oversee the whole district."""
    organisation = Organisation.objects.get(code=unit) if unit != "hq" else _root()
    oversees = {Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR}
    overseen = _root() if role in oversees else organisation
    name = username or f"{role}{next(_serial)}"
    return Person.objects.create(
        username=name,
        name_zh=name,
        name_en=name,
        role=role,
        organisation=organisation,
        area=Organisation.objects.get(code=area) if area else overseen,
        certificate=certificate,
    )


def an_actor(username: str = "", **changes) -> Actor:
    """A person as actions see them."""
    return accounts.actor_of(a_person(username, **changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody a case meets: their units are hq > desk, group, works (> works_east), roads, town."""

    analyst: Actor
    officer: Actor
    grid_head: Actor
    supervisor: Actor
    leader: Actor
    unit_head: Actor
    handler: Actor
    colleague: Actor
    sub_colleague: Actor
    outsider: Actor
    outside_head: Actor


def a_cast() -> Cast:
    """A whole office, with the house's rows laid down and one grid with a site in it."""
    a_house()
    an_organisation("desk", kind="office")
    an_organisation("group", kind="supervision")
    an_organisation("works")
    an_organisation("works_east", under="works")
    an_organisation("roads")
    an_organisation("town", kind="township")
    officer, grid_head = a_person("officer", unit="town"), a_person("grid_head", unit="town")
    grid = a_grid()
    Duty.objects.create(person=officer, grid=grid, valid_from=SINCE)
    Duty.objects.create(person=grid_head, grid=grid, is_head=True, valid_from=SINCE)
    a_source()
    return Cast(
        analyst=an_actor("analyst", role=Role.DUTY_ANALYST, unit="desk"),
        officer=accounts.actor_of(officer),
        grid_head=accounts.actor_of(grid_head),
        supervisor=an_actor("supervisor", role=Role.SUPERVISOR, unit="group"),
        leader=an_actor("leader", role=Role.LEADER),
        unit_head=an_actor("unit_head", role=Role.UNIT_HEAD, unit="works"),
        handler=an_actor("handler", role=Role.HANDLER, unit="works"),
        colleague=an_actor("colleague", role=Role.HANDLER, unit="works"),
        sub_colleague=an_actor("sub_colleague", role=Role.HANDLER, unit="works_east"),
        outsider=an_actor("outsider", role=Role.HANDLER, unit="roads"),
        outside_head=an_actor("outside_head", role=Role.UNIT_HEAD, unit="roads"),
    )


def a_region() -> Region:
    """Our district."""
    fields = {"name_zh": "区", "name_en": "district", "kind": "district", "is_ours": True, "geometry": SQUARE}
    return Region.objects.get_or_create(code="district", defaults=fields | {"organisation": _root()})[0]


def a_grid(code: str = "grid", *, unit: str = "town") -> Grid:
    """A patrol cell around `HERE`."""
    an_organisation(unit, kind="township")
    fields = {
        "name_zh": code,
        "name_en": code,
        "region": a_region(),
        "organisation": Organisation.objects.get(code=unit),
        "geometry": SQUARE,
    }
    return Grid.objects.get_or_create(code=code, defaults=fields)[0]


def a_station(code: str = "station", *, north_m: float = 2000.0, no_spray_radius_m: int = 0) -> Station:
    """A micro-station some metres north of `HERE`."""
    return Station.objects.create(
        code=code,
        name_zh=code,
        name_en=code,
        kind=Station.Kind.MICRO,
        region=a_region(),
        grid=a_grid(),
        lon=HERE[0],
        lat=HERE[1] + north_m * METRE,
        no_spray_radius_m=no_spray_radius_m,
    )


def a_source(
    code: str = "site", *, unit: str = "works", kind: str = "site", north_m: float = 0.0, **changes
) -> Source:
    """A site at `HERE` that a unit answers for."""
    fields = {
        "name_zh": code,
        "name_en": code,
        "kind": kind,
        "lon": HERE[0],
        "lat": HERE[1] + north_m * METRE,
        "grid": a_grid(),
        "answerable": an_organisation(unit),
    }
    return Source.objects.get_or_create(code=code, defaults=fields | changes)[0]


def a_suspicion(*, source: str | None = "site", now: datetime = NOON) -> str:
    """What an episode at a station points to; one candidate, or none."""
    station = Station.objects.filter(code="alarming").first() or a_station("alarming")
    episode = Episode.objects.create(
        number=references.next_number("SJ", now.year),
        station=station,
        parameter="pm10",
        kind="air",
        begins_at=now - timedelta(hours=1),
        last_at=now - timedelta(hours=1),
        raised_at=now,
    )
    suspicion = Suspicion.objects.create(
        number=references.next_number("YS", now.year),
        episode=episode,
        begins_at=episode.begins_at,
        parameter="pm10",
        rule=SectorRule.objects.get(version=1),
        wind_from=180.0,
        wind_speed=2.0,
        half_angle=45.0,
        near_km=0.2,
        far_km=5.0,
        position=1,
        made_at=now,
    )
    if source:
        found = Source.objects.get(code=source)
        Candidate.objects.create(
            suspicion=suspicion,
            source=found,
            rank=1,
            score=1.0,
            distance_km=2.0,
            bearing=180.0,
            off_axis=0.0,
            reasons={},
        )
    return suspicion.number


def an_order(
    cast: Cast, *, source: str | None = "site", suspicion: str | None = None, now: datetime = NOON, **changes
) -> str:
    """A patrol from public ground, asked of the grid's officer."""
    fields = {
        "kind": KindOfGoing.PUBLIC_PATROL,
        "grid_code": "grid",
        "officer_id": cast.officer.id,
        "what": "look_at_site_dust",
        "hours": Decimal(1),
        "clock": "natural",
        "by": cast.analyst,
        "now": now,
        "suspicion_number": suspicion,
        "source_code": source,
    }
    return dispatch.issue(**fields | changes)


def a_visit(cast: Cast, *, order: str | None = None, now: datetime = NOON, **changes) -> Visit:
    """A check-in twelve metres from the site."""
    fields = {
        "order_number": order or an_order(cast, now=now),
        "key": uuid4(),
        "lon": HERE[0],
        "lat": HERE[1] + 12 * METRE,
        "accuracy_m": 8.0,
        "place_note": "",
        "by": cast.officer,
        "now": now,
    }
    return inspections.check_in(**fields | changes)


def photo_bytes(*, size: tuple[int, int] = (64, 48), exif: Image.Exif | None = None) -> bytes:
    """A small picture that is like no other."""
    out = io.BytesIO()
    noted = {"exif": exif} if exif is not None else {}
    Image.new("RGB", size, (200, 160, 90)).save(out, "JPEG", comment=f"picture {next(_serial)}", **noted)
    return out.getvalue()


def a_photo(by: Actor, *, visit: Visit | None = None, now: datetime = NOON, **changes) -> Evidence:
    """A photo somebody took, on a visit or for a case."""
    fields = {
        "visit_key": visit.key if visit else None,
        "key": uuid4(),
        "content": photo_bytes(),
        "name": "photo.jpg",
        "by": by,
        "now": now,
    }
    return inspections.attach_photo(**fields | changes)


def answer_all(
    visit: Visit, value: str, *, by: Actor, now: datetime = NOON, but: dict[str, str] | None = None
) -> None:
    """Answer every item alike, some otherwise by code."""
    for item in visit.template.items.all():
        said = (but or {}).get(item.code, value)
        inspections.answer(visit_key=visit.key, item_id=item.pk, value=said, note="", by=by, now=now)


def a_problem(cast: Cast, *, visit: Visit | None = None, now: datetime = NOON) -> Visit:
    """A filed finding: bare soil at the site, with its photo."""
    visit = visit or a_visit(cast, now=now)
    item = visit.template.items.get(code="soil_covered")
    answer_all(visit, "ok", by=cast.officer, now=now, but={"soil_covered": "no"})
    a_photo(cast.officer, visit=visit, item_id=item.pk, now=now)
    inspections.file_finding(
        visit_key=visit.key,
        result="problem",
        category="bare_land",
        words="about 20 m² of bare soil",
        source_code="site",
        by=cast.officer,
        now=now,
    )
    dispatch.finish(number=visit.order.number, by_id=cast.officer.id, now=now)
    return visit


def a_look(by: Actor, *, has_passed: bool = True, now: datetime = NOON, **changes) -> rules.Look:
    """A recheck on site with a photo and all five answers."""
    fields = {
        "answers": YES if has_passed else YES | {"effect_meets_norm": rules.NO},
        "is_on_site": True,
        "reasons": "" if has_passed else "north corner is bare again",
        "photo_keys": (str(a_photo(by, now=now).key),),
    }
    return rules.Look(**fields | changes)


def a_mending(case: str, by: Actor, *, now: datetime = NOON, **changes) -> rules.Mending:
    """The report of a mending, with the case's first photo as the view before."""
    before = case_models.CaseEvidence.objects.filter(case__number=case).select_related("evidence").first()
    fields = {
        "what_was_done": "net laid over 20 m²",
        "before_key": str((before.evidence if before else a_photo(by, now=now)).key),
        "after_key": str(a_photo(by, now=now).key),
        "cost_fen": 120_000,
    }
    return rules.Mending(**fields | changes)


def a_case(
    cast: Cast, *, state: State = State.REPORTED, level: Level = Level.MINOR, now: datetime = NOON, **problem
) -> str:
    """A case of bare soil at the site, brought to a state by the people who do that."""
    fields = {
        "category": "bare_land",
        "title": "bare soil",
        "lon": HERE[0],
        "lat": HERE[1],
        "source_code": "site",
        "photo_keys": (str(a_photo(cast.officer, now=now).key),),
    }
    number = cases.report(key=uuid4(), problem=rules.Problem(**fields | problem), by=cast.officer, now=now)
    walk(number, cast, state=state, level=level, now=now)
    return number


def walk(number: str, cast: Cast, *, state: State, level: Level = Level.MINOR, now: datetime = NOON) -> None:
    """Bring a case that was reported or reopened to a state."""
    for step in _route(state, level=level):
        step(number, cast, level, now)


def _route(state: State, *, level: Level):
    """The steps that lead to a state, by the table."""
    is_grave = level in {Level.MAJOR, Level.SUPERIOR}
    line = [
        (State.FILED, _file),
        (State.ASSIGNED, _assign),
        (State.ACCEPTED, _accept),
        (State.RECTIFYING, _plan if is_grave else _start),
        (State.SUBMITTED, _submit),
        (State.PASSED, _pass),
        *([(State.IN_PUBLICITY, _publicise)] if is_grave else []),
        (State.CLOSED, _close),
    ]
    if state is State.REPORTED:
        return []
    if state is State.VOID:
        return [_void]
    if state is State.RETURNED:
        return [step for _, step in line[:2]] + [_return]
    if state is State.REOPENED:
        return [step for _, step in line] + [_reopen]
    names = [name for name, _ in line]
    return [step for _, step in line[: names.index(state) + 1]]


def _file(number, cast, level, now):
    cases.file(
        number=number, level=level, standard_code="大气法69", is_separate=True, by=cast.analyst, now=now
    )


def _void(number, cast, level, now):
    cases.void(number=number, reason="not ours", by=cast.analyst, now=now)


def _assign(number, cast, level, now):
    cases.assign(number=number, by=cast.analyst, now=now)


def _return(number, cast, level, now):
    cases.return_(number=number, reason="not our site", by=cast.unit_head, now=now)


def _accept(number, cast, level, now):
    cases.accept(number=number, handler_id=cast.handler.id, by=cast.unit_head, now=now)


def _start(number, cast, level, now):
    cases.start(number=number, by=cast.handler, now=now)


def _plan(number, cast, level, now):
    measures = [rules.Measure(what="net over all bare soil", by_on=now.date() + timedelta(days=3))]
    cases.plan(number=number, target="no bare soil", measures=measures, by=cast.unit_head, now=now)


def _submit(number, cast, level, now):
    cases.submit(number=number, work=a_mending(number, cast.handler, now=now), by=cast.handler, now=now)


def _pass(number, cast, level, now):
    cases.recheck_pass(number=number, look=a_look(cast.supervisor, now=now), by=cast.supervisor, now=now)


def _publicise(number, cast, level, now):
    cases.publicise(number=number, by=cast.supervisor, now=now)


def _close(number, cast, level, now):
    until = case_models.Case.objects.get(number=number).publicity_until
    cases.close(number=number, by=cast.leader, now=until or now)


def _reopen(number, cast, level, now):
    closed_at = case_models.Case.objects.get(number=number).closed_at
    visit = a_problem(cast, now=closed_at + timedelta(days=1))
    cases.reopen(number=number, visit_key=visit.key, by=cast.analyst, now=closed_at + timedelta(days=1))


def events(name: str = "", *, about: str = ""):
    """What was written down, oldest first."""
    wanted = {key: value for key, value in {"name": name, "about": about}.items() if value}
    return list(Event.objects.filter(**wanted).order_by("id"))


def key(number: int) -> UUID:
    """A key that is the same every time."""
    return UUID(int=number)


def _root() -> Organisation:
    fields = {"name_zh": "hq", "name_en": "hq", "kind": "district", "path": "/hq/"}
    return Organisation.objects.get_or_create(code="hq", defaults=fields)[0]
