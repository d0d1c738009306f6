"""Lists from above: kept first, taken whole or not at all, withdrawn with a reason."""

import hashlib
from datetime import date, timedelta

import pytest

from lantian.accounts.models import Alias, Person
from lantian.accounts.rules import NotAllowed, Role
from lantian.assessment import actions, models
from lantian.assessment.actions.lists import ListThere, NoReason, NoSuchList
from lantian.assessment.rules import lists
from lantian.assessment.tests.build import NOW, a_district, an_actor
from lantian.kernel import files
from lantian.kernel.models import Event, StoredFile
from lantian.observations import queries as observations

FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.LANTIAN_HOME = tmp_path


def exceptional(text: str | bytes, **more):
    content = text if isinstance(text, bytes) else text.encode()
    given = {"name": "dust.csv", "title": "扣沙清单", "authority": "总站", "by": desk(), "now": NOW} | more
    return actions.import_exceptional(content=content, **given)


def official(text: str, **more):
    given = {"name": "rank.csv", "title": "2月排名", "authority": "省厅", "by": desk(), "now": NOW}
    given |= {"first": FIRST, "last": LAST} | more
    return actions.import_official(content=text.encode(), **given)


def desk():
    unit = a_district().organisation
    person, _ = Person.objects.get_or_create(
        username="desk",
        defaults={"name_zh": "值班", "name_en": "desk", "role": "duty_analyst"}
        | {"organisation": unit, "area": unit},
    )
    return an_actor(Role.DUTY_ANALYST, number=person.pk)


def a_place(code: str = "D1", *, name: str = "东城"):
    """A district whose name is not its code."""
    region = a_district(code)
    region.name_zh = name
    region.save()
    return region


def test_days_are_taken_with_their_parameters_and_the_file_is_kept() -> None:
    a_district("D1")
    text = '地区,日期,扣除项目\nD1,2026-02-03,"pm10、pm2.5"\nD1,2026/2/4,PM10\n'
    listed = exceptional(text)
    assert listed.rows == 2
    assert files.read(listed.sha256) == text.encode()
    days = listed.exceptional_days.order_by("day").values_list("day", "parameters", "row")
    assert list(days) == [
        (date(2026, 2, 3), ["pm10", "pm25"], 1),
        (date(2026, 2, 4), ["pm10"], 2),
    ]
    assert Event.objects.filter(name="assessment.list_imported").count() == 1


def test_a_list_without_parameters_means_both_particle_sizes() -> None:
    a_district("D1")
    listed = exceptional("unit,day\nD1,2026-02-03\n")
    assert listed.exceptional_days.get().parameters == ["pm10", "pm25"]


