"""Every address of the house tried by every role, by the same roles of the next district, and by a stranger.

    LANTIAN_HOME=HOME .venv/bin/python scripts/access.py [--write docs/reference/access.md]

HOME holds the demo district, freshly loaded. Each address is asked with an object of ours that exists; what
takes only a form is sent an empty one; every request is rolled back. Exits with 1 when an address of a thing
opens to the next district or to a stranger that the list below does not name, when an address fails (5xx), or
when an address is new and nothing says by which object it is tried.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantian.config.settings")
os.environ["LANTIAN_DEMO"] = "1"

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import URLPattern, URLResolver, get_resolver  # noqa: E402

from lantian.accounts.models import Organisation, Person  # noqa: E402
from lantian.accounts.rules import Role  # noqa: E402
from lantian.calendar import queries as calendar  # noqa: E402
from lantian.kernel import clock  # noqa: E402
from lantian.registry import queries as registry  # noqa: E402
from lantian.reporting import actions as reporting  # noqa: E402

POSTS = {
    Role.DUTY_ANALYST: "值班", Role.GRID_OFFICER: "网格员", Role.UNIT_HEAD: "单位负责人",
    Role.HANDLER: "经办人", Role.SUPERVISOR: "督查", Role.LEADER: "领导", Role.ADMINISTRATOR: "管理员",
    Role.SITE_DUST_OFFICER: "扬尘专员", Role.PLANT_MANAGER: "企业负责人",
}  # fmt: skip
# open without signing in, each on purpose
PUBLIC_ROOTS = (
    "report/", "air/", "open311/", "verify/", "robots.txt", "sign-in/", "sign-out/", "posts/", "switch/",
    "tour/", "language/", "field/manifest", "field/install/", "field/worker.js", "v1/openapi.json",
)  # fmt: skip
# what belongs to everybody who has signed in: published air, the campaign's frame, a file of one's own area,
# how far one's own photo or report has come
SHARED_ROOTS = (
    "stations/", "ranking/", "prospects/", "compare/", "places/", "explain/", "exports/", "v1/", "board/",
    "official/", "changes/", "quality/", "field/at/", "ledger/file",
    "field/sent/photos/", "field/sent/reports/", "field/sent/visits/<uuid:key>/photos/",
)  # fmt: skip
SIGNS = {200: "●", 302: "→", 400: "!", 403: "✕", 404: "–", 405: "–", 409: "!", 422: "!"}


@dataclass(frozen=True, slots=True)
class Address:
    """One address, with the object it was tried with."""

    route: str
    url: str
    has_object: bool


def patterns(
    found: list[URLPattern | URLResolver] | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every pattern with its whole route."""
    for one in get_resolver().url_patterns if found is None else found:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, route)
        else:
            yield route, one


def first(model: str, field: str, **wanted: object) -> Callable[[], object]:
    """The newest row's own name for itself."""

    def find() -> object:
        row = apps.get_model(model).objects.filter(**wanted).order_by("-pk").first()
        if row is None:
            raise LookupError(f"the demo holds no {model} {wanted or ''}")
        for part in field.split("__"):
            row = getattr(row, part)
        return row

    return find


