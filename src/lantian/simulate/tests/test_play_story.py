"""The story fills the pages with the real actions, each at its time."""

from collections import Counter
from datetime import timedelta

import pytest

from lantian.assessment import actions as assessment
from lantian.cases import actions as cases
from lantian.cases.models import Case, Recheck
from lantian.diagnosis import actions as diagnosis
from lantian.dispatch import actions as dispatch
from lantian.dispatch.models import Order
from lantian.inspections import actions as inspections
from lantian.inspections.models import Evidence, Finding
from lantian.kernel.models import Event
from lantian.simulate import kept, scenes, story
from lantian.simulate.district import loading
from lantian.simulate.tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> None:
    """A loaded district with its checklists, limits and rules."""
    loading.load(now=NOW)
    for room in (assessment, diagnosis, dispatch, inspections, cases):
        room.seed(now=NOW)


@pytest.mark.usefixtures("office")
def test_leaves_cases_in_every_state_a_desk_meets() -> None:
    played = story.play(now=NOW)
    states = Counter(Case.objects.values_list("state", flat=True))
    assert played.cases == Case.objects.count() >= 12
    assert states["closed"] >= 6
    for state in ("reported", "filed", "assigned", "returned", "rectifying", "submitted", "reopened", "void"):
        assert states[state] >= 1, state
    assert Case.objects.filter(state="rectifying", due_at__lt=NOW).count() == 1
    assert Case.objects.get(state="reopened").level == "serious"
    assert Finding.objects.filter(result="nothing").count() == 2
    assert Order.objects.filter(state="issued").count() == 1


@pytest.mark.usefixtures("office")
def test_shows_a_refused_recheck_a_failed_one_and_pairs_of_photos() -> None:
    story.play(now=NOW)
    assert Event.objects.filter(name="cases.recheck_refused").count() == 1
    assert Recheck.objects.filter(has_passed=False).count() == 1
    assert Evidence.objects.count() == Evidence.objects.values("original").distinct().count()


@pytest.mark.usefixtures("office")
def test_nothing_of_the_story_lies_in_the_future() -> None:
    story.play(now=NOW)
    told = Event.objects.exclude(name="simulate.demo_loaded")
    assert not told.filter(at__gt=NOW).exists()
    assert not told.filter(at__lt=NOW - timedelta(days=23), name__startswith="cases").exists()


@pytest.mark.usefixtures("office")
def test_leaves_the_source_of_the_plume_of_now_alone() -> None:
    (current,) = {p.source for p in kept.schedule().plumes if p.begins_at <= NOW < p.ends_at}
    assert all(scene.source.code != current for scene in scenes.scenes(now=NOW))
    story.play(now=NOW)
    assert not Order.objects.filter(source__code=current).exists()
