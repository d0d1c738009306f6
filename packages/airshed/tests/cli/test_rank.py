from pathlib import Path

import polars as pl
import pytest

from airshed import cli

ROW = "6,20,0.4,80,{pm10},14"
HEADER = "City,County,DAY,so2,no2,co,O3_8h,pm10,PM2.5"
PERIODS = "unit,period,so2,no2,co,o3,pm10,pm25"


def month(*places: tuple[str, str, str, int], n: int = 30) -> str:
    """Days of June 2025 and of the June before: name, group, year, PM10."""
    lines = [HEADER]
    for city, county, year, pm10 in places:
        lines += [f"{city},{county},{year}-06-{day:02},{ROW.format(pm10=pm10)}" for day in range(1, n + 1)]
    return "\n".join(lines) + "\n"


DAYS = month(("a", "x", "2025", 35), ("b", "x", "2025", 105), ("c", "y", "2025", 35), ("b", "x", "2024", 35))
MONTHS = f"""{PERIODS}
a,2026-03,6,20,0.4,80,30,15
b,2026-03,6,20,0.4,80,60,15
a,2026-02,6,20,0.4,80,90,15
b,2026-02,6,20,0.4,80,60,15
c,2026-02,6,20,0.4,80,60,15
a,2025-03,6,20,0.4,80,60,15
b,2025-03,6,20,0.4,80,30,15
a,2026-Q1,6,20,0.4,80,60,15
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Where a test writes its input."""
    return tmp_path / "table.csv"


def run(*arguments: object) -> int:
    """Run ``airshed rank``."""
    return cli.main(["rank", *(str(one) for one in arguments)])


def ranked(table: Path, text: str, *options: object) -> pl.DataFrame:
    """Write a table, rank it, read the ranking."""
    table.write_text(text, encoding="utf-8")
    out = table.with_name("out.csv")
    assert run(table, "--out", out, *options) == 0
    return pl.read_csv(out)


def test_ranks_a_month_of_days_by_composite_index(table: Path) -> None:
    found = ranked(table, DAYS)
    assert found.select("place", "unit", "value", "tied", "largest").rows() == [
        (1, "a", 2.1, True, "no2,o3,pm10"), (1, "c", 2.1, True, "no2,o3,pm10"), (3, "b", 3.1, False, "pm10"),
    ]  # fmt: skip
    assert found.select("unit", "composite_last_year", "change", "worsened").rows()[2] == ("b", 2.1, 47.62, 1)
    assert "group" not in found.columns


def test_ranks_within_groups(table: Path) -> None:
    found = ranked(table, DAYS, "--group", "county", "--by", "pm10")
    assert found.select("group", "place", "unit").rows() == [("x", 1, "a"), ("x", 2, "b"), ("y", 1, "c")]


def test_other_stretches_and_days_are_chosen(table: Path) -> None:
    assert ranked(table, DAYS, "--period", "tendays", "--on", "2025-06-15")["place"].to_list() == [1, 1, 3]
    assert ranked(table, DAYS, "--period", "day", "--by", "o3")["value"].to_list() == [80.0] * 3
    year = ranked(table, DAYS, "--period", "year")
    assert year["place"].null_count() == 3
    assert "pm25:too_few_days" in year["reason"][0]
    assert ranked(table, DAYS, "--period", "year", "--min-days", 30)["place"].to_list() == [1, 1, 3]


def test_ranks_period_values_with_movement_and_change(table: Path) -> None:
    found = ranked(table, MONTHS, "--period", "month")
    assert found.select("place", "unit", "place_earlier", "up", "change").rows() == [
        (1, "a", 3, 2, -18.52), (2, "b", 1, -1, 22.73), (None, "c", 1, None, None),
    ]  # fmt: skip
    assert found["reason"][2].startswith("so2:no_values")
    changed = ranked(table, MONTHS, "--period", "month", "--by", "change", "--on", "2026-03-05")
    assert changed.select("unit", "value", "reason").rows()[0] == ("a", -18.52, None)
    assert ranked(table, MONTHS, "--period", "quarter").select("unit", "place").rows()[0] == ("a", 1)


