"""Checklists that come in at once: answers, photo and finding of a visit, over HTTP, as the phone sends them.

    LANTIAN_HOME=/tmp/s lantian demo
    LANTIAN_HOME=/tmp/s python benchmarks/submissions.py [--rate 50] [--seconds 30]

The home must hold the demo district (LANTIAN_DATABASE_URL names a PostgreSQL database). The benchmark issues
the orders it needs, starts `lantian serve` on that home, signs every officer in once, checks each visit in,
and then starts so many submissions a second whether or not earlier ones are done. A submission is one visit's
answers, one at a time, a JPEG of some 300 kB in pieces of 256 KiB, and the finding: what the phone's own
script asks, in its order. It is accepted when every request was answered 200 and the photo's hash came back.
Its time runs from the moment it was due. CPU is that of `lantian serve` and all its children (and of
PostgreSQL), user and system, from the first submission to the last; afterwards the books are counted.
"""

import argparse
import contextlib
import hashlib
import http.client
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantian.config.settings")
HOST, PORT = "127.0.0.1", int(os.environ.setdefault("PORT", "8397"))
os.environ.setdefault("LANTIAN_DOOR_PORT", "8398")
os.environ["LANTIAN_BIND"], os.environ["LANTIAN_DEMO"] = HOST, "1"
django.setup()

import numpy as np  # noqa: E402  # after the settings
from PIL import Image  # noqa: E402

from lantian.accounts import queries as accounts  # noqa: E402
from lantian.accounts.models import Person  # noqa: E402
from lantian.dispatch import actions as dispatch  # noqa: E402
from lantian.dispatch.models import Order  # noqa: E402
from lantian.inspections import models  # noqa: E402
from lantian.inspections import queries as inspections  # noqa: E402
from lantian.kernel import clock  # noqa: E402
from lantian.registry.models import Duty, Source  # noqa: E402

PIECE = 256 * 1024
TICK = os.sysconf("SC_CLK_TCK")
PHONES = 96  # requests under way at most


@dataclass(slots=True)
class Job:
    """One visit: whose it is, what is asked, and when each part was done."""

    officer: str
    order: str
    lon: float
    lat: float
    items: tuple[int, ...]
    stage: str
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    due: float = 0.0
    done: float = 0.0
    trouble: str = ""