def test_a_list_in_the_office_s_older_encoding_is_read() -> None:
    a_district("D1")
    assert exceptional("地区,日期\nD1,2026年2月3日\n".encode("gb18030")).rows == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("地区,日期\nD1,2026-02-30\n", "dust.csv, row 1, column 日期: 2026-02-30"),
        ("地区,日期\nD1,2026-02-28\nD1,2026-02-29\n", "row 2, column 日期: 2026-02-29 is not a day"),
        ("地区,日期\nD1,２０２６-02-03\n", "row 1, column 日期: ２０２６-02-03 is not a day"),
        ("地区,日期\nD1,2026-02-03T00:00Z\n", "row 1, column 日期: 2026-02-03T00:00Z is not a day"),
        ("地区;日期\nD1;2026-02-03\n", "has no column unit; its columns are 地区;日期"),
        ("地区,日期\nD1,2026-02-03\n火星,2026-02-03\n", "row 2, column 地区: 火星"),
        ("地区,日期,项目\nD1,2026-02-03,pm1\n", "row 1, column 项目: pm1"),
        ("地区,天\nD1,2026-02-03\n", "no column day"),
        ("地区,日期\nD1,2026-02-03\nD1,2026-02-03\n", "row 2: D1 with 2026-02-03 is there already in row 1"),
        ("地区,日期\nD1,2026-02-03\n东城,2026-02-03\n", "row 2: 东城 with 2026-02-03 is there already"),
        ("地区,日期\nD1,0026-02-03\n", "row 1, column 日期: 0026-02-03 lies in no year from 1990 to 2199"),
        ("地区,日期\nD1\n", "row 1 has 1 cells and the header has 2"),
        ("地区,单位,日期\nD1,D1,2026-02-03\n", "two columns for unit: “地区” and “单位”"),
        ("地区,日期,类型\nD1,2026-02-03," + "沙" * 99 + "\n", "column 类型: 沙{60}… is longer than 40"),
        ("地区,日期\nD1,2026-\x0002-03\n", "line 2 holds a character that is none"),
        ('地区,日期\n"D1,2026-02-03\nD1,2026-02-04\n', "line 3: a quotation mark is not closed"),
        ("地区,日期\n" + "D" * 140_000 + ",2026-02-03\n", "line 2: .* a cell is too long"),
        ("", "is empty"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_nothing_is_taken(text: str, said: str) -> None:
    a_place()
    with pytest.raises(lists.ListRefused, match=said):
        exceptional(text)
    assert not models.ImportedList.objects.exists()
    assert not models.ExceptionalDay.objects.exists()
    if text:
        assert StoredFile.objects.filter(sha256=hashlib.sha256(text.encode()).hexdigest()).exists()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_they_do_anywhere(end: str) -> None:
    a_district("D1")
    assert exceptional(f"地区,日期{end}D1,2026-02-03{end}D1,2026-02-04{end}").rows == 2


def test_two_places_of_one_name_are_told_apart_by_their_codes() -> None:
    a_place("D1")
    namesake = a_place("D2")
    with pytest.raises(lists.ManyPlaces, match="row 1, column 地区: 东城 .*: D1, D2"):
        exceptional("地区,日期\n东城,2026-02-03\n")
    assert not models.ImportedList.objects.exists()
    assert exceptional("地区,日期\nD2,2026-02-03\n").exceptional_days.get().region == namesake


def test_a_long_list_asks_for_its_places_once(django_assert_max_num_queries) -> None:
    a_place()
    by = desk()
    rows = [f"东城,{FIRST + timedelta(days=ahead)}" for ahead in range(200)]
    with django_assert_max_num_queries(25):
        assert exceptional("地区,日期\n" + "\n".join(rows), by=by).rows == 200


def test_a_mark_before_the_text_is_no_part_of_it() -> None:
    a_district("D1")
    assert exceptional("地区,日期\nD1,2026-02-03\n".encode("utf-8-sig")).rows == 1


def test_a_leap_day_is_a_day() -> None:
    a_district("D1")
    assert exceptional("地区,日期\nD1,2024-02-29\n").exceptional_days.get().day == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-16", "dust.csv is written in neither UTF-8 nor GB18030"),
        ("utf-16-le", "line 1 holds a character"),
    ],
)
def test_an_encoding_nobody_reads_is_refused_in_words(encoding: str, said: str) -> None:
    with pytest.raises(lists.NotAList, match=said):
        exceptional("unit,day\nD1,2026-02-03\n".encode(encoding))
    assert not models.ImportedList.objects.exists()


def test_a_disk_that_takes_nothing_refuses_the_list_in_words(settings) -> None:
    settings.LANTIAN_HOME = "/proc"
    with pytest.raises(lists.NotKept, match=r"dust.csv could not be kept \(No such file or directory\)"):
        exceptional("unit,day\nD1,2026-02-03\n")
    assert not models.ImportedList.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_workbook_is_refused_in_words() -> None:
    with pytest.raises(lists.NotAList, match="save the sheet as CSV"):
        exceptional(b"PK\x03\x04 and so on")


