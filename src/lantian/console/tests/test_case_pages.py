"""The case list and the case page: who sees what, every act through its form, refusals that lose nothing."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import build
from build import NOON, Cast
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.assessment.models import HourlyIndex
from lantian.calendar import queries as calendar
from lantian.cases import models, rules
from lantian.cases.states import Level, State
from lantian.kernel import clock
from lantian.registry.models import Membership, Region, Source, Station

HOUR = timedelta(hours=1)
MOST_FOR_LIST = 20
MOST_FOR_CASE = 62


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> datetime:
    """Everything happens in the afternoon of the day on which the cases began."""
    settings.STATIC_ROOT = tmp_path
    moment = NOON + 3 * HOUR
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def cast(db: None) -> Cast:
    """A whole office with one grid and a site in it."""
    return build.a_cast()


def come_in(by: Actor, *, language: str = "en") -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(Person.objects.get(pk=by.id), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def page(by: Actor, number: str, *, language: str = "en") -> str:
    """What somebody reads on the page of a case."""
    answer = come_in(by, language=language).get(reverse("console:case", args=[number]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def do(by: Actor, number: str, act: str, **said: object):
    """Send the form of an act."""
    return come_in(by).post(reverse("console:case-act", args=[number, act]), said)


def text(answer) -> str:
    """What an answer says, as it is read."""
    return unescape(answer.content.decode())


def state(number: str) -> str:
    return models.Case.objects.get(number=number).state


def a_picture(name: str = "after.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, build.photo_bytes(), content_type="image/jpeg")


YES = dict.fromkeys(rules.ACCEPTANCE, "yes")


# ---- who sees what


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
    number = build.cases.report_finding(visit_key=visit.key, now=NOON)
    build.walk(number, cast, state=State.RECTIFYING)
    assert "Candidate sources" in page(cast.analyst, number)
    assert "Order issued" in page(cast.analyst, number)
    shown = page(cast.handler, number)
    assert "Candidate sources" not in shown
    assert suspicion not in shown


# ---- the acts, one after the other


def test_the_desk_files_a_case_and_says_what_was_not_met(cast: Cast) -> None:
    number = build.a_case(cast)
    refused = do(cast.analyst, number, "file", level="serious", standard_code="")
    assert refused.status_code == 422
    assert "Name the clause or standard" in text(refused)
    assert '<option value="serious" selected>' in text(refused)
    done = do(cast.analyst, number, "file", level="serious", standard_code="law 69")
    assert done.url == reverse("console:case", args=[number])
    case = models.Case.objects.get(number=number)
    assert (case.state, case.level, case.standard_code) == (State.FILED, Level.SERIOUS, "law 69")


def test_a_second_case_at_the_same_place_is_refused_until_it_is_called_separate(cast: Cast) -> None:
    first, second = build.a_case(cast), build.a_case(cast)
    refused = do(cast.analyst, second, "file", level="minor", standard_code="law 69")
    assert refused.status_code == 422
    assert first in text(refused)
    assert 'value="law 69"' in text(refused)
    do(cast.analyst, second, "file", level="minor", standard_code="law 69", is_separate="on")
    assert state(second) == State.FILED


def test_the_desk_voids_what_is_no_case_with_a_reason(cast: Cast) -> None:
    number = build.a_case(cast)
    assert do(cast.analyst, number, "void", reason=" ").status_code == 422
    do(cast.analyst, number, "void", reason="a photo of another town")
    assert state(number) == State.VOID
    assert "a photo of another town" in page(cast.analyst, number)


def assignment(number: str, by: Actor) -> dict[str, str]:
    """The fields of the assignment as the page filled them in."""
    shown = text(come_in(by).get(reverse("console:case-act", args=[number, "assign"])))
    due = re.search(r'name="due_at" value="([^"]+)"', shown)
    unit = re.search(r'<option value="([^"]+)" selected>works', shown)
    assert due and unit
    return {"unit_code": unit[1], "due_at": due[1], "clock": "working"}


def test_assigning_as_proposed_follows_the_tables(cast: Cast, now: datetime) -> None:
    number = build.a_case(cast, state=State.FILED)
    do(cast.analyst, number, "assign", **assignment(number, cast.analyst))
    case = models.Case.objects.get(number=number)
    assert case.unit is not None and case.unit.code == "works"
    assert case.due_at == calendar.due_at(start=now, hours=Decimal(15), clock="working")
    assert build.events("cases.assigned", about=f"cases.case:{number}")[0].facts["route"] == "table"


def test_a_deadline_in_the_past_is_refused_with_a_sentence_and_the_form_is_kept(cast: Cast) -> None:
    number = build.a_case(cast, state=State.FILED)
    refused = do(
        cast.analyst, number, "assign", unit_code="roads", due_at="2026-11-19T09:00", clock="natural"
    )
    assert refused.status_code == 422
    assert "The deadline 19 Nov 2026 09:00 is not after" in text(refused)
    assert 'value="2026-11-19T09:00"' in text(refused)
    assert '<option value="roads" selected>' in text(refused)
    assert '<option value="natural" selected>' in text(refused)
    assert state(number) == State.FILED


def test_a_unit_returns_a_case_with_a_reason(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    assert do(cast.unit_head, number, "return", reason="").status_code == 422
    do(cast.unit_head, number, "return", reason="the road is not ours")
    assert state(number) == State.RETURNED
    assert "works returned bare soil: the road is not ours." in page(cast.analyst, number)


def test_the_head_of_the_unit_accepts_and_names_the_handler(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    refused = do(cast.unit_head, number, "accept", handler_id=cast.outsider.id)
    assert refused.status_code == 422
    do(cast.unit_head, number, "accept", handler_id=cast.handler.id)
    case = models.Case.objects.get(number=number)
    assert (case.state, case.handler_id) == (State.ACCEPTED, cast.handler.id)


def test_a_handler_accepts_for_themselves_and_starts(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    do(cast.handler, number, "accept", handler_id=cast.handler.id)
    do(cast.handler, number, "start")
    assert state(number) == State.RECTIFYING
    assert do(cast.handler, number, "start").status_code == 422


def test_a_grave_case_begins_with_a_plan(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ACCEPTED, level=Level.MAJOR)
    refused = do(cast.unit_head, number, "plan", target="no bare soil", what_1="nets", by_on_1="2026-11-01")
    assert refused.status_code == 422
    assert "no bare soil" in text(refused)
    do(cast.unit_head, number, "plan", target="no bare soil", what_1="nets", by_on_1="2026-12-01")
    assert state(number) == State.RECTIFYING
    assert "no bare soil" in page(cast.unit_head, number)


def before_key(number: str) -> str:
    found = models.CaseEvidence.objects.filter(case__number=number).select_related("evidence").first()
    assert found is not None
    return str(found.evidence.key)


def test_the_handler_reports_the_mending_with_photos_and_its_cost_in_fen(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    said = {"before_key": before_key(number), "what_was_done": "nets over 20 m²", "cost_yuan": "1200.50"}
    do(cast.handler, number, "submit", after=a_picture(), **said)
    row = models.Rectification.objects.get(case__number=number)
    assert (row.cost_fen, row.what_was_done, str(row.before.key)) == (
        120_050,
        "nets over 20 m²",
        said["before_key"],
    )
    shown = page(cast.handler, number)
    assert "nets over 20 m²" in shown
    assert "1,200.50 yuan" in shown
    assert str(row.after.key) in shown


def test_a_photo_that_is_none_is_refused_and_the_rest_is_kept(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    said = {"before_key": before_key(number), "what_was_done": "nets over 20 m²", "cost_yuan": "5"}
    for content, sentence in ((b"", "0 bytes"), (b"just words, no picture at all", "is not a photo")):
        refused = do(cast.handler, number, "submit", after=SimpleUploadedFile("after.jpg", content), **said)
        assert refused.status_code == 422
        assert sentence in text(refused)
        assert "nets over 20 m²" in text(refused)
        assert 'value="5"' in text(refused)
    assert state(number) == State.RECTIFYING


def test_a_photo_that_arrived_stays_when_something_else_is_refused(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    models.Case.objects.filter(number=number).update(is_violation=True)
    said = {"before_key": before_key(number), "what_was_done": "nets over 20 m²"}
    refused = do(cast.handler, number, "submit", after=a_picture(), penalty_record="", **said)
    kept = re.search(r'name="after_key" value="([0-9a-f-]{36})"', text(refused))
    assert refused.status_code == 422 and kept
    assert "name the penalty record" in text(refused)
    do(cast.handler, number, "submit", after_key=kept[1], penalty_record="no. 7", **said)
    assert str(models.Rectification.objects.get(case__number=number).after.key) == kept[1]


def test_a_colleague_cannot_choose_the_recheck_and_reads_why(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
    for by, reason in ((cast.colleague, "of the unit that answers"), (cast.handler, "handled the mending")):
        shown = page(by, number)
        assert re.search(r"<button[^>]*disabled[^>]*>Recheck</button>", shown)
        assert "not selectable" in shown
        assert reason in shown
        assert 'class="btn go"' not in shown


@pytest.mark.parametrize("act", ["recheck-pass", "recheck-fail"])
def test_a_colleague_who_sends_a_recheck_all_the_same_is_refused_and_the_attempt_stays(
    cast: Cast, act: str
) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
    refused = do(cast.colleague, number, act)
    assert refused.status_code == 422
    assert f"{number} must be rechecked by somebody independent" in text(refused)
    assert state(number) == State.SUBMITTED
    (line,) = build.events("cases.recheck_refused", about=f"cases.case:{number}")
    assert line.by_id == cast.colleague.id
    shown = page(cast.supervisor, number)
    assert "Recheck refused" in shown
    assert "a recheck was refused because" in shown


def test_somebody_independent_passes_the_recheck_on_site(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
    refused = do(
        cast.supervisor,
        number,
        "recheck-pass",
        is_on_site="yes",
        photo=a_picture(),
        **YES | {"similar_fixed": ""},
    )
    assert refused.status_code == 422
    assert "Similar problems nearby are mended too" in text(refused)
    kept = re.search(r'name="photo_key" value="([0-9a-f-]{36})"', text(refused))
    assert kept
    do(cast.supervisor, number, "recheck-pass", is_on_site="yes", photo_key=kept[1], **YES)
    row = models.Recheck.objects.get(case__number=number)
    assert (state(number), row.has_passed, row.is_on_site) == (State.PASSED, True, True)
    assert str(row.evidence.get().evidence.key) == kept[1]
    assert "the grid head is to close it" in page(cast.grid_head, number)


def test_a_recheck_that_fails_sends_the_case_back_with_reasons(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
    said = YES | {"effect_meets_norm": "no", "is_on_site": "yes"}
    refused = do(cast.supervisor, number, "recheck-fail", photo=a_picture(), reasons="", **said)
    assert refused.status_code == 422
    do(cast.supervisor, number, "recheck-fail", photo=a_picture(), reasons="north corner is bare", **said)
    assert state(number) == State.RECTIFYING
    shown = page(cast.handler, number)
    assert "did not pass the recheck and is being mended again" in shown
    assert "north corner is bare" in shown


def test_the_grid_head_closes_a_minor_case_and_its_points_are_shown(cast: Cast, now: datetime) -> None:
    number = build.a_case(cast, state=State.PASSED)
    assert do(cast.officer, number, "close").status_code == 403
    do(cast.grid_head, number, "close")
    assert state(number) == State.CLOSED
    for event in build.events(about=f"cases.case:{number}"):
        build.scoring.score(event, now=now)
    shown = page(cast.analyst, number)
    assert "is closed" in shown
    assert "Points" in shown


def test_a_grave_case_is_shown_in_public_before_it_is_closed(cast: Cast) -> None:
    number = build.a_case(cast, state=State.PASSED, level=Level.MAJOR)
    do(cast.supervisor, number, "publicise")
    assert state(number) == State.IN_PUBLICITY
    refused = do(cast.leader, number, "close")
    assert refused.status_code == 422
    assert "shown in public until" in text(refused)


def test_the_desk_reopens_a_closed_case_by_a_new_finding(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    assert "reopen" not in page(cast.analyst, number)
    later = NOON + timedelta(days=1)
    visit = build.a_problem(cast, now=later)
    monkeypatch.setattr(clock, "now", lambda: later + HOUR)
    assert str(visit.key) in page(cast.analyst, number)
    do(cast.analyst, number, "reopen", visit_key=str(visit.key))
    case = models.Case.objects.get(number=number)
    assert (case.state, case.level) == (State.REOPENED, Level.SERIOUS)


def test_of_two_who_act_at_once_the_second_is_told(cast: Cast) -> None:
    number = build.a_case(cast)
    do(cast.analyst, number, "file", level="minor", standard_code="law 69")
    second = do(cast.analyst, number, "file", level="major", standard_code="law 70")
    assert second.status_code == 422
    assert "cannot be moved by “File the case”" in text(second)
    assert 'value="law 70"' in text(second)


# ---- the figure


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
    number = build.a_case(cast, state=State.SUBMITTED)
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
    number = build.a_case(cast, state=State.SUBMITTED)
    assert "There is no monitor at this place" in page(cast.analyst, number)
    assert come_in(cast.analyst).get(reverse("console:case-figure", args=[number, "svg"])).status_code == 404


# ---- the list


def test_the_list_opens_with_one_sentence_and_each_tab_counts(cast: Cast) -> None:
    build.a_case(cast)
    late = build.a_case(cast, state=State.RECTIFYING)
    case = models.Case.objects.get(number=late)
    models.Case.objects.filter(pk=case.pk).update(due_at=NOON + 2 * HOUR)
    models.CaseScope.objects.filter(case=case).update(deadline=NOON + 2 * HOUR)
    shown = text(come_in(cast.analyst).get(reverse("console:cases")))
    assert "2 cases are open, 1 overdue." in shown
    assert re.search(r"To be filed <i>1</i>", shown)
    assert re.search(r"Being mended <i>1</i>", shown)
    assert "1 h overdue" in shown
    only = text(come_in(cast.analyst).get(reverse("console:cases"), {"overdue": "on"}))
    assert late in only and "Reported, to be filed" not in only


def test_the_list_is_narrowed_by_level_kind_grid_and_unit(cast: Cast) -> None:
    minor = build.a_case(cast, state=State.ASSIGNED)
    major = build.a_case(cast, state=State.ASSIGNED, level=Level.MAJOR, category="stockpile")
    client, address = come_in(cast.analyst), reverse("console:cases")
    for said, there in (({"level": "major"}, major), ({"category": "bare_land"}, minor)):
        shown = text(client.get(address, said))
        assert there in shown
        assert ({minor, major} - {there}).pop() not in shown
    assert minor in text(client.get(address, {"grid": "grid", "unit": "works"}))
    assert minor not in text(client.get(address, {"unit": "roads"}))
    assert minor in text(client.get(address, {"unit": "no such unit"}))


def test_a_row_offers_the_one_likely_act_of_this_person(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
    address = reverse("console:case-act", args=[number, "recheck-pass"])
    assert address in text(come_in(cast.supervisor).get(reverse("console:cases")))
    assert address not in text(come_in(cast.colleague).get(reverse("console:cases")))


def test_pages_go_on_and_back_without_losing_or_repeating_a_case(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lantian.console.cases.listing.SHOWN", 2)
    numbers = [build.a_case(cast, now=NOON + minute * timedelta(minutes=1)) for minute in range(5)]
    client, address = come_in(cast.analyst), reverse("console:cases")
    seen, query = [], "?tab=open"
    for _page in range(3):
        shown = text(client.get(address + query))
        seen.append([number for number in numbers if f">{number}<" in shown])
        following = re.search(r'rel="next" href="([^"]+)"', shown)
        query = following[1] if following else ""
    assert seen == [numbers[:2], numbers[2:4], numbers[4:]] and not query
    back = re.search(r'rel="prev" href="([^"]+)"', shown)
    assert back
    shown = text(client.get(address + back[1]))
    assert [number for number in numbers if f">{number}<" in shown] == numbers[2:4]
    assert client.get(address, {"after": "nonsense"}).status_code == 404
    assert client.get(address, {"tab": "nonsense"}).status_code == 404


def test_an_empty_list_says_so(cast: Cast) -> None:
    shown = text(come_in(cast.analyst).get(reverse("console:cases")))
    assert "No case is open." in shown
    assert "There is no case here." in shown


# ---- statements and words


def test_the_list_asks_no_more_statements_for_forty_cases_than_for_one(cast: Cast) -> None:
    client, address = come_in(cast.analyst), reverse("console:cases")
    counts = []
    for number in (1, 39):
        for _case in range(number):
            build.a_case(cast, state=State.ASSIGNED)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= MOST_FOR_LIST


def test_the_case_page_asks_a_bounded_number_of_statements(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
    client = come_in(cast.supervisor)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("console:case", args=[number]))
    assert len(asked) <= MOST_FOR_CASE


def test_the_page_speaks_chinese_without_a_word_left_over(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
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


@pytest.mark.parametrize("number", ["a/b", "../", "QX-2026-999999"])
def test_a_number_that_names_no_case_is_not_found(cast: Cast, number: str) -> None:
    assert come_in(cast.analyst).get("/cases/", {"number": number}).status_code == 404


def test_a_blank_number_is_the_list(cast: Cast) -> None:
    assert come_in(cast.analyst).get("/cases/", {"number": " "}).status_code == 200
