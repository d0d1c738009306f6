"""今日态势 and the case list at 10,000 cases: p95 of warm requests over HTTP, on SQLite.

    python benchmarks/pages.py [--cases 10000] [--requests 200]

A home of its own with the demo district and thirty days of packets, the product's own web process, one client
that asks again and again. Cases are copied from the demo's, with all their scope rows. Beside the figures
stands the sign-in page, which asks the database hardly anything.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import timedelta
from pathlib import Path

PORT = int(os.environ.get("PORT", "8397"))


def prepare(home: Path, count: int) -> str:
    """Fill a home; returns the session key of the duty analyst."""
    import django  # after the home is known

    django.setup()
    from django.contrib.sessions.backends.db import SessionStore

    from lantian.accounts.models import Person
    from lantian.cli import demo, migrate

    migrate.bring_up_to_date()
    demo.load()
    fill(count)
    person = Person.objects.get(username="duty-a")
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def fill(count: int) -> None:
    """Copy the demo's cases until there are so many, spread over states, units, grids and deadlines."""
    from lantian.cases.models import Case, CaseScope
    from lantian.kernel import clock, references

    now = clock.now()
    patterns = list(Case.objects.all())
    scopes = {case.pk: list(case.scopes.values_list("ancestor_id", flat=True)) for case in patterns}
    made: list[tuple[Case, list[int]]] = []
    for n in range(count - len(patterns)):
        pattern = patterns[n % len(patterns)]
        copy = Case.objects.get(pk=pattern.pk)
        copy.pk, copy.key, copy.finding_id = None, references.new_key(now), None
        copy.number = f"QX-2026-{900000 + n:06d}"
        copy.reported_at = now - timedelta(minutes=7 * n % 40000)
        if copy.due_at and copy.assigned_at:
            copy.assigned_at = copy.reported_at
            copy.due_at = copy.reported_at + timedelta(hours=1 + n % 900)
        made.append((copy, scopes[pattern.pk]))
    Case.objects.bulk_create([case for case, _ in made], batch_size=500)
    keys = dict(Case.objects.values_list("key", "pk"))
    CaseScope.objects.bulk_create(
        [
            CaseScope(ancestor_id=a, state=c.state, deadline=c.due_at or c.reported_at, case_id=keys[c.key])
            for c, ancestors in made
            for a in ancestors
        ],
        batch_size=2000,
    )


def ask(path: str, cookie: str, *, times: int) -> list[float]:
    """Milliseconds of each warm request."""
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", headers={"Cookie": cookie})
    spent = []
    for n in range(times + 10):
        begun = time.perf_counter()
        with urllib.request.urlopen(request) as answer:
            answer.read()
        if n >= 10:
            spent.append((time.perf_counter() - begun) * 1000)
    return sorted(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lantian-bench-") as folder:
        os.environ |= {"LANTIAN_HOME": folder, "PORT": str(PORT), "LANTIAN_DOOR_PORT": str(PORT + 1)}
        os.environ["DJANGO_SETTINGS_MODULE"] = "lantian.config.settings"
        session = prepare(Path(folder), given.cases)
        web = subprocess.Popen([sys.executable, "-m", "lantian.cli", "web"])
        try:
            wait()
            cookie = f"sessionid={session}"
            rows = {path: ask(path, cookie, times=given.requests) for path in ("/situation/", "/cases/")}
            rows["/sign-in/ (hardly anything)"] = ask("/sign-in/", "", times=given.requests)
        finally:
            web.terminate()
            web.wait(10)
    print("| page | p50 ms | p95 ms | max ms |\n|---|---:|---:|---:|")
    for path, spent in rows.items():
        p95 = spent[int(0.95 * len(spent))]
        print(f"| {path} | {spent[len(spent) // 2]:.0f} | {p95:.0f} | {spent[-1]:.0f} |")
    print(json.dumps({path: spent[int(0.95 * len(spent))] for path, spent in rows.items()}))


def wait() -> None:
    """Until the pages answer."""
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/sign-in/", timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the pages did not answer within 30 s")


if __name__ == "__main__":
    main()
