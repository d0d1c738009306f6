"""Lists, filters, search, the case page, metrics and export at a million cases.

    LANTIAN_HOME=/tmp/m python benchmarks/million_fill.py [--cases 1000000]
    LANTIAN_HOME=/tmp/m python benchmarks/million_cases.py [--rounds 20] [--only "search"]

LANTIAN_DATABASE_URL names a PostgreSQL database; without it the home's SQLite is read. Each question is asked
as each kind of person. *Database*: what its statements took, by Django's own wrapper, fetching included.
*Page*: the whole request, views and templates, by Django's client in this process. Export runs in a process
of its own, whose largest resident memory is told.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantian.config.settings")
django.setup()

from django.db import connection  # noqa: E402  # after the settings
from django.test import Client  # noqa: E402

from lantian.accounts.models import Person  # noqa: E402
from lantian.cases import models, queries  # noqa: E402
from lantian.console.cases import listing  # noqa: E402

PEOPLE = {"desk": "duty-a", "township head": "ts01-head", "handler": "housing-a", "grid officer": "grid-a"}
TABS = ("open", "file", "assign", "mend", "recheck", "close", "closed", "void", "all")
FILTERS = {
    "overdue": "overdue=1",
    "refused recheck": "refused=1",
    "was reopened": "reopened=1",
    "category, common": "category=road_dust",
    "category, rare": "category=vocs",
    "level, rare": "level=superior",
    "category and level": "category=open_burning&level=major",
    "grid": "grid={grid}",
    "unit": "unit={unit}",
    "unit, category, overdue": "unit={unit}&category=bare_land&overdue=1",
    "mine": "mine=1",
    "square of the map": "cell={cell}",
}
SEARCHES = {
    "2, common": "扬尘",
    "2, in one of 5,000": "石灰",
    "2, nowhere": "鲸鱼",
    "3, a road": "建设路",
    "3, in one of 5,000": "石灰窑",
    "4, common": "新华大道",
    "5, in one of 100,000": "钕铁硼磁料",
    "a house": "建设路128号",
    "a unit": "示例住建局",
    "two common words": "人民路 焚烧",
    "three words": "朝阳街 露天 路口南",
    "a source": "工地 777 号",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="questions that hold this word")
    parser.add_argument("--export", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.export:
        export(given.export)
        return
    print(f"{connection.vendor}, {models.Case.objects.count():,} cases; load {os.getloadavg()[0]:.1f}")
    print("| question | as | database p50 | p95 ms | page p50 | p95 ms | statements |")
    print("|---|---|---:|---:|---:|---:|---:|")
    worst = [0.0, 0.0]
    for name, person, path in questions():
        if given.only in f"{name} {person}":
            found = ask(path, person, rounds=given.rounds)
            print(f"| {name} | {person} | " + " | ".join(f"{one:.0f}" for one in found) + " |", flush=True)
            worst = [max(worst[0], found[1]), max(worst[1], found[3])]
    print(f"worst p95: database {worst[0]:.0f} ms, page {worst[1]:.0f} ms")
    if not given.only:
        for form in ("csv", "parquet", "xlsx"):
            subprocess.run([sys.executable, __file__, "--export", form], check=True)


def questions() -> Iterator[tuple[str, str, str]]:
    """Each question with who asks it and its page."""
    actors = {
        name: Person.objects.select_related("organisation").get(username=u) for name, u in PEOPLE.items()
    }
    for name, person in actors.items():
        some = models.CaseScope.objects.filter(ancestor=person.area_id, state="rectifying").select_related(
            "case__grid", "case__unit"
        )[3]
        known = {"grid": some.case.grid.code, "unit": some.case.unit.code, "cell": some.cell}
        for tab in TABS:
            yield f"list {tab}", name, f"/cases/?tab={tab}"
        for label, query in FILTERS.items():
            for tab in ("open", "all"):
                yield f"filter {label}, {tab}", name, f"/cases/?tab={tab}&{query.format(**known)}"
        yield "page 40 of closed", name, deep(person)
        for label, text in SEARCHES.items():
            for tab in ("open", "all"):
                yield f"search {label}, {tab}", name, f"/cases/?tab={tab}&q={text}"
        yield "case page", name, f"/cases/{some.case.number}/"
        yield "needs me", name, "/situation/"
        yield "metrics, 30 days", name, "/cases/metrics/"


def deep(person: Person) -> str:
    """The address of the fortieth page of the closed cases."""
    by, after = queries_actor(person), ""
    for _ in range(40):
        after = queries.cases(by, states=listing.TABS["closed"][1], after=after).after
    return f"/cases/?tab=closed&after={after.replace('+', '%2B')}"


def queries_actor(person: Person):
    from lantian.accounts import queries as accounts

    return accounts.actor(person.pk)


def ask(path: str, person: str, *, rounds: int) -> tuple[float, float, float, float, int]:
    """p50 and p95 of the database and of the page, and the statements, of warm requests."""
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(
        Person.objects.get(username=PEOPLE[person]), "django.contrib.auth.backends.ModelBackend"
    )
    in_database, whole, statements = [], [], 0
    for n in range(rounds + 2):
        with watched() as spent:
            begun = time.perf_counter()
            answer = client.get(path)
            took = (time.perf_counter() - begun) * 1000
        if answer.status_code != 200:
            return (-1.0, -1.0, -1.0, -1.0, answer.status_code)
        if n >= 2:
            in_database.append(sum(spent) * 1000)
            whole.append(took)
            statements = len(spent)
        if n >= 4 and took > 2000:
            break  # it is said already
    return (*ends(in_database), *ends(whole), statements)


def ends(spent: list[float]) -> tuple[float, float]:
    spent.sort()
    return spent[len(spent) // 2], spent[min(len(spent) - 1, int(0.95 * len(spent)))]


@contextmanager
def watched() -> Iterator[list[float]]:
    """The seconds of each statement."""
    spent: list[float] = []

    def time_it(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(time.perf_counter() - begun)

    with connection.execute_wrapper(time_it):
        yield spent


def export(form: str) -> None:
    """Every case as a file, streamed to nowhere; says how much memory that took."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.get(username="duty-a"), "django.contrib.auth.backends.ModelBackend")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.perf_counter()
    answer = client.get(f"/exports/cases.{form}?tab=all")
    size = sum(len(piece) for piece in answer.streaming_content)
    took = time.perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"export {form}: {size / 1e6:.0f} MB in {took:.0f} s; resident {before:.0f} → {most:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
