"""The case list: one sentence, tabs, what it is narrowed to, pages, and what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import build
from build import NOON, Cast
from lantian.cases import actions, models
from lantian.cases.states import Level, State
from lantian.console.tests.case_desk import YES, a_picture, come_in, do, text

HOUR = timedelta(hours=1)
MOST_FOR_LIST = 24
pytestmark = pytest.mark.usefixtures("afternoon")


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
    number = build.a_case(cast, state=State.SELF_CHECKED)
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


@pytest.mark.parametrize("number", ["a/b", "../", "QX-2026-999999"])
def test_a_number_that_names_no_case_is_not_found(cast: Cast, number: str) -> None:
    assert come_in(cast.analyst).get("/cases/", {"number": number}).status_code == 404


def test_a_blank_number_is_the_list(cast: Cast) -> None:
    assert come_in(cast.analyst).get("/cases/", {"number": " "}).status_code == 200


def _closed_after_a_refusal(cast: Cast) -> str:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    do(cast.colleague, number, "recheck-pass")
    do(cast.supervisor, number, "recheck-pass", is_on_site="yes", photo=a_picture(), **YES)
    do(cast.grid_head, number, "close")
    return number


def test_one_click_finds_the_case_whose_recheck_was_refused_and_says_why(cast: Cast) -> None:
    other, number = build.a_case(cast, state=State.SELF_CHECKED), _closed_after_a_refusal(cast)
    client, address = come_in(cast.leader), reverse("console:cases")
    asked = re.search(r'href="([^"]+)">Recheck refused<', text(client.get(address)))
    assert asked
    shown = text(client.get(address + asked[1]))
    assert number in shown and other not in shown
    assert "Recheck refused once" in shown
    assert "colleague: this person is of the unit that answers for the mending" in shown
    back = re.search(r'href="([^"]+)" aria-current="true">Recheck refused', shown)
    assert back and other in text(client.get(address + back[1]))


def test_what_the_list_is_narrowed_to_stays_from_tab_to_tab_and_in_the_form(cast: Cast) -> None:
    number = _closed_after_a_refusal(cast)
    client, address = come_in(cast.leader), reverse("console:cases")
    shown = text(client.get(address, {"tab": "open", "refused": "1"}))
    assert number not in shown  # it is closed
    assert re.search(r'<input[^>]*name="refused"[^>]* checked', shown)
    assert not re.search(r"<i>\d", shown)  # a narrowed list is not counted
    tab = re.search(r'href="([^"]+)"[^>]*>Closed<', shown)
    assert tab and number in text(client.get(address + tab[1]))


def test_the_list_marks_what_was_reopened(cast: Cast) -> None:
    number = build.a_case(cast, state=State.REOPENED)
    actions.assign(number=number, by=cast.analyst, now=NOON + timedelta(days=2))
    client, address = come_in(cast.leader), reverse("console:cases")
    assert "Reopened once" in text(client.get(address, {"reopened": "1"}))


def test_one_click_shows_what_somebody_reported_or_handles(cast: Cast) -> None:
    build.a_case(cast, state=State.FILED)
    handled = build.a_case(cast, state=State.RECTIFYING)
    address = reverse("console:cases")
    assert "mine=1" in text(come_in(cast.handler).get(address))
    mine = text(come_in(cast.handler).get(address, {"mine": "1"}))
    assert re.findall(r">(QX-[0-9-]+)<", mine) == [handled]
    assert "There is no case here." in text(come_in(cast.supervisor).get(address, {"mine": "1"}))


def test_more_than_anybody_counts_is_said_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lantian.cases.queries.counting.MOST_COUNTED", 1)
    for _ in range(2):
        build.a_case(cast)
    shown = text(come_in(cast.analyst).get(reverse("console:cases")))
    assert "1+ cases are open" in shown or "1+ case is open" in shown
    assert "To be filed <i>1+</i>" in shown
