"""The board and the map of cases: what is in each stage and each square, and where they lead."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

import build
from build import NOON, Cast
from lantian.cases import models
from lantian.cases.states import Level, State
from lantian.console.tests.case_desk import come_in, text

pytestmark = pytest.mark.usefixtures("afternoon")


def stage(shown: str, name: str) -> str:
    """One column of the board."""
    found = re.search(rf'id="stage-{name}".*?</section>', shown, re.DOTALL)
    assert found, name
    return found[0]


def test_the_board_puts_each_case_into_the_column_of_its_stage(cast: Cast) -> None:
    told, mending = build.a_case(cast), build.a_case(cast, state=State.RECTIFYING)
    shown = text(come_in(cast.analyst).get(reverse("console:cases-board")))
    assert f"/cases/{told}/" in stage(shown, "file") and f"/cases/{told}/" not in stage(shown, "mend")
    assert f"/cases/{mending}/" in stage(shown, "mend")
    assert "No case is in this stage." in stage(shown, "close")


def test_a_column_goes_on_by_itself_and_comes_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lantian.console.cases.columns.CARDS", 2)
    numbers = [build.a_case(cast, now=NOON + minute * timedelta(minutes=1)) for minute in range(3)]
    other = build.a_case(cast, state=State.ASSIGNED)
    client, address = come_in(cast.analyst), reverse("console:cases-board")
    first = stage(text(client.get(address)), "file")
    assert numbers[1] in first and numbers[2] not in first
    following = re.search(r'class="btn more" href="([^"#]+)#stage-file"', first)
    assert following
    shown = text(client.get(following[1]))
    assert numbers[2] in stage(shown, "file") and numbers[0] not in stage(shown, "file")
    assert other in stage(shown, "mend")
    assert "From the first one again" in stage(shown, "file")
    assert client.get(address, {"after_file": "nonsense"}).status_code == 404


def test_the_board_is_narrowed_as_the_list_is_and_counts_what_it_shows(cast: Cast) -> None:
    minor = build.a_case(cast, state=State.ASSIGNED)
    major = build.a_case(cast, state=State.ASSIGNED, level=Level.MAJOR, category="stockpile")
    client = come_in(cast.analyst)
    shown = text(client.get(reverse("console:cases-board"), {"level": "major"}))
    assert f"/cases/{major}/" in shown and f"/cases/{minor}/" not in shown
    assert "1 open case fits." in shown
    assert f'{reverse("console:cases")}?level=major"' in shown


def test_whoever_oversees_another_area_sees_neither_card_nor_square(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    client = come_in(cast.outside_head)
    for page in ("cases-board", "cases-map"):
        assert number not in text(client.get(reverse(f"console:{page}")))
    assert "cell=" not in text(client.get(reverse("console:cases-map")))


def test_the_map_counts_the_cases_of_a_square_and_leads_into_its_list(cast: Cast) -> None:
    here = [build.a_case(cast), build.a_case(cast, state=State.RECTIFYING)]
    late = models.Case.objects.get(number=here[1])
    models.CaseScope.objects.filter(case=late).update(deadline=NOON - timedelta(hours=1))
    client, address = come_in(cast.analyst), reverse("console:cases-map")
    shown = text(client.get(address))
    assert "2 cases in 1 square" in shown
    square = re.search(r'<th scope="row"><a href="([^"]+)"', shown)
    assert square
    narrowed = text(client.get(square[1]))
    assert all(number in narrowed for number in here)
    assert 'class="num late">1<' in shown
    assert client.get(address, {"tab": "nonsense"}).status_code == 404
    assert "There is no case here." in text(client.get(address, {"tab": "closed"}))


def test_a_saved_filter_stands_above_the_list_of_its_owner_until_it_is_removed(cast: Cast) -> None:
    client, sent = come_in(cast.handler), {"level": "major", "tab": "mend", "order_by": "x"}
    answer = client.post(reverse("console:cases-filter-save"), sent | {"name": "grave", "is_shared": "on"})
    assert answer.url == f"{reverse('console:cases')}?tab=mend&level=major"
    shown = text(client.get(answer.url))
    assert "The filter is saved" in shown and "grave" in shown
    row = models.SavedFilter.objects.get()
    drop = reverse("console:cases-filter-drop", args=[row.pk])
    theirs = come_in(cast.colleague)
    read = text(theirs.get(reverse("console:cases")))
    assert ">grave" in read and drop not in read
    assert theirs.post(drop).status_code == 404
    assert ">grave" not in text(come_in(cast.outsider).get(reverse("console:cases")))
    assert client.post(drop).status_code == 302 and not models.SavedFilter.objects.exists()


def test_a_filter_without_a_name_is_refused_in_words_and_the_list_stays_narrowed(cast: Cast) -> None:
    client = come_in(cast.handler)
    answer = client.post(reverse("console:cases-filter-save"), {"level": "major", "name": " "}, follow=True)
    assert "Give the saved filter a name." in text(answer)
    assert answer.redirect_chain[-1][0].endswith("?tab=open&level=major")
    assert not models.SavedFilter.objects.exists()


def test_the_list_says_when_three_quarters_of_a_limit_have_gone(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    case = models.Case.objects.filter(number=number)
    client, address = come_in(cast.analyst), reverse("console:cases")
    word = "less than a quarter of the limit is left"
    hour = timedelta(hours=1)
    case.update(warn_at=NOON - 2 * hour, due_at=NOON + 9 * hour)
    assert word in text(client.get(address))
    case.update(warn_at=NOON + 8 * hour, due_at=NOON + 9 * hour)
    assert word not in text(client.get(address))
