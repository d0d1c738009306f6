"""The story fills the pages with the real actions, each at its time."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db.models import Count, QuerySet

from lantian.accounts import queries as accounts
from lantian.accounts.models import Leave, Means, Organisation, Person
from lantian.assessment import actions as assessment
from lantian.assessment.models import Episode
from lantian.cases import actions as cases
from lantian.cases.models import (
    Case,
    Enforcement,
    LedgerEntry,
    Letter,
    Recheck,
    Rung,
    StepTaken,
    Sweep,
    SweepPlace,
)
from lantian.diagnosis import actions as diagnosis
from lantian.diagnosis.models import Candidate, SectorRule, Suspicion, Verdict
from lantian.dispatch import actions as dispatch
from lantian.dispatch.models import Order
from lantian.inspections import actions as inspections
from lantian.inspections import queries as asked
from lantian.inspections.models import Answer, Evidence, Finding, Hint, Template
from lantian.kernel.models import Event
from lantian.observations import actions as observing
from lantian.observations.models import Flag
from lantian.observations.rules import Proposal
from lantian.registry.models import Source, Station
from lantian.residents import actions as residents
from lantian.simulate import kept, scenes, story, watch
from lantian.simulate.district import loading
from lantian.simulate.tests.conftest import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> None:
    """A loaded district with its checklists, limits and rules."""
    loading.load(now=NOW)
    for room in (assessment, diagnosis, dispatch, inspections, cases, residents):
        room.seed(now=NOW)


@pytest.mark.usefixtures("office")
def test_leaves_an_office_in_full_swing() -> None:
    played = story.play(now=NOW)
    assert played.cases >= 12
    # beside the scenes: a ledger of four, a letter, a transfer, what a joint and an unannounced visit found
    assert Case.objects.count() == played.cases + 8
    _every_state_a_desk_meets()
    _a_refused_recheck_a_failed_one_and_no_photo_twice()
    _the_whole_life_is_told()
    _nothing_in_the_future()
    _nobody_sent_to_the_plume_of_now()
    _the_ladder_climbed_a_rung_a_day()
    _who_answers_is_on_record()
    _visits_are_answered_as_people_do()


def _every_state_a_desk_meets() -> None:
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states["closed"] >= 6
    for state in (
        "reported",
        "filed",
        "assigned",
        "returned",
        "rectifying",
        "self_checked",
        "reopened",
        "void",
        "merged",
        "parked",
        "in_publicity",
    ):
        assert states[state] >= 1, state
    assert late_cases().count() == 2
    assert Case.objects.get(state="reopened").level == "serious"
    nothing = Counter(Finding.objects.filter(result="nothing").values_list("visit__order__kind", flat=True))
    assert nothing["public_patrol"] >= 2 and nothing["help_visit"] == 1
    assert nothing["statutory_inspection"] == 4  # all drawn
    assert Order.objects.filter(state="issued", kind="public_patrol").count() == 1
    assert Order.objects.filter(state="issued", draw__isnull=False).count() == 2
    assert Order.objects.filter(state="issued", kind="statutory_inspection", draw=None).count() == 3


def _the_whole_life_is_told() -> None:
    told = Counter(Event.objects.filter(name__startswith="cases.").values_list("name", flat=True))
    assert (told["cases.verification_asked"], told["cases.merged"]) == (4, 2)  # the hotline's and residents'
    assert told["cases.look_asked"] == 1
    for name in (
        "extension_granted",
        "parked",
        "self_check_failed",
        "objection_dismissed",
        "later_look_held",
    ):
        assert told[f"cases.{name}"] == 1, name


def _a_refused_recheck_a_failed_one_and_no_photo_twice() -> None:
    assert Event.objects.filter(name="cases.recheck_refused").count() == 1
    assert Recheck.objects.filter(has_passed=False).count() == 1
    again = Evidence.objects.count() - Evidence.objects.values("original").distinct().count()
    assert again == Hint.objects.filter(code="reused").count()  # shown twice on purpose, and noticed


def _nothing_in_the_future() -> None:
    told = Event.objects.exclude(name="simulate.demo_loaded")
    assert not told.filter(at__gt=NOW).exists()
    assert not told.filter(at__lt=NOW - timedelta(days=23), name__startswith="cases").exists()


def _nobody_sent_to_the_plume_of_now() -> None:
    to_look = Order.objects.filter(kind="public_patrol", source__code=current_source())
    assert not to_look.exists()


def current_source() -> str:
    """Where the plume of now comes from."""
    (current,) = {p.source for p in kept.schedule().plumes if p.begins_at <= NOW < p.ends_at}
    return current


def _the_ladder_climbed_a_rung_a_day() -> None:
    for late in late_cases():
        rungs = Rung.objects.filter(case=late).order_by("drafted_at")
        moments = list(rungs.values_list("drafted_at", flat=True))
        assert len(moments) == (NOW - late.due_at).days + 1
        assert all(later - earlier >= timedelta(hours=18) for earlier, later in pairwise(moments))


def late_cases() -> QuerySet[Case]:
    """What should have been mended by now: a scene's case, and one that a resident told of."""
    return Case.objects.filter(state="rectifying", due_at__lt=NOW)