def test_official_figures_are_kept_as_printed() -> None:
    a_district("D1")
    listed = official("城市,PM2.5,PM10,综合指数,名次\nD1,63.0,107,5.60,3\n")
    printed = dict(listed.figures.values_list("figure", "value"))
    assert printed == {"pm25": "63.0", "pm10": "107", "composite": "5.60", "place": "3"}
    assert {(one.first, one.last) for one in listed.figures.all()} == {(FIRST, LAST)}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("D1,\"1,063\",3", "1,063 is not a number"),
        ("D1,inf,3", "inf is not a number"),
        ("D1,-5,3", "-5 is not a number"),
        ("D1,63,3.5", "column 名次: 3.5 is not a whole number"),
        ("D1,1E-40,3", "1E-40 is not a number"),
        ("D1,1_0,3", "1_0 is not a number"),
        ("D1,６３,3", "row 1, column PM2.5: ６３ is not a number"),
        ("D1,63 µg/m³,3", "row 1, column PM2.5: 63 µg/m³ is not a number"),
        ("D1,1e9,3", "row 1, column PM2.5: 1e9 is not a number"),
        ("D1,60.0000001,3", "60.0000001 is not a number"),
        ("D1,63,3\n东城,63,3", "row 2: 东城 with 2026-02-01..2026-02-28 is there already in row 1"),
    ],
)  # fmt: skip
def test_a_figure_that_is_none_is_named(row: str, said: str) -> None:
    a_place()
    with pytest.raises(lists.ListRefused, match=said):
        official(f"城市,PM2.5,名次\n{row}\n")
    assert not models.OfficialFigure.objects.exists()


@pytest.mark.parametrize(
    ("header", "stretch", "refusal"),
    [
        ("城市,PM2.5,pm25", {}, lists.ColumnTwice),
        ("城市,PM2.5,PM10", {"first": LAST, "last": FIRST}, lists.StretchBackward),
    ],
)
def test_a_list_that_says_two_things_at_once_is_refused(header: str, stretch, refusal) -> None:
    a_district("D1")
    with pytest.raises(refusal):
        official(f"{header}\nD1,63,64\n", **stretch)
    assert not models.ImportedList.objects.exists()


def test_columns_that_nobody_reads_may_stand_twice() -> None:
    a_district("D1")
    assert official("城市,PM2.5,备注,备注,,\nD1,63,a,b,,\n").figures.get().value == "63"


def test_a_place_is_found_by_a_name_it_had_on_that_day() -> None:
    region = a_district("D1")
    Alias.objects.create(organisation=region.organisation, name="示范区", valid_from=FIRST, valid_to=LAST)
    assert official("单位,PM2.5\n示范区,63\n").figures.get().region == region
    with pytest.raises(lists.CellWrong, match="示范区"):
        official("单位,起,止,PM2.5\n示范区,2026-03-01,2026-03-31,63\n")


def test_the_same_file_is_taken_once_until_it_is_withdrawn() -> None:
    a_district("D1")
    first = official("城市,PM2.5\nD1,63\n")
    with pytest.raises(ListThere, match="2月排名"):
        official("城市,PM2.5\nD1,63\n")
    actions.withdraw_list(list_id=first.pk, reason="印错了", by=desk(), now=NOW)
    assert official("城市,PM2.5\nD1,63\n").pk != first.pk
    with pytest.raises(NoSuchList):
        actions.withdraw_list(list_id=first.pk, reason="再来", by=desk(), now=NOW)


def test_a_list_is_withdrawn_with_a_reason_only() -> None:
    a_district("D1")
    listed = official("城市,PM2.5\nD1,63\n")
    with pytest.raises(NoReason):
        actions.withdraw_list(list_id=listed.pk, reason=" ", by=desk(), now=NOW)
    assert models.ImportedList.objects.get().withdrawn_at is None


def test_a_list_keeps_the_positions_between_which_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    a_district("D1")
    monkeypatch.setattr(observations, "act_position", lambda: 101)
    listed = official("城市,PM2.5\nD1,63\n")
    assert (listed.position, listed.withdrawn_position) == (101, None)
    monkeypatch.setattr(observations, "act_position", lambda: 207)
    actions.withdraw_list(list_id=listed.pk, reason="印错了", by=desk(), now=NOW)
    listed.refresh_from_db()
    assert (listed.position, listed.withdrawn_position) == (101, 207)


def test_a_stranger_imports_nothing_and_leaves_no_file() -> None:
    with pytest.raises(NotAllowed):
        exceptional("地区,日期\nD1,2026-02-03\n", by=an_actor(Role.GRID_OFFICER))
    assert not StoredFile.objects.exists()
