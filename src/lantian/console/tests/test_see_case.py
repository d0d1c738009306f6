"""The case page: who sees what, the figure, the words and what they cost."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import build
from build import NOON, Cast
from lantian.assessment.models import HourlyIndex
from lantian.cases import actions as cases
from lantian.cases.states import State
from lantian.console.tests.case_desk import YES, a_picture, come_in, do, page, state, text
from lantian.registry.models import Membership, Region, Source, Station
from lantian.scoring import actions as scoring

HOUR = timedelta(hours=1)
MOST_FOR_CASE = 86
pytestmark = pytest.mark.usefixtures("afternoon")


@pytest.mark.parametrize(
    ("who", "likely"),
    [("handler", "Report the mending"), ("analyst", ""), ("leader", ""), ("unit_head", "")],
)
def test_every_role_reads_the_page_with_its_values_and_its_own_act(cast: Cast, who: str, likely: str) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    shown = page(getattr(cast, who), number)
    assert number in shown
    assert "bare soil is being mended by works; 13 h 30 min left on the working clock." in shown
    assert "Bare soil uncovered" in shown
    assert "2 working days" in shown
    assert "大气法69" in shown
    main = re.findall(r'<a class="btn go"[^>]*>([^<]*)<', shown)
    assert main == ([likely] if likely else [])


def test_somebody_of_another_unit_finds_no_case(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    for client in (come_in(cast.outsider), come_in(cast.outside_head)):
        assert client.get(reverse("console:case", args=[number])).status_code == 404
        assert client.get(reverse("console:case-figure", args=[number, "svg"])).status_code == 404
        assert client.post(reverse("console:case-act", args=[number, "submit"])).status_code == 404
    assert number not in text(come_in(cast.outsider).get(reverse("console:cases")))


def test_somebody_whose_role_may_not_is_forbidden_and_nothing_changes(cast: Cast) -> None:
    number = build.a_case(cast)
    assert (
        do(cast.unit_head, build.a_case(cast, state=State.ASSIGNED), "void", reason="no").status_code == 403
    )
    assert do(cast.officer, number, "file", level="minor", standard_code="x").status_code == 403
    assert state(number) == State.REPORTED


def test_the_page_of_an_act_that_is_not_open_leads_back_to_the_case(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    answer = come_in(cast.handler).get(reverse("console:case-act", args=[number, "start"]))
    assert answer.url == reverse("console:case", args=[number])
    assert come_in(cast.handler).get(reverse("console:case-act", args=[number, "burn"])).status_code == 404


def test_candidates_are_shown_to_those_who_look_into_them_and_to_no_unit(cast: Cast) -> None:
    suspicion = build.a_suspicion()
    visit = build.a_visit(cast, order=build.an_order(cast, suspicion=suspicion))
    build.a_problem(cast, visit=visit)
    number = cases.report_finding(visit_key=visit.key, now=NOON)
    build.walk(number, cast, state=State.RECTIFYING)
    assert "Candidate sources" in page(cast.analyst, number)
    assert "Order issued" in page(cast.analyst, number)
    shown = page(cast.handler, number)
    assert "Candidate sources" not in shown
    assert suspicion not in shown


def a_monitor() -> None:
    """A monitor at the site and an official station beside it, with some hours; one stretch is missing."""
    region = Region.objects.get(is_ours=True)
    stations = [
        Station.objects.create(
            code=code,
            name_zh=code,
            name_en=code,
            kind=kind,
            region=region,
            lon=113.05,
            lat=35.05,
            grid=build.a_grid(),
        )  # fmt: skip
        for code, kind in (("watch", "site"), ("official", "national"))
    ]
    Membership.objects.create(station=stations[1], region=region, valid_from=build.SINCE)
    Source.objects.filter(code="site").update(monitor=stations[0])
    begins = datetime(2026, 11, 19, 16, tzinfo=UTC)
    for hour in range(13):
        for station, value in ((stations[0], "150" if hour < 4 else "90"), (stations[1], "50")):
            if station.code == "watch" and hour in (6, 7, 8):
                continue
            HourlyIndex.objects.create(
                subject_kind="station", subject=station.code, begins_at=begins + hour * HOUR,
                edition="HJ 633-2026", values={"pm10": value}, position=1, computed_at=NOON,
            )  # fmt: skip


def test_the_figure_shows_the_monitor_less_the_official_stations_with_its_gap(cast: Cast) -> None:
    a_monitor()
    number = build.a_case(cast, state=State.SELF_CHECKED)
    shown = page(cast.analyst, number)
    assert "3 h missing" in shown
    assert "10/15 h" in shown
    assert "before the mending" in shown
    file = come_in(cast.analyst).get(reverse("console:case-figure", args=[number, "csv"]))
    rows = file.content.decode("utf-8-sig").splitlines()
    assert rows[1].endswith(",watch,150,50,1,100")
    assert rows[7].endswith(",watch,,50,1,")
    drawn = come_in(cast.analyst).get(reverse("console:case-figure", args=[number, "svg"]))
    assert drawn.content.startswith(b"<svg") and b"var(" not in drawn.content


def test_without_a_monitor_the_page_says_so(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    assert "There is no monitor at this place" in page(cast.analyst, number)
    assert come_in(cast.analyst).get(reverse("console:case-figure", args=[number, "svg"])).status_code == 404


def test_the_case_page_asks_a_bounded_number_of_statements(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    client = come_in(cast.supervisor)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("console:case", args=[number]))
    assert len(asked) <= MOST_FOR_CASE


def test_the_page_speaks_chinese_without_a_word_left_over(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    do(cast.colleague, number, "recheck-pass")
    shown = page(cast.supervisor, number, language="zh-hans")
    assert "须由外单位复查" in shown
    assert "谁能复查" in shown and "责任链" in shown and "时限" in shown
    body = re.sub(r"<[^>]+>", " ", shown[shown.index("<main") : shown.index("</main")])
    english = {word for word in re.findall(r"[a-z]{4,}", body)}
    names = {
        "bare",
        "soil",
        "laid",
        "over",
        "works",
        "site",
        "grid",
        "town",
        "head",
        "handler",
        "colleague",
        "supervisor",
        "officer",
    }
    assert english <= names | {
        "leader",
        "unit",
        "outsider",
        "outside",
        "east",
        "roads",
        "group",
        "desk",
        "analyst",
    }


def _read(shown: str) -> str:
    """A page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def test_the_file_lists_every_recheck_that_was_tried_in_order_refused_ones_apart(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    do(cast.colleague, number, "recheck-pass")
    said = YES | {"effect_meets_norm": "no", "is_on_site": "yes", "reasons": "north corner is bare"}
    do(cast.supervisor, number, "recheck-fail", photo=a_picture(), **said)
    shown = _read(page(cast.leader, number))
    assert "Recheck 1 refused, not held colleague, works, 20 Nov 15:00, this person is of the unit" in shown
    assert "Recheck 2 not passed supervisor, group, 20 Nov 15:00, on site, north corner" in shown


def test_the_history_reaches_to_now_while_the_case_is_open_and_else_to_its_last_event(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PASSED)
    assert "20 Nov 12:00 to now" in page(cast.leader, number)
    do(cast.grid_head, number, "close")
    for event in build.events(about=f"cases.case:{number}"):
        scoring.score(event, now=NOON + timedelta(days=9))
    assert "20 Nov 12:00 to 20 Nov 15:00" in page(cast.leader, number)