def _who_answers_is_on_record() -> None:
    """Two different heads in every unit, a leave, a letter, steps of a ledger, half a sweep, a rung."""
    for unit in Organisation.objects.filter(kind__in=("department", "township")):
        assert unit.heads.exclude(seat="deputy").values("person").distinct().count() == 2, unit
    assert Leave.objects.count() == Letter.objects.count() == Sweep.objects.count() == 1
    assert Means.objects.count() == Person.objects.filter(is_active=True).count() - 2
    taken = StepTaken.objects.values("entry").annotate(steps=Count("pk")).values_list("steps", flat=True)
    assert LedgerEntry.objects.count() == 4 and len(set(taken)) >= 2
    swept = Counter(SweepPlace.objects.values_list("outcome", flat=True))
    assert swept["nothing"] == swept[""] == 3
    assert Enforcement.objects.get().steps.order_by("-pk")[0].kind == "decision"
    assert Rung.objects.filter(taken_at__isnull=False).count() == 1


def _visits_are_answered_as_people_do() -> None:
    """So that the seconds of an item are measured; a draft that asks too much is warned of."""
    burdens = asked.burdens(Template.objects.get(state="draft"), on=NOW.date())
    assert all(one.is_measured for one in burdens) and any(one.is_over for one in burdens)
    given = {one.item.code: one.value for one in Answer.objects.filter(visit__order__parts__isnull=False)}
    assert (given["wash_100"], given["wash_why"]) == ("mostly", "ok")
    assert "wash_why" not in set(
        Answer.objects.filter(visit__order__draw__isnull=False).values_list("item__code", flat=True)
    )


def suspected(source_code: str, *, begins_at: datetime) -> Suspicion:
    """An open suspicion that points to one source, as an alarm of the past would have made it."""
    source = Source.objects.select_related("grid").get(code=source_code)
    station = Station.objects.filter(kind="micro").order_by("code")[0]
    episode = Episode.objects.create(
        number=f"SJ-{source_code}",
        station=station,
        parameter="pm10",
        kind="air",
        begins_at=begins_at,
        last_at=begins_at,
        raised_at=begins_at,
    )
    suspicion = Suspicion.objects.create(
        number=f"YS-{source_code}",
        episode=episode,
        begins_at=begins_at,
        parameter="pm10",
        rule=SectorRule.objects.get(),
        half_angle=45,
        near_km=0,
        far_km=5,
        position=0,
        made_at=begins_at,
    )
    Candidate.objects.create(
        suspicion=suspicion,
        source=source,
        rank=1,
        score=1,
        distance_km=1,
        bearing=0,
        off_axis=0,
        reasons={},
    )
    return suspicion