class Phone:
    """One officer's browser: a session, and a connection for each thread."""

    def __init__(self, username: str) -> None:
        self.cookies: dict[str, str] = {}
        self.own = threading.local()
        self.ask("GET", "/sign-in/")
        status, _ = self.ask("POST", "/switch/", {"role": username, "direct": "1", "next": "/field/"})
        if status != 302 or "sessionid" not in self.cookies:
            raise SystemExit(f"{username} could not sign in: {status}")

    def ask(
        self, method: str, path: str, fields: dict[str, object] | None = None, piece: bytes | None = None
    ) -> tuple[int, str]:
        """One request; its status and text."""
        for last in (False, True):
            link = getattr(self.own, "link", None) or http.client.HTTPConnection(HOST, PORT, timeout=120)
            self.own.link = link
            try:
                return self._ask(link, method, path, fields, piece)
            except (http.client.HTTPException, OSError):
                link.close()
                self.own.link = None
                if last:
                    raise
        raise AssertionError

    def _ask(self, link, method, path, fields, piece) -> tuple[int, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept": "application/json",
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
        }
        body = None
        if fields is not None and piece is None:
            body = urllib.parse.urlencode(fields).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif fields is not None:
            mark = uuid.uuid4().hex
            headers["Content-Type"] = f"multipart/form-data; boundary={mark}"
            parts = [
                f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                for name, value in fields.items()
            ]
            parts.append(
                f'--{mark}\r\nContent-Disposition: form-data; name="piece"; filename="piece"\r\n'
                "Content-Type: application/octet-stream\r\n\r\n"
            )
            body = "".join(parts).encode() + piece + f"\r\n--{mark}--\r\n".encode()
        link.request(method, path, body, headers)
        answer = link.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
        return answer.status, text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=int, default=30)
    given = parser.parse_args()
    count = round(given.rate * given.seconds)
    jobs, photos = orders(count), scenes(24)
    load = os.getloadavg()[0]
    serving = subprocess.Popen(
        [str(Path(sys.executable).with_name("lantian")), "serve"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait()
        phones = {name: Phone(name) for name in {job.officer for job in jobs}}
        with ThreadPoolExecutor(4) as some:
            list(some.map(lambda job: check_in(phones[job.officer], job), jobs))
        ready = [job for job in jobs if not job.trouble]
        before, at_first = models.Finding.objects.count(), spent(serving.pid)
        begun = time.monotonic() + 1
        with ThreadPoolExecutor(PHONES) as many:
            for number, job in enumerate(ready):
                job.due = begun + number / given.rate
                time.sleep(max(0.0, job.due - time.monotonic()))
                many.submit(submit, phones[job.officer], job, photos[number % len(photos)], number)
        used = {name: value - at_first[name] for name, value in spent(serving.pid).items()}
        tell(jobs, begun, used, load)
        print(f"findings in the books: {models.Finding.objects.count() - before}")
        keys = [job.key for job in jobs]
        kept = sum(
            models.Evidence.objects.filter(visit__key__in=keys[at : at + 500]).count()
            for at in range(0, len(keys), 500)
        )
        print(f"photos in the books: {kept}")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(serving.pid, signal.SIGTERM)
        serving.wait(30)


def orders(count: int) -> list[Job]:
    """Patrols from public ground at the sites of each officer's grid."""
    now = clock.now()
    desk = accounts.actor(Person.objects.get(username="duty-a").pk)
    places: list[tuple[Person, Source]] = []
    for duty in Duty.objects.select_related("person", "grid").filter(person__role="grid_officer"):
        places += [(duty.person, one) for one in Source.objects.filter(grid=duty.grid, kind="site")[:5]]
    if not places:
        raise SystemExit("no grid officer with a site: load the demo into this home first")
    jobs = []
    for number in range(count):
        officer, place = places[number % len(places)]
        order = dispatch.issue(
            kind="public_patrol",
            grid_code=place.grid.code,
            officer_id=officer.pk,
            what="look_at_site_dust",
            hours=Decimal(8),
            clock="natural",
            source_code=place.code,
            over_reason="benchmark",
            by=desk,
            now=now,
        )
        form = inspections.form_of(Order.objects.get(number=order), now=now)
        jobs.append(
            Job(
                officer=officer.username,
                order=order,
                lon=place.lon,
                lat=place.lat,
                items=tuple(item.id for item in form.items if item.is_asked),
                stage=form.stages[0].code if form.stages and not form.stage_code else "",
            )
        )
    return jobs


def scenes(count: int) -> list[bytes]:
    """Photos of 1,600 × 1,200 with as much grain as makes some 300 kB."""
    made = []
    for seed in range(count):
        dice = np.random.default_rng(seed)
        coarse = Image.fromarray(dice.integers(0, 255, (30, 40, 3), dtype=np.uint8))
        smooth = np.asarray(coarse.resize((1600, 1200), Image.Resampling.BICUBIC), dtype=np.int16)
        grain = dice.normal(0, 7, smooth.shape).astype(np.int16)
        out = io.BytesIO()
        Image.fromarray(np.clip(smooth + grain, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=75)
        made.append(out.getvalue())
    return made


def check_in(phone: Phone, job: Job) -> None:
    fields = {"key": job.key, "lon": job.lon, "lat": job.lat, "accuracy_m": 8}
    status, text = phone.ask("POST", f"/field/sent/orders/{job.order}/check-in/", fields)
    if status != 200:
        job.trouble = f"check-in {status} {text[:120]}"


def submit(phone: Phone, job: Job, scene: bytes, number: int) -> None:
    """Everything of one visit, in the phone's order; the first refusal is kept."""
    try:
        job.trouble = next((said for said in parts(phone, job, scene, number) if said), "")
    except (http.client.HTTPException, OSError, ValueError) as error:
        job.trouble = repr(error)
    job.done = time.monotonic()


def parts(phone: Phone, job: Job, scene: bytes, number: int):
    """What each request was refused with; empty where it was taken."""
    visit = f"/field/visits/{job.key}"
    if job.stage:
        status, text = phone.ask("POST", f"{visit}/stage/", {"stage_code": job.stage})
        yield "" if status == 200 else f"stage {status} {text[:120]}"
    for place, item in enumerate(job.items):
        fields = {"item_id": item, "value": "no" if place == 0 else "ok", "note": ""}
        status, text = phone.ask("POST", f"{visit}/answers/", fields)
        yield "" if status == 200 else f"answer {status} {text[:120]}"
    photo = scene + number.to_bytes(8, "big")  # behind the picture's end: another photo for the hash
    sha256 = hashlib.sha256(photo).hexdigest()
    path = f"/field/sent/visits/{job.key}/photos/{uuid.uuid4()}/"
    for start in range(0, len(photo), PIECE):
        fields = {"offset": start, "total": len(photo), "sha256": sha256, "name": "scene.jpg"}
        fields |= {"item_id": job.items[0], "lon": job.lon, "lat": job.lat, "accuracy_m": 8}
        status, text = phone.ask("POST", path, fields, photo[start : start + PIECE])
        yield "" if status == 200 else f"photo {status} {text[:120]}"
    yield "" if json.loads(text).get("sha256") == sha256 else f"another hash {text[:120]}"
    fields = {"result": "problem", "category": "", "words": f"benchmark {number}", "source_code": ""}
    status, text = phone.ask("POST", f"/field/sent/visits/{job.key}/finding/", fields)
    yield "" if status == 200 else f"finding {status} {text[:120]}"


def wait() -> None:
    """Until the pages answer."""
    for _ in range(600):
        link = http.client.HTTPConnection(HOST, PORT, timeout=5)
        try:
            link.request("GET", "/sign-in/")
            if link.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            link.close()
    raise SystemExit("the pages did not come up")


def spent(root: int) -> dict[str, float]:
    """CPU seconds so far of the processes below one, by command, and of PostgreSQL."""
    found: dict[int, tuple[int, str, float]] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            name, _, rest = (folder / "stat").read_text().partition("(")[2].rpartition(")")
            cells = rest.split()
            found[int(folder.name)] = (int(cells[1]), name, sum(map(int, cells[11:15])) / TICK)
    below, grew = {root}, True
    while grew:
        more = {pid for pid, (parent, _, _) in found.items() if parent in below} - below
        below |= more
        grew = bool(more)
    everything = sum(cpu for pid, (_, _, cpu) in found.items() if pid in below)
    pages = sum(cpu for pid, (_, name, cpu) in found.items() if pid in below and "granian" in name)
    database = sum(cpu for _, name, cpu in found.values() if name == "postgres")
    return {"pages": pages, "door, recorder, worker": everything - pages, "postgres": database}


def tell(jobs: list[Job], begun: float, used: dict[str, float], load: float) -> None:
    good = [job for job in jobs if job.done and not job.trouble]
    took = sorted(job.done - job.due for job in good) or [0.0]
    last = max((job.done for job in jobs), default=begun) - begun
    print(f"load {load:.1f}; {len(jobs)} submissions, {len(good)} accepted, {len(jobs) - len(good)} not")
    print(f"from the first to the last answer {last:.1f} s: {len(good) / max(last, 0.001):.1f} a second")
    print(
        f"p50 {took[len(took) // 2]:.2f} s, p95 {took[int(0.95 * (len(took) - 1))]:.2f} s, max {took[-1]:.2f}"
    )
    print("CPU s: " + ", ".join(f"{name} {value:.1f}" for name, value in used.items()))
    for trouble in sorted({job.trouble for job in jobs if job.trouble})[:5]:
        print("  " + trouble)


if __name__ == "__main__":
    main()