CASE = first("cases.Case", "number")
SITE = first("registry.Source", "code", kind="site", premises__isnull=False)
OBJECTS: dict[str, dict[str, Callable[[], object]]] = {
    "field/cases": {"number": first("cases.Case", "number", state="rectifying")},
    "field/sent/cases": {"number": first("cases.Case", "number", state="rectifying")},
    "field/sent": {"key": first("inspections.Visit", "key"), "number": first("dispatch.Order", "number"),
                   "photo": first("inspections.Evidence", "key")},
    "field/orders": {"number": first("dispatch.Order", "number")},
    "field/visits": {"key": first("inspections.Visit", "key")},
    "field/templates": {"number": first("inspections.Template", "pk")},
    "field/at": {"code": first("dispatch.PlaceCode", "code"), "number": first("dispatch.Order", "number")},
    "report": {"token": lambda: "no-such-token", "key": first("inspections.Evidence", "key")},
    "open311": {"code": lambda: "smoke", "number": CASE, "token": lambda: "no-such-token",
                "rest": lambda: "x", "suffix": lambda: "json"},
    "exports": {"form": lambda: "csv", "code": first("registry.Station", "code", kind="national"),
                "number": first("assessment.ImportedList", "pk"), "suffix": lambda: "csv"},
    "exports/tokens": {"number": first("accounts.Person", "pk")},
    "v1/stations": {"code": first("registry.Station", "code", kind="national")},
    "v1/regions": {"code": first("registry.Region", "code", is_ours=True)},
    "v1/official": {"number": first("assessment.ImportedList", "pk")},
    "stations": {"code": first("registry.Station", "code", kind="national")},
    "prospects": {"group": lambda: "cities", "code": first("registry.Region", "code", kind="city"),
                  "what": lambda: "allowance", "pollutant": lambda: "pm25"},
    "official": {"number": first("assessment.ImportedList", "pk")},
    "places": {"code": first("registry.Region", "code", is_ours=True), "what": lambda: "calendar"},
    "suspicions": {"number": first("diagnosis.Suspicion", "number")},
    "orders": {"number": first("dispatch.Order", "number")},
    "templates": {"number": first("inspections.Template", "pk"), "code": first("inspections.Item", "code")},
    "draws": {"number": first("dispatch.Draw", "number")},
    "codes": {"source": SITE},
    "visits": {"key": first("inspections.Visit", "key"), "kind": lambda: "record"},
    "papers": {"number": first("reporting.Paper", "number")},
    "verify": {"code": lambda: "NOSUCHCODE"},
    "ladder": {"number": first("cases.Rung", "case__number"), "rung": first("cases.Rung", "pk")},
    "reach": {"means": first("accounts.Means", "pk")},
    "letters": {"number": first("cases.Letter", "number")},
    "ledger": {"number": first("cases.LedgerEntry", "case__number"), "act": lambda: "progress",
               "suffix": lambda: "csv"},
    "sweeps": {"number": first("cases.Sweep", "number"), "place": first("cases.SweepPlace", "pk"),
               "task": first("cases.SweepTask", "pk")},
    "enforcement": {"number": first("cases.Enforcement", "case__number")},
    "residents": {"number": first("residents.Report", "case__number")},
    "cases": {"number": CASE, "act": lambda: "file", "suffix": lambda: "svg",
              "objection": first("cases.Objection", "pk")},
    "sites": {"code": SITE, "day": lambda: "2026-01-05", "number": first("sites.Demand", "number"),
              "key": first("inspections.Evidence", "key")},
    "plants": {"code": first("registry.Source", "code", kind="plant")},
    "board": {"number": first("campaign.Task", "number"), "position": lambda: 1},
    "briefings": {"number": first("reporting.Briefing", "number")},
    "explain": {"position": lambda: 1},
    "quality": {"pk": first("observations.Flag", "pk")},
    "quarantine": {"pk": lambda: 1},
    "units": {"code": first("accounts.Organisation", "code", kind="department"), "act": lambda: "head"},
    "people": {"username": first("accounts.Person", "username", role="handler"), "act": lambda: "password",
               "leave": first("accounts.Leave", "pk"), "means": first("accounts.Means", "pk")},
    "cases/filters": {"filter_id": lambda: 1},
    "photos/<uuid:key>/hints": {"key": first("cases.CaseEvidence", "evidence__key"), "code": lambda: "late"},
    "photos": {"key": first("cases.CaseEvidence", "evidence__key")},
}  # fmt: skip


def addresses() -> list[Address]:
    """Every address, filled in; a new one without an object to try it with ends the run."""
    found, lost = [], []
    for route, pattern in patterns():
        names = list(pattern.pattern.regex.groupindex)
        root = max(
            (r for r in OBJECTS if route.startswith(r + "/") or route.startswith(r + ".")),
            key=len,
            default="",
        )
        known = OBJECTS.get(root, {})
        missing = [name for name in names if name not in known and name != "suffix"]
        if missing:
            lost.append(f"{route}: {', '.join(missing)}")
            continue
        try:
            values = {name: known[name]() for name in names if name in known}
        except LookupError as absent:
            lost.append(f"{route}: {absent}")
            continue
        url = "/" + route
        if route.startswith("^") or "(?" in route:
            url = "/" + _plain(route, values)
        for name, converter in pattern.pattern.converters.items():
            written = str(converter.to_url(_typed(values[name], type(converter).__name__)))
            for kind in ("str", "int", "slug", "uuid", "path"):
                url = url.replace(f"<{kind}:{name}>", written)
            url = url.replace(f"<{name}>", written)
        found.append(Address(route, url, bool(names)))
    if lost:
        raise SystemExit("no object to try these addresses with; name one in OBJECTS:\n" + "\n".join(lost))
    return sorted(found, key=lambda one: one.route)


def _plain(route: str, values: dict[str, object]) -> str:
    """An address of a pattern written as an expression: the Open311 door's and the API's last word."""
    text = (
        route.replace("^", "").replace("(?:v2/)?", "v2/").replace(r"(?:\.(?P<suffix>json|xml))?/?$", ".json")
    )
    for name, value in values.items():
        text = text.replace(f"(?P<{name}>[^/.]+)", str(value))
    return text.split("(?")[0]


def _typed(value: object, converter: str) -> object:
    return UUID(str(value)) if converter == "UUIDConverter" and not isinstance(value, UUID) else value


