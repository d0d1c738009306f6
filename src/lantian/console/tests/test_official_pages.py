"""Lists from above: handed in, held against ours, taken back; who may, and what is refused."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lantian.assessment.models import DailyAssessment, ImportedList
from lantian.assessment.queries import reconciling
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene
from lantian.console.tests.test_rank_pages import a_city
from lantian.kernel.models import StoredFile

SPAN = {"first": "2026-11-01", "last": "2026-11-19"}
FIGURES = "城市,PM2.5,PM10,综合指数,名次\nA,30,60,3.37,1\nB,30,77,3.54,2\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def cities(scene: Scene) -> None:
    a_city("A", pm10=60)
    a_city("B", pm10=70)


def hand_in(client: Client, text: str, *, name: str = "list.csv", **said: str):
    given = {"kind": "official", "title": "11月通报", "authority": "省厅", **SPAN, **said}
    file = SimpleUploadedFile(name, text.encode(), content_type="text/csv")
    return client.post("/official/hand-in/", given | {"file": file})


@pytest.fixture
def analyst(client: Client, scene: Scene, cities: None) -> Client:
    return scenes.sign_in(client, scene.cast.analyst)


def the_list(kind: str = "official") -> ImportedList:
    return ImportedList.objects.get(kind=kind)


def test_a_list_handed_in_stands_beside_ours_with_the_open_figure_first(analyst: Client) -> None:
    answer = hand_in(analyst, FIGURES)
    assert answer.status_code == 302 and answer.headers["Location"] == f"/official/{the_list().pk}/"
    page = analyst.get(answer.headers["Location"]).context["page"]
    assert page.sentence == "8个数值中7个一致或已找到原因，还有1个没有对上。"
    (first, *_rest) = page.groups
    (line,) = first.lines
    assert (first.title, first.is_folded) == ("没有对上", False)
    assert (line.name, line.figure, line.official, line.ours, line.difference) == (
        "B市", "PM10", "77", "70", "−7",
    )  # fmt: skip
    assert line.url == "/explain/?a=assessment.composite:region/B/2026-11-01..2026-11-19/pm10@5"
    assert line.why.startswith("已知的口径都算不出公布的数值；我方数值依据19天中的19天。")
    assert [(group.title, len(group.lines), group.is_folded) for group in page.groups[1:]] == [
        ("一致", 7, True)
    ]


def test_a_convention_that_explains_is_told_in_words(analyst: Client) -> None:
    hand_in(analyst, "城市,综合指数\nA,3.09\n")  # by the limits of 2012: 60/70 and 30/35
    answer = analyst.get(f"/official/{the_list().pk}/")
    (group,) = answer.context["page"].groups
    assert group.title == "口径不同，原因已找到"
    assert group.lines[0].why == "按另一套限值（GB 3095-2012 2018年修改单）计算时，得到公布的数值。"
    analyst.cookies["django_language"] = "en"
    (group,) = analyst.get(f"/official/{the_list().pk}/").context["page"].groups
    assert group.lines[0].why.endswith("those of GB 3095-2012 as amended in 2018.")


def test_the_reconciliation_is_a_file_and_so_is_the_list(analyst: Client) -> None:
    hand_in(analyst, FIGURES)
    answer = analyst.get(f"/exports/official/{the_list().pk}.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))
    for form in ("xlsx", "parquet"):
        assert b"".join(analyst.get(f"/exports/official/{the_list().pk}.{form}").streaming_content)
    assert len(rows) == 8
    assert (rows[0]["code"], rows[0]["figure"], rows[0]["difference"], rows[0]["why"]) == (
        "B", "pm10", "-7", "unexplained",
    )  # fmt: skip
    assert rows[0]["address"].startswith("assessment.composite:region/B/")
    assert analyst.get(f"/official/{the_list().pk}/as-handed-in").content == FIGURES.encode()


def test_exceptional_days_tell_what_they_take_out_and_which_are_no_days_of_ours(analyst: Client) -> None:
    hand_in(analyst, "地区,日期,扣除项目\nA,2026-11-03,pm10\nA,2025-01-01,pm10\n", kind="exceptional")
    page = analyst.get(f"/official/{the_list('exceptional').pk}/").context["page"]
    assert page.sentence == "1个地区共2天不计入；其中1天本系统没有数据。"
    assert [(one.day, one.is_there) for one in page.days] == [
        ("2025年1月1日", False), ("2026年11月3日", True),
    ]  # fmt: skip
    assert page.days[1].taken == (
        ("PM10", "60", "/explain/?a=assessment.day:region/A/2026-11-03/pm10@5"),
    )  # fmt: skip
    assert page.files == ()
    assert analyst.get(f"/exports/official/{the_list('exceptional').pk}.csv").status_code == 404


def test_a_bad_row_is_named_nothing_is_taken_and_the_file_is_kept(analyst: Client) -> None:
    answer = hand_in(analyst, "城市,PM10\nA,60\nB,lots\n", name="nov.csv")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "nov.csv" in shown and "第2行" in shown and "lots" in shown and "11月通报" in shown
    assert not ImportedList.objects.exists()
    assert StoredFile.objects.filter(original_name="nov.csv").exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"first": ""}, "公布值对应一段日期"),
        ({"first": "2026-11-19", "last": "2026-11-01"}, "截止日期早于起始日期"),
        ({"kind": "gossip"}, "gossip"),
    ],
)
def test_what_a_form_lacks_is_said(analyst: Client, said: dict[str, str], sentence: str) -> None:
    answer = hand_in(analyst, FIGURES, **said)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not ImportedList.objects.exists()


def test_the_same_file_twice_and_an_empty_one_are_refused(analyst: Client) -> None:
    hand_in(analyst, FIGURES)
    assert "11月通报" in hand_in(analyst, FIGURES, title="again").content.decode()
    assert "empty.csv" in hand_in(analyst, "", name="empty.csv").content.decode()
    assert ImportedList.objects.count() == 1


def test_a_list_is_withdrawn_with_a_reason_and_stays_readable(analyst: Client) -> None:
    hand_in(analyst, "地区,日期,扣除项目\nA,2026-11-03,pm10\n", kind="exceptional")
    number = the_list("exceptional").pk
    answer = analyst.post(f"/official/{number}/withdraw/", {"reason": " "})
    assert answer.status_code == 422 and "请写明撤回清单的理由" in answer.content.decode()
    assert analyst.post(f"/official/{number}/withdraw/", {"reason": "发错"}).status_code == 302
    page = analyst.get(f"/official/{number}/").context["page"]
    assert page.sentence == "这份清单已撤回：其中1天重新计入。" and page.withdraw_url == ""
    (row,) = analyst.get("/official/").context["lists"].rows
    assert row.is_withdrawn and row.withdrawn.endswith("撤回：发错")
    again = analyst.post(f"/official/{number}/withdraw/", {"reason": "又"})
    assert again.status_code == 422 and again.context["form"].errors


def test_a_list_is_withdrawn_without_being_held_against_ours(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(analyst, FIGURES)

    def fails(list_id: int) -> None:
        raise ArithmeticError(list_id)

    monkeypatch.setattr(reconciling, "reconcile", fails)
    number = the_list().pk
    assert analyst.post(f"/official/{number}/withdraw/", {"reason": "发错"}).status_code == 302
    assert the_list().withdrawn_reason == "发错"


def test_others_see_lists_and_may_not_act(client: Client, scene: Scene, analyst: Client) -> None:
    hand_in(analyst, FIGURES)
    number = the_list().pk
    leader = scenes.sign_in(client, scene.cast.leader)
    page = leader.get(f"/official/{number}/").context["page"]
    assert page.withdraw_url == "" and leader.get("/official/").context["lists"].hand_in_url == ""
    assert leader.post(f"/official/{number}/withdraw/", {"reason": "x"}).status_code == 403
    assert hand_in(leader, "城市,PM10\nA,60\n").status_code == 403
    assert the_list().withdrawn_at is None


def test_a_stranger_is_sent_to_sign_in_and_what_is_not_there_is_not_found(
    client: Client, scene: Scene
) -> None:
    for url in ("/official/", "/official/hand-in/", "/official/1/", "/exports/official/1.csv"):
        assert client.get(url).status_code == 302
    scenes.sign_in(client, scene.cast.analyst)
    for url in ("/official/99/", "/exports/official/99.csv", "/official/99/as-handed-in"):
        assert client.get(url).status_code == 404
    assert client.post("/official/99/withdraw/", {"reason": "x"}).status_code == 404


def test_a_place_we_have_no_days_of_has_no_figure_of_ours(analyst: Client) -> None:
    DailyAssessment.objects.filter(subject="B", day__gte=date(2026, 1, 1)).delete()
    hand_in(analyst, "城市,PM10\nA,60\nB,70\n")
    page = analyst.get(f"/official/{the_list().pk}/").context["page"]
    assert page.groups[0].title == "我方没有数值"
    assert (page.groups[0].lines[0].ours, page.groups[0].lines[0].url) == ("—", "")