@pytest.mark.usefixtures("office")
def test_answers_a_past_suspicion_that_is_true_dismisses_a_false_one_and_leaves_a_fresh_one() -> None:
    past = [p for p in kept.schedule().plumes if NOW - scenes.BEHIND < p.begins_at < NOW - scenes.FRESH]
    site = next(p for p in past if p.source.startswith("SC") and p.source != current_source())
    true = suspected(site.source, begins_at=site.begins_at)
    false = suspected("PT04", begins_at=NOW - timedelta(days=3))
    fresh = suspected("PT03", begins_at=NOW - timedelta(hours=3))
    played = story.play(now=NOW)
    for suspicion in (true, false, fresh):
        suspicion.refresh_from_db()
    assert (true.state, false.state, fresh.state) == ("answered", "dismissed", "open")
    assert played.dismissed == 1
    assert Verdict.objects.get(suspicion=true).is_confirmed
    assert Case.objects.get(finding__visit__order__suspicion=true).source.code == site.source
    assert Order.objects.get(suspicion=true).issued_at > site.begins_at + timedelta(hours=1)


@pytest.mark.usefixtures("office")
def test_nobody_is_sent_for_a_reason_that_the_suspicion_bears_out() -> None:
    notes = ("calm", "no_wind", "no_source_in_sector", "no_active_source")
    quiet = Source.objects.filter(kind__in=["plot", "plant"]).order_by("code").values_list("code", flat=True)
    made = {
        note: suspected(code, begins_at=NOW - timedelta(days=3))
        for note, code in zip((*notes, "candidates"), quiet, strict=False)
    }
    for note in notes:
        Suspicion.objects.filter(pk=made[note].pk).update(note=note)
        Candidate.objects.filter(suspicion=made[note]).delete()
    Suspicion.objects.filter(pk=made["candidates"].pk).update(note="calm")  # its own site, in any wind
    story.play(now=NOW)
    said = {note: Suspicion.objects.get(pk=one.pk).dismissed_reason for note, one in made.items()}
    assert [note for note in said if "不划扇区" in said[note]] == ["calm", "no_wind"]
    assert [note for note in said if "上风" in said[note]] == ["no_source_in_sector", "no_active_source"]
    assert [note for note in said if "没有" not in said[note] and "候选" in said[note]] == ["candidates"]
    assert not any("风向" in words for words in said.values())


def test_watches_the_first_hours_of_plumes_and_the_last_of_a_stuck_device() -> None:
    _, schedule = kept.begin(now=NOW, seed=1)
    since, until = NOW - scenes.BEHIND, NOW - scenes.FRESH
    hours = set(watch.eventful_hours(schedule, since=since, until=until))
    assert all(since <= hour < until for hour in hours)
    (stuck,) = [quirk for quirk in schedule.quirks if quirk.kind == "stuck"]
    assert stuck.ends_at - timedelta(hours=1) in hours
    over = [plume for plume in schedule.plumes if since <= plume.begins_at < until]
    assert all(plume.begins_at in hours for plume in over)


@pytest.mark.usefixtures("office")
def test_the_desk_accepts_the_longest_flat_line_of_an_official_station() -> None:
    station = Station.objects.filter(kind="national").order_by("code")[0].code
    stretches = {"co": 6, "o3": 9, "no2": 5}
    observing.propose_flags(
        proposals=[
            Proposal(
                station=station, parameter=name, first=NOW - 40 * HOUR, last=NOW - (40 - hours) * HOUR,
                check_name="flatline", check_version="1", severity="doubtful", seen_zh="恒定",
                seen_en="flat", numbers={},
            )
            for name, hours in stretches.items()
        ],
        now=NOW,
    )  # fmt: skip
    desk = accounts.actor_of(Person.objects.filter(role="duty_analyst").order_by("pk")[0])
    found = watch.judge_past(by=desk, now=NOW)
    assert Flag.objects.get(state="accepted").pk == found
    assert Flag.objects.get(pk=found).parameter == "o3"
    Flag.objects.update(state="rejected")
    assert watch.judge_past(by=desk, now=NOW) is None
