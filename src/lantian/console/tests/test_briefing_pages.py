"""Briefing pages: what is printed, where each figure comes from, and who writes and issues it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

import build
from lantian.accounts.rules import Role
from lantian.cases.states import State
from lantian.registry.models import Region
from lantian.reporting import actions
from lantian.reporting.models import Briefing
from lantian.reporting.tests import district
from lantian.reporting.tests.district import DAY, HOUR, MORNING

pytestmark = pytest.mark.django_db
LIST, ACT = reverse("console:briefings"), reverse("console:briefing-act")


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    settings.LANTIAN_HOME = settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr("lantian.kernel.clock.now", lambda: MORNING)
    return tmp_path


@pytest.fixture
def analyst(db) -> Client:
    return visitor()


@pytest.fixture
def draft(home) -> Briefing:
    """A day on which station B was silent."""
    district.a_district()
    district.air_of_the_day(home, but=("B",))
    return actions.write(region_code="district", day=DAY, by_id=None, now=MORNING)


def visitor(role=Role.DUTY_ANALYST, *, language="en", **changes) -> Client:
    client = Client()
    client.force_login(build.a_person(role=role, **changes))
    client.cookies["django_language"] = language
    return client


def page_of(client: Client, number: str):
    return client.get(reverse("console:briefing", args=[number]))


def issue(client: Client, draft: Briefing, **changes):
    sent = {"act": "issue", "number": draft.number, "seen_digest": draft.digest}
    return client.post(ACT, sent | changes)


def words_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def pieces_of(page) -> list:
    return [piece for block in page.blocks for line in block.lines for piece in line.pieces]


def station_b_comes_late(home) -> None:
    frames = district.frames_of("B", district.B, since=district.MIDNIGHT, hours=32)
    district.send(home, frames, received_at=MORNING + HOUR)
    district.assess(now=MORNING + HOUR)


def test_opens_with_the_lead_and_links_every_figure(analyst, draft):
    page = page_of(analyst, draft.number).context["briefing"]
    lead = "".join(piece.text for piece in page.lead)
    assert lead.startswith("On 2026-11-20 the air in Sample District was good (AQI 100)")
    pieces = [*page.lead, *pieces_of(page)]
    linked = {piece.url for piece in pieces if piece.url}
    printed = set(draft.figures.exclude(key__startswith="station_").values_list("key", flat=True))
    assert {url.rpartition("/")[2] for url in linked} >= printed
    assert all(analyst.get(url).status_code == 200 for url in linked)


def test_a_figure_says_its_unit_before_it_is_clicked(analyst, draft):
    html = page_of(analyst, draft.number).content.decode()
    assert 'title="120 µg/m³, where the number comes from">120</a>' in html


def test_has_four_blocks_a_table_a_line_and_what_it_rests_on(analyst, draft):
    page = page_of(analyst, draft.number).context["briefing"]
    assert [block.title for block in page.blocks] == [
        "The air",
        "Where we stand",
        "What to do",
        "What it changed",
    ]
    assert [(row.name, row.aqi) for row in page.stations] == [("Station A", 100), ("Station B", None)]
    assert page.stations[0].primary == "PM10"
    assert page.chart.startswith("<svg") and page.caption.completeness == "24/24 h"
    assert any("HJ 633-2026" in note for note in page.notes)


def test_it_speaks_chinese(draft):
    client = visitor(language="zh-hans")
    page = page_of(client, draft.number).context["briefing"]
    assert "".join(piece.text for piece in page.lead).startswith("11月20日示范新区空气质量良（AQI 100）")
    assert [block.title for block in page.blocks] == ["空气质量分析", "污染形势", "管控意见", "结果"]
    assert page.stations[0].primary == "PM10" and page.state == "草稿"
    assert "昨日（2026年11月20日）简报还是草稿" in words_of(client.get(LIST))


def test_the_list_names_day_state_and_paper(analyst, draft):
    shown = analyst.get(LIST).context["list"]
    assert (
        shown.sentence
        == f"The briefing about yesterday, 20 Nov 2026, is a draft: read {draft.number} and issue it."
    )
    row = shown.rows[0]
    assert (row.day, row.state, row.is_draft, row.serial) == ("20 Nov 2026", "Draft", True, "")
    issue(analyst, draft)
    shown = analyst.get(LIST).context["list"]
    assert shown.sentence == f"The briefing about yesterday, 20 Nov 2026, is issued: {draft.number}."
    assert (shown.rows[0].state, shown.rows[0].serial) == ("Issued", "No. 1")


def test_an_empty_list_says_so(analyst):
    shown = analyst.get(LIST)
    assert "No briefing yet." in words_of(shown)
    assert shown.context["list"].sentence == "Nothing is written about yesterday, 20 Nov 2026, yet."


def test_the_desk_issues_what_it_read(analyst, draft):
    answer = issue(analyst, draft)
    assert answer.url == reverse("console:briefing", args=[draft.number])
    draft.refresh_from_db()
    assert (draft.state, draft.serial) == ("issued", 1)
    page = page_of(analyst, draft.number).context["briefing"]
    assert not page.may_issue and page.may_write and "No. 1" in page.facts


def test_a_draft_written_again_is_not_issued_unread(analyst, draft, home):
    station_b_comes_late(home)
    actions.write(region_code="district", day=DAY, by_id=None, now=MORNING + HOUR)
    answer = issue(analyst, draft)
    assert answer.status_code == 422
    assert "nothing of yours was changed" in words_of(answer)
    assert Briefing.objects.get().state == "draft"


def test_what_was_issued_is_not_issued_again(analyst, draft):
    issue(analyst, draft)
    answer = issue(analyst, draft)
    assert answer.status_code == 422
    assert "was already issued and does not change" in words_of(answer)


def test_the_desk_writes_a_day(analyst, home):
    district.a_district()
    district.air_of_the_day(home)
    answer = analyst.post(ACT, {"act": "write", "day": DAY.isoformat()})
    written = Briefing.objects.get()
    assert answer.url == reverse("console:briefing", args=[written.number])
    assert written.day == DAY


def test_a_day_that_is_not_over_is_refused_with_what_was_entered(analyst, home):
    district.a_district()
    today = (DAY + timedelta(days=1)).isoformat()
    answer = analyst.post(ACT, {"act": "write", "day": today})
    assert answer.status_code == 422
    assert "is not over yet" in words_of(answer)
    assert f'value="{today}"' in answer.content.decode()
    assert not Briefing.objects.exists()


def test_a_day_that_is_no_day_is_refused(analyst, home):
    district.a_district()
    assert analyst.post(ACT, {"act": "write", "day": "yesterday"}).status_code == 422
    assert not Briefing.objects.exists()


def test_figures_that_moved_are_told_beside_what_was_printed(analyst, draft, home):
    issue(analyst, draft)
    station_b_comes_late(home)
    page = page_of(analyst, draft.number).context["briefing"]
    assert page.changes.sentence.endswith("what was issued stays as it was printed.")
    moved = {row.name: (row.printed, row.now) for row in page.changes.rows}
    assert moved["PM10"] == ("120 µg/m³", "140 µg/m³")
    assert "".join(piece.text for piece in page.lead).startswith(
        "On 2026-11-20 the air in Sample District was good (AQI 100)"
    )
    assert all(analyst.get(row.now_url).status_code == 200 for row in page.changes.rows if row.now_url)


def test_a_draft_says_how_many_figures_updating_it_changes(analyst, draft, home):
    station_b_comes_late(home)
    shown = page_of(analyst, draft.number)
    sentence = shown.context["briefing"].changes.sentence
    before = dict(draft.figures.values_list("key", "text"))
    analyst.post(ACT, {"act": "write", "day": DAY.isoformat()})
    after = dict(Briefing.objects.get().figures.values_list("key", "text"))
    changed = sum(before.get(key) != after.get(key) for key in before | after)
    assert sentence == f"Updating the draft changes {changed} figures; data are in up to 21 Nov 08:00 now."
    assert "Update the draft" in words_of(shown)
    assert page_of(analyst, draft.number).context["briefing"].changes.sentence == ""


def test_a_draft_whose_figures_stand_says_that_newer_data_came(analyst, draft, home):
    district.send(home, district.frames_of("lee1", district.A, since=MORNING, hours=1))
    page = page_of(analyst, draft.number).context["briefing"]
    assert page.changes.rows == ()
    assert (
        page.changes.sentence == "Newer data have come, up to 21 Nov 08:00; no figure of this draft changes."
    )


def test_says_to_which_moment_the_figures_stand(analyst, draft):
    page = page_of(analyst, draft.number).context["briefing"]
    assert "data up to 21 Nov 08:00" in page.facts
    assert [block.until for block in page.blocks] == [
        "as of 2026-11-20 24:00; stations as of 2026-11-21 08:00",
        *["as of 2026-11-20 24:00"] * 3,
    ]


def test_leads_with_the_results_and_has_a_table_of_contents(analyst, draft):
    shown = page_of(analyst, draft.number)
    summary = "".join(piece.text for piece in shown.context["briefing"].summary)
    assert summary.startswith("Yesterday (2026-11-20): orders issued 0,")
    html = shown.content.decode()
    for anchor in ("block-air", "block-situation", "block-measures", "block-results", "stations", "notes"):
        assert f'href="#{anchor}"' in html and f'id="{anchor}"' in html, anchor


def a_case_closed(home) -> str:
    cast = build.a_cast()
    district.a_district()
    number = build.a_case(cast, state=State.CLOSED)
    district.air_of_the_day(home, mended_at=build.NOON)
    return number


def test_what_is_counted_is_named_and_linked(home, analyst):
    number = a_case_closed(home)
    draft = actions.write(region_code="district", day=DAY, by_id=None, now=MORNING)
    pieces = pieces_of(page_of(analyst, draft.number).context["briefing"])
    linked = {piece.text: piece.url for piece in pieces if piece.is_thing}
    assert linked[f"{number} bare soil (grid)"] == reverse("console:case", args=[number])


def test_a_thing_that_is_not_yours_to_open_stands_as_plain_words(home, analyst):
    number = a_case_closed(home)
    draft = actions.write(region_code="district", day=DAY, by_id=None, now=MORNING)
    issue(analyst, draft)
    page = page_of(visitor(Role.UNIT_HEAD, unit="roads"), draft.number).context["briefing"]
    said = [piece for piece in pieces_of(page) if number in piece.text]
    assert said and not any(piece.url for piece in said)


def test_the_english_paper_is_another_print_of_the_same_lines(analyst, draft):
    page = page_of(analyst, draft.number).context["briefing"]
    paper = analyst.get(page.english_pdf_url)
    assert paper.content.startswith(b"%PDF") and f'filename="{draft.number}-en.pdf"' in str(paper.headers)
    assert paper.content != analyst.get(page.pdf_url).content


def test_a_correction_stands_beside_the_old_one(analyst, draft, home):
    issue(analyst, draft)
    station_b_comes_late(home)
    answer = analyst.post(ACT, {"act": "write", "day": DAY.isoformat()})
    second = Briefing.objects.get(issue=2)
    assert answer.url == reverse("console:briefing", args=[second.number])
    page = page_of(analyst, second.number).context["briefing"]
    assert [other.number for other in page.others] == [draft.number]
    assert "issue 2, corrects the one before" in page.facts


def test_the_paper_is_a_pdf_with_its_number(analyst, draft):
    paper = analyst.get(reverse("console:briefing-pdf", args=[draft.number]))
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert f'filename="{draft.number}.pdf"' in paper["Content-Disposition"]


@pytest.mark.parametrize("role", [Role.LEADER, Role.SUPERVISOR, Role.UNIT_HEAD, Role.ADMINISTRATOR])
def test_nobody_but_the_desk_writes_or_issues(draft, role):
    client = visitor(role)
    assert issue(client, draft).status_code == 403
    assert client.post(ACT, {"act": "write", "day": DAY.isoformat()}).status_code == 403
    assert Briefing.objects.get().state == "draft"


@pytest.mark.parametrize("role", [Role.GRID_OFFICER, Role.HANDLER])
def test_who_has_no_briefings_is_told_so(draft, role):
    client = visitor(role)
    assert client.get(LIST).status_code == 403
    assert page_of(client, draft.number).status_code == 403


def test_a_draft_is_not_there_for_a_unit_until_it_is_issued(analyst, draft):
    head = visitor(Role.UNIT_HEAD)
    assert page_of(head, draft.number).status_code == 404
    assert head.get(reverse("console:briefing-pdf", args=[draft.number])).status_code == 404
    assert not head.get(LIST).context["list"].rows
    issue(analyst, draft)
    shown = page_of(head, draft.number)
    assert shown.status_code == 200 and "Write a new issue" not in words_of(shown)


def test_a_stranger_s_desk_does_not_find_it(draft):
    build.an_organisation("elsewhere", under="hq", kind="district")
    stranger = visitor(unit="elsewhere", area="elsewhere")
    Region.objects.filter(code="district").update(
        organisation=build.an_organisation("ours", under="hq", kind="district")
    )
    assert page_of(stranger, draft.number).status_code == 404
    assert issue(stranger, draft).status_code == 404


def test_nothing_is_styled_or_scripted_inline(analyst, draft):
    for shown in (analyst.get(LIST), page_of(analyst, draft.number)):
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", shown.content.decode())
