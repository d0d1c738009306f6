"""Issuing: once, by the desk, as it stands; what comes later moves figures, never the paper."""

from datetime import timedelta

import pytest

import build
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.kernel import files
from lantian.reporting import actions, models, queries
from lantian.reporting.actions import briefings
from lantian.reporting.models import Briefing
from lantian.reporting.rules.refusals import AlreadyIssued, BriefingMoved
from lantian.reporting.tests import district
from lantian.reporting.tests.district import DAY, HOUR, MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(ours) -> Actor:
    return build.an_actor("analyst", role=Role.DUTY_ANALYST)


@pytest.fixture
def draft(home, analyst) -> Briefing:
    """A day on which station B was silent."""
    district.air_of_the_day(home, but=("B",))
    return written()


def written(*, now=MORNING) -> Briefing:
    return actions.write(region_code="district", day=DAY, by_id=None, now=now)


def issued(draft: Briefing, by: Actor, **changes) -> Briefing:
    return actions.issue(number=draft.number, by=by, now=MORNING, **changes)


def station_b_comes_late(home) -> None:
    late = MORNING + HOUR
    frames = district.frames_of("B", district.B, since=district.MIDNIGHT, hours=32)
    district.send(home, frames, received_at=late)
    district.assess(now=late)


def test_issues_a_draft_and_tells_everybody_what_it_said(analyst, draft):
    found = issued(draft, analyst)
    assert (found.state, found.serial, found.issued_at, found.issued_by_id) == (
        "issued",
        1,
        MORNING,
        analyst.id,
    )
    event = build.events("reporting.briefing_issued")[-1]
    assert (event.about, event.by_id) == (f"reporting.briefing:{draft.number}", analyst.id)
    assert event.facts["digest"] == draft.digest
    assert event.facts["words"].startswith("11月20日示范新区空气质量良（AQI 100），首要污染物PM10")


def test_numbers_the_issues_of_a_year(analyst, draft, home):
    other = actions.write(region_code="district", day=DAY - timedelta(days=1), by_id=None, now=MORNING)
    assert [issued(one, analyst).serial for one in (other, draft)] == [1, 2]


def test_keeps_the_paper_by_its_hash(analyst, draft):
    found = issued(draft, analyst)
    assert found.pdf is not None and found.pdf.media_type == "application/pdf"
    assert queries.pdf(found.number, analyst) == files.read(found.pdf.sha256)


def test_is_issued_once(analyst, draft):
    issued(draft, analyst)
    with pytest.raises(AlreadyIssued, match="was already issued and does not change"):
        issued(draft, analyst)
    assert len(build.events("reporting.briefing_issued")) == 1


def test_of_two_at_once_one_wins_and_leaves_one_trace(analyst, draft, monkeypatch):
    other = build.an_actor("other", role=Role.DUTY_ANALYST)
    real = briefings._issue

    def somebody_is_faster(seen, *, by, now):
        monkeypatch.setattr(briefings, "_issue", real)
        issued(draft, other)
        real(seen, by=by, now=now)

    monkeypatch.setattr(briefings, "_issue", somebody_is_faster)
    with pytest.raises(BriefingMoved, match="nothing of yours was changed"):
        issued(draft, analyst)
    assert Briefing.objects.get().issued_by_id == other.id
    assert [event.by_id for event in build.events("reporting.briefing_issued")] == [other.id]


def test_a_draft_written_again_is_not_issued_unread(analyst, draft, home):
    station_b_comes_late(home)
    written(now=MORNING + HOUR)
    with pytest.raises(BriefingMoved):
        issued(draft, analyst, seen_digest=draft.digest)
    assert Briefing.objects.get().state == "draft"


@pytest.mark.parametrize("role", [Role.LEADER, Role.SUPERVISOR, Role.UNIT_HEAD, Role.GRID_OFFICER])
def test_nobody_but_the_desk_issues(draft, role):
    with pytest.raises((NotAllowed, Briefing.DoesNotExist)):
        issued(draft, build.an_actor(role=role))
    assert Briefing.objects.get().state == "draft"


def test_a_stranger_s_desk_does_not_even_see_it(draft):
    build.an_organisation("far", kind="district", path="/far/", parent=None)
    stranger = build.an_actor(role=Role.DUTY_ANALYST, unit="far", area="far")
    with pytest.raises(Briefing.DoesNotExist):
        issued(draft, stranger)
    with pytest.raises(Briefing.DoesNotExist):
        queries.briefing(draft.number, stranger)


@pytest.mark.parametrize(
    ("role", "sees_draft", "sees_issue"),
    [
        (Role.LEADER, True, True),
        (Role.SUPERVISOR, False, True),
        (Role.UNIT_HEAD, False, True),
        (Role.GRID_OFFICER, False, False),
        (Role.HANDLER, False, False),
    ],
)
def test_a_draft_is_the_desk_s_and_the_leader_s(analyst, draft, role, sees_draft, sees_issue):
    by = build.an_actor(role=role, unit=build.an_organisation("town", kind="township").code)
    assert queries.briefings(by).exists() is sees_draft
    issued(draft, analyst)
    assert queries.briefings(by).exists() is sees_issue


def test_a_late_packet_moves_figures_but_not_the_paper(analyst, draft, home):
    found = issued(draft, analyst)
    paper, before = queries.pdf(found.number, analyst), list(found.figures.values_list("key", "text"))
    assert queries.figures_moved(found.number, analyst, now=MORNING) == []
    station_b_comes_late(home)
    moved = {
        one.key: (one.printed, one.now) for one in queries.figures_moved(found.number, analyst, now=MORNING)
    }
    assert moved["aqi"] == ("100", "108")
    assert moved["pm10"] == ("120", "140")
    assert moved["station_b"] == ("—", "116")
    assert "station_a" not in moved and "orders" not in moved
    assert queries.pdf(found.number, analyst) == paper
    assert list(found.figures.values_list("key", "text")) == before
    # what was printed is explained as of what was known then
    trace = queries.trace(f"reporting.figure:{found.number}/pm10")
    assert trace.top.below[0].text == "120"


def test_a_correction_is_a_new_issue_beside_the_old_one(analyst, draft, home):
    first = issued(draft, analyst)
    station_b_comes_late(home)
    second = written(now=MORNING + HOUR)
    assert (second.issue, second.state) == (2, "draft")
    assert second.number != first.number
    assert second.figures.get(key="pm10").text == "140"
    assert first.figures.get(key="pm10").text == "120"
    actions.issue(number=second.number, by=analyst, now=MORNING + HOUR)
    assert queries.briefing_of_day("district", DAY, analyst).issue == 2
    assert models.Briefing.objects.filter(state="issued").count() == 2