def neighbours() -> dict[Role, Person]:
    """The same posts in the next district, made for this run."""
    district = Organisation.objects.create(
        code="next-district", name_zh="邻区", name_en="Next district", kind="district", path="/next-district/"
    )
    unit = Organisation.objects.create(
        code="next-unit", name_zh="邻区单位", name_en="Next unit", kind="department", parent=district,
        path="/next-district/next-unit/",
    )  # fmt: skip
    people = {}
    for role in POSTS:
        is_of_unit = role in {Role.UNIT_HEAD, Role.HANDLER, Role.SITE_DUST_OFFICER, Role.PLANT_MANAGER}
        home = unit if is_of_unit else district
        people[role] = Person.objects.create(
            username=f"next-{role}",
            name_zh="邻区岗位",
            name_en="Next post",
            role=role,
            organisation=home,
            area=home,
        )
    return people


def ask(client: Client, address: Address) -> int:
    """The status of an address: read it, or send an empty form where it takes only forms; all rolled back."""
    with transaction.atomic():
        status = client.get(address.url, HTTP_HOST="localhost").status_code
        if status == 405:
            status = client.post(address.url, HTTP_HOST="localhost").status_code
        transaction.set_rollback(True)
    return status


def client_of(person: Person | None) -> Client:
    """A browser of one person; a stranger's without one."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def is_page(client: Client, address: Address) -> bool:
    """Whether an address answers with a page to look at."""
    with transaction.atomic():
        said = client.get(address.url, HTTP_HOST="localhost")
        transaction.set_rollback(True)
    return said.status_code == 200 and said.headers.get("Content-Type", "").startswith("text/html")


def tried(person: Person | None, all_of_them: list[Address]) -> dict[str, int]:
    """What every address says to one person; to a stranger without one."""
    client = client_of(person)
    return {one.route: ask(client, one) for one in all_of_them}


def write_briefing() -> None:
    """The demo's first briefing is drafted by the clock; here it is drafted at once."""
    now = clock.now()
    yesterday = calendar.local_day(now) - timedelta(days=1)
    reporting.write_once(region_code=registry.our_district().code, day=yesterday, now=now)


def main() -> None:
    """Try everything, write the table, and say what should not be."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--write", type=Path)
    given = asked.parse_args()
    write_briefing()
    found = addresses()
    ours = {
        role: Person.objects.filter(role=role, is_active=True).order_by("username").first() for role in POSTS
    }
    with transaction.atomic():
        theirs = neighbours()
        answers = {role: tried(person, found) for role, person in ours.items() if person}
        next_door = {role: tried(person, found) for role, person in theirs.items()}
        stranger = tried(None, found)
        transaction.set_rollback(True)
    if given.write:
        given.write.write_text(table(found, answers, next_door, stranger), encoding="utf-8")
    wrong = list(holes(found, answers, next_door, stranger))
    print(
        "\n".join(wrong) or f"{len(found)} addresses, {len(answers) + len(next_door) + 1} visitors, no hole"
    )
    sys.exit(1 if wrong else 0)


def holes(
    found: list[Address],
    ours: dict[Role, dict[str, int]],
    theirs: dict[Role, dict[str, int]],
    stranger: dict[str, int],
) -> Iterator[str]:
    """What fails, and what opens to somebody it should not open to."""
    for one in found:
        for who, said in [
            *ours.items(),
            *((f"next {role}", s) for role, s in theirs.items()),
            ("stranger", stranger),
        ]:
            if said[one.route] >= 500:
                yield f"{one.url} fails with {said[one.route]} for {who}"
        if stranger[one.route] == 200 and not one.route.startswith(PUBLIC_ROOTS):
            yield f"{one.url} opens to a stranger"
        if not one.has_object or one.route.startswith((*PUBLIC_ROOTS, *SHARED_ROOTS)):
            continue
        for role, said in theirs.items():
            if said[one.route] not in {302, 403, 404, 405}:
                yield f"{one.url} answers {said[one.route]} to {role} of the next district"


def table(
    found: list[Address],
    ours: dict[Role, dict[str, int]],
    theirs: dict[Role, dict[str, int]],
    stranger: dict[str, int],
) -> str:
    """The table as Markdown: one line an address."""
    heads = [POSTS[role] for role in ours]
    lines = [
        "# Who may open what", "",
        "Made by `scripts/access.py` from the demo district: every address, asked with an object of the",
        "district by every role, by the same roles of the next district, and by a stranger. ● opens · → sent",
        "elsewhere · ✕ not for this role · – nothing there · ! refused with a sentence.", "",
        "| address | " + " | ".join([*heads, "next district", "stranger"]) + " |",
        "|---|" + ":-:|" * (len(heads) + 2),
    ]  # fmt: skip
    for one in found:
        row = [SIGNS.get(said[one.route], str(said[one.route])) for said in ours.values()]
        others = sorted({SIGNS.get(said[one.route], str(said[one.route])) for said in theirs.values()})
        row += [" ".join(others), SIGNS.get(stranger[one.route], str(stranger[one.route]))]
        lines.append(f"| `{one.route.replace('|', chr(92) + '|')}` | " + " | ".join(row) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
