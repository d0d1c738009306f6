"""No page of the way down shows a raw code: every kind of address, in both languages."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import build
from airshed.assessment.shortfall import Shortfall
from airshed.indices.composite import CompositeRounding
from airshed.indices.conventions import ConcentrationRounding, IndexRounding
from lantian.accounts.models import Person
from lantian.accounts.rules import Role
from lantian.assessment.models import Episode
from lantian.assessment.queries import assessing
from lantian.cases.states import State
from lantian.console import history, words
from lantian.console.explain import stated, wording
from lantian.kernel.models import Event
from lantian.observations import actions as observations
from lantian.observations.models import Flag
from lantian.reporting import actions
from lantian.reporting.models import Briefing
from lantian.reporting.tests import district
from lantian.reporting.tests.district import DAY, EIGHT, MORNING
from lantian.scoring import actions as scoring

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r"<(script|style|code|pre|select)\b.*?</\1>", re.DOTALL)
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
RAW = re.compile(r"[A-Za-z0-9.]*[A-Za-z]_[A-Za-z][A-Za-z_]*")
HOUR, WHOLE_DAY = f"{EIGHT:%Y-%m-%dT%H:%MZ}", DAY.isoformat()
MONTH = f"2026-11-01..{WHOLE_DAY}"


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    settings.LANTIAN_HOME = settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr("lantian.kernel.clock.now", lambda: MORNING)
    return tmp_path


@pytest.fixture
def worked(home) -> Briefing:
    """A day with air, a gap, a flag, an episode, a case closed on time, one late, points and a briefing."""
    cast = build.a_cast()
    district.a_district()
    suspicion = build.a_suspicion()
    build.a_visit(cast, order=build.an_order(cast, suspicion=suspicion))
    build.a_case(cast, state=State.CLOSED)
    build.a_source("plot", north_m=500)
    build.a_case(cast, state=State.SELF_CHECKED, lat=35.08, source_code="plot")
    for event in build.events():
        scoring.score(event=event, now=event.at)
    district.air_of_the_day(home, but=("B",), mended_at=build.NOON)
    observations.flag(
        station="A", parameter="pm25", first_begins_at=EIGHT, last_begins_at=EIGHT, kind=Flag.Kind.INVALID,
        reason="滤膜更换", by=Person.objects.get(username="analyst"), now=MORNING,
    )  # fmt: skip
    district.assess(now=MORNING)
    return actions.write(region_code="district", day=DAY, by_id=None, now=MORNING)


def addresses(briefing: Briefing) -> list[str]:
    """One of every kind, and every figure of the briefing."""
    figures = [f"reporting.figure:{briefing.number}/{one.key}" for one in briefing.figures.all()]
    counts = [one.address for one in briefing.figures.filter(address__startswith="reporting.count:")]
    things = {event.about for event in Event.objects.all() if event.about.partition(":")[0] in THINGS}
    things |= {f"assessment.episode:{number}" for number in Episode.objects.values_list("number", flat=True)}
    return [
        *figures,
        *counts,
        *sorted(things),
        f"assessment.hour:station/A/{HOUR}",
        f"assessment.hour:station/A/{HOUR}/pm25",
        f"assessment.hour:station/M/{HOUR[:10]}T04:00Z",
        f"assessment.hour:region/district/{HOUR}",
        f"assessment.day:station/M/{WHOLE_DAY}",
        f"assessment.day:region/district/{WHOLE_DAY}/o3_8h",
        f"assessment.composite:region/district/{MONTH}",
        f"assessment.composite:region/district/{MONTH}/co",
        f"assessment.rank:districts/composite/{MONTH}/district",
        f"assessment.rank:districts/o3/{WHOLE_DAY}..{WHOLE_DAY}/district",
        f"observations.reading:A/pm25/1h/{EIGHT:%Y-%m-%dT%H:%M:%SZ}",
        f"assessment.hour:station/NOBODY/{HOUR}",
    ]


THINGS = ("cases.case", "dispatch.order", "inspections.visit", "diagnosis.suspicion")


def seen(response) -> str:
    """The words of a page outside its blocks of addresses, frames and JSON."""
    main = MAIN.search(response.content.decode())
    text = HIDDEN.sub(" ", main[0] if main else "")
    return unescape(re.sub(r"<[^>]+>", " ", text))


def visitor(language: str) -> Client:
    client = Client()
    client.force_login(build.a_person(role=Role.DUTY_ANALYST))
    client.cookies["django_language"] = language
    return client


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_of_the_way_down_shows_a_raw_code(worked, language):
    client, raw, unopened = visitor(language), {}, []
    for address in addresses(worked):
        response = client.get(reverse("console:explain"), {"a": address})
        if response.status_code != 200:
            unopened.append(address)
        if found := set(RAW.findall(seen(response))):
            raw[address] = found
    assert raw == {}
    assert unopened == [f"assessment.hour:station/NOBODY/{HOUR}"]


def test_the_guard_sees_a_raw_code(worked):
    assert RAW.findall("gaps left_out, report_minor v1") == ["left_out", "report_minor"]


def test_every_convention_has_its_sentence():
    gaps = {("gaps", assessing.LEFT_OUT), ("gaps", assessing.BY_LAW)}
    roundings = {("rounding", str(one)) for enum in (IndexRounding, CompositeRounding) for one in enum}
    concentrations = {("concentrations", str(one)) for one in ConcentrationRounding}
    assert gaps | roundings | concentrations <= wording.CONVENTIONS.keys()


def test_every_shortfall_has_its_words():
    assert {str(one) for one in Shortfall} <= words.MISSING.keys()


def test_every_event_of_a_thing_has_its_words(worked):
    named = {event.name for event in Event.objects.all() if event.about.partition(":")[0] in THINGS}
    assert len(named) > 10
    assert named <= {*history.TITLES, *wording.EVENTS}


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("assessment.hour:station/A/2026-11-20T04:00Z/so2", "298.15 K"),
        ("assessment.day:region/DS01/2026-11-20/pm10", "actual conditions"),
        ("assessment.day:region/DS01/2018-08-31/o3_8h", "273 K"),
        ("assessment.composite:region/DS01/2018-08-01..2018-09-30/no2", "273 K"),
        ("assessment.composite:region/DS01/2018-08-01..2018-09-30/no2", "then reference state"),
    ],
)
def test_a_concentration_says_at_which_state_it_is_stated_by_its_days(address: str, says: str) -> None:
    with translation.override("en"):
        found = stated.stated(address)
    assert found is not None and says in found.value


@pytest.mark.parametrize(
    "address",
    ["assessment.day:region/DS01/2026-11-20", "observations.packet:5", "nothing", "assessment.day:x"],
)
def test_an_index_and_what_is_no_value_has_no_state(address: str) -> None:
    assert stated.stated(address) is None