def test_values_without_a_period_need_a_day_that_chooses_the_limits(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "name,so2,no2,co,o3,pm10,pm25\na,3,13,0.9,87,16,13\n"
    assert ranked(table, text, "--on", "2022-02-28")["composite"].item() == 1.73
    rounded = ranked(table, text, "--on", "2022-02-28", "--composite-rounding", "sum_half_even")
    assert rounded["composite"].item() == 1.74
    assert ranked(table, text, "--on", "2022-02-28", "--weights", "PM2.5=3,no2=2")["composite"].item() == 2.79
    assert run(table) == 2
    assert "has neither a column day nor period; --on DATE is needed" in capsys.readouterr().err


def test_parquet_and_the_terminal(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(DAYS, encoding="utf-8")
    source, out = tmp_path / "days.parquet", tmp_path / "out.parquet"
    pl.read_csv(table, try_parse_dates=True).write_parquet(source)
    assert run(source, "--out", out) == 0
    assert pl.read_parquet(out)["place"].to_list() == [1, 1, 3]
    assert run(source, "--by", "good_days") == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("1,a,100.0,true,")


def test_a_list_of_dust_days_is_left_out(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = table.with_name("dust.csv")
    listed.write_text(
        "city,day,items\n" + "".join(f"b,2025-06-{day:02},\n" for day in range(2, 31)), encoding="utf-8"
    )
    text = DAYS.replace("b,x,2025-06-01,6,20,0.4,80,105", "b,x,2025-06-01,6,20,0.4,80,34")
    found = ranked(table, text, "--by", "pm10", "--dust", listed)
    assert found.select("place", "unit", "value").rows()[0] == (1, "b", 34.0)
    assert capsys.readouterr().err == ""
    listed.write_text("city,day\nz,2025-06-02\nb,2025-07-02\n", encoding="utf-8")
    assert run(table, "--dust", listed) == 0
    assert "2 rows of the dust list name no day of" in capsys.readouterr().err
    listed.write_text("city,day,items\nb,2025-06-02,o3\n", encoding="utf-8")
    assert run(table, "--dust", listed) == 2
    assert "dust.csv: row 1 of the list names 'o3'" in capsys.readouterr().err
    listed.write_text("city,items\nb,pm10\n", encoding="utf-8")
    assert run(table, "--dust", listed) == 2
    assert "dust.csv has no column day, date or time" in capsys.readouterr().err
    table.write_text(MONTHS, encoding="utf-8")
    assert run(table, "--dust", listed) == 2
    assert "--dust takes days out of days" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        (DAYS.replace(",0.4,", ",low,", 1), (), "column co, row 1 holds 'low'; a number or an empty cell"),
        (DAYS.replace("2025-06-02", "noon", 1), (), "column DAY, row 2 holds 'noon'; a time such as"),
        (DAYS.replace("a,x,2025-06-02", ",x,2025-06-02"), (),
         "column City, row 2 is empty; the name of a place"),
        (DAYS.replace("2025-06-02", "2025-06-01", 1), (),
         "row 2 is a second row of a for 2025-06-01; one is needed"),
        (DAYS.replace("a,x,2025-06-02", "a,y,2025-06-02"), ("--group", "county"),
         "column County, row 2 puts a into 'y', an earlier row into 'x'"),
        (DAYS, ("--group", "grid"), "has no column grid; its columns are City, County"),
        (DAYS.replace("City", "Town"), (), "has no column unit, station, city or name with the names"),
        (DAYS.replace("O3_8h", "o3"), (),
         "has no column o3_8h, which this ranking needs; hours become days with airshed assess"),
        (DAYS.replace("2025-06-02", "0002-06-02", 1), (),
         "row 2 holds '0002-06-02'; a time in the years 1900"),
        (DAYS, ("--on", "2023-01-01"), "has no day in 2023-01; it holds 2024-06-01 to 2025-06-30"),
        (DAYS, ("--on", "soon"), "--on 'soon' is no day; it reads like 2026-03-15"),
        (DAYS, ("--min-days", "0"), "--min-days 0 is not possible"),
        (DAYS, ("--weights", "radon=2"), "--weights 'radon=2' is no weight of a pollutant"),
        (DAYS, ("--weights", "pm25=1.5"), "--weights 'pm25=1.5' is no weight of a pollutant"),
        (HEADER + "\n", (), "has a header only; days are needed"),
        (MONTHS.replace("a,2026-03", "a,March"), (),
         "column period, row 1 holds 'March'; the name of a period"),
        (MONTHS, ("--period", "half"), "has no period of the kind half"),
        (MONTHS, ("--on", "2026-05-01"), "has no row of 2026-05; its last periods are 2025-03, 2026-02"),
        (MONTHS, ("--by", "good_days"), "has no column good_days, which this ranking needs"),
        (MONTHS.replace("b,2026-03", "a,2026-03"), (), "row 2 is a second row of a for 2026-03"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence_and_exit_code_two(
    text: str, options: tuple[str, ...], sentence: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(text, encoding="utf-8")
    out = table.with_name("out.csv")
    assert run(table, "--out", out, *options) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert not out.exists()


def test_a_period_before_the_first_edition_is_said(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ranked(table, month(("a", "x", "2014", 35)))["place"].to_list() == [1]
    assert "days before 2016-01-01 have no edition of their own here" in capsys.readouterr().err


def test_a_share_of_good_days_is_not_their_number(table: Path) -> None:
    rows = "a,2026-03,6,20,0.4,80,30,15,20,90.9\nb,2026-03,6,20,0.4,80,30,15,21,70\n"
    text = f"{PERIODS},good_days,good_share\n{rows}"
    found = ranked(table, text, "--by", "good_days")
    assert found.select("place", "unit", "value").rows() == [(1, "a", 90.9), (2, "b", 70.0)]


def test_stretches_that_are_no_kind_are_passed_over(table: Path) -> None:
    text = f"{PERIODS}\na,2026-03,6,20,0.4,80,30,15\na,2025-11-30/2026-03-31,6,20,0.4,80,30,15\n"
    assert ranked(table, text)["unit"].to_list() == ["a"]


def test_help_says_what_is_needed_and_what_comes_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("--help")
    said = capsys.readouterr().out
    assert all(word in said for word in ("o3_8h", "2026-03-T1", "worsened", "µg/m³", "tendays", "examples"))
