from pathlib import Path

import polars as pl
import pytest

from airshed import cli

HEADER = "Station,time,PM2.5,pm10,SO2,no2,CO,o3"
HOURS = f"""{HEADER}
007,2026-02-28 23:00,60,120,5,20,0.4,90
007,2026-03-01 00:00,60,120,5,20,0.4,90
007,2026-03-01 01:00,,50,5,20,0.4,90
"""


@pytest.fixture
def hours(tmp_path: Path) -> Path:
    """A small table of hours over the change of editions."""
    path = tmp_path / "hours.csv"
    path.write_text(HOURS, encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    """Run ``airshed aqi``."""
    return cli.main(["aqi", *(str(one) for one in arguments)])


def texts(path: Path) -> pl.DataFrame:
    """Read a CSV without touching its cells."""
    return pl.read_csv(path, infer_schema=False)


def test_adds_the_index_and_passes_everything_else_through(hours: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert run(hours, "--out", out) == 0
    found = texts(out)
    assert found.select(HEADER.split(",")).equals(texts(hours))
    assert found["edition"].to_list() == ["2012", "2026", "2026"]
    assert found["aqi"].to_list() == ["85", "100", "NA"]
    assert found["level"].to_list() == ["2", "2", "NA"]
    assert found["primary"].to_list() == ["pm10", "pm10,pm25", "NA"]
    assert found["iaqi_pm25"].to_list() == ["82", "100", None]
    assert found["na_reason"].to_list() == [None, None, "pm25:missing"]


def test_parquet_in_and_out_keeps_types_and_nulls(hours: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "hours.parquet", tmp_path / "out.parquet"
    pl.read_csv(hours, try_parse_dates=True).write_parquet(source)
    assert run(source, "--out", out) == 0
    assert pl.read_parquet(out)["aqi"].to_list() == [85, 100, None]


def test_writes_to_the_terminal_without_out(hours: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(hours, "--edition", "2012") == 0
    assert (
        capsys.readouterr()
        .out.splitlines()[1]
        .startswith("007,2026-02-28 23:00,60,120,5,20,0.4,90,2012,85,2,pm10")
    )


def test_conventions_are_chosen_by_name(hours: Path, tmp_path: Path) -> None:
    feed, out = tmp_path / "feed.csv", tmp_path / "out.csv"
    feed.write_text("so2,no2,co,o3,pm10,pm25\n1,1,0.1,1,1,36\n", encoding="utf-8")
    found = []
    for rounding in ("ceil", "half_up"):
        assert (
            run(feed, "--edition", 2012, "--rounding", rounding, "--concentrations", "none", "--out", out)
            == 0
        )
        found.append(texts(out)["aqi"].item())
    assert found == ["52", "51"]


def test_days_take_the_eight_hours_of_ozone(tmp_path: Path) -> None:
    days, out = tmp_path / "days.csv", tmp_path / "out.csv"
    days.write_text(
        "TIME,so2,no2,co,O3_8h,O3_1h_max,pm10,pm25\n2026-02-01,1,1,0.1,100,300,1,1\n", encoding="utf-8"
    )
    assert run(days, "--period", "day", "--out", out) == 0
    assert texts(out)["aqi"].item() == "150"
    assert run(days, "--period", "day", "--edition", 2026, "--out", out) == 0
    assert texts(out)["aqi"].item() == "50"


def test_units_are_converted_exactly(tmp_path: Path) -> None:
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    table.write_text("so2,no2,co,o3,pm10,pm25\n1,100,2250,100,1,1\n", encoding="utf-8")
    assert (
        run(table, "--edition", 2026, "--units", "CO=ug/m3,no2=ppb", "--units", "o3=ppb", "--out", out) == 0
    )
    found = texts(out).row(0, named=True)
    assert (found["iaqi_co"], found["iaqi_no2"], found["iaqi_o3"]) == (
        "22",
        "94",
        "95",
    )  # 2.2 mg, 188 µg, 196 µg
    assert found["co"] == "2250"


def test_a_time_with_a_zone_is_read_on_the_local_day(tmp_path: Path) -> None:
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    row = "1,1,0.1,1,1,1"
    times = ["2026-02-28T16:00:00Z", "2026-02-28T15:59:59+00:00", "2026/3/1 8:00", "2026-03-01"]
    table.write_text(
        "time,so2,no2,co,o3,pm10,pm25\n" + "".join(f"{time},{row}\n" for time in times), encoding="utf-8"
    )
    assert run(table, "--out", out) == 0
    assert texts(out)["edition"].to_list() == ["2026", "2012", "2026", "2026"]


def test_its_own_output_can_be_read_again(
    hours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    assert run(hours, "--out", first) == 0
    assert run(first, "--out", second) == 0
    assert "aqi as aqi_input" in capsys.readouterr().err
    third = tmp_path / "third.csv"
    assert run(second, "--out", third) == 0
    assert texts(third)["aqi_input_input"].to_list() == texts(second)["aqi"].to_list()
    assert texts(second).select("aqi", "aqi_input").rows() == [("85", "85"), ("100", "100"), ("NA", "NA")]


def test_a_header_without_rows_gives_a_header_without_rows(tmp_path: Path) -> None:
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    table.write_text(HEADER + "\n", encoding="utf-8")
    assert run(table, "--out", out) == 0
    assert texts(out).height == 0


@pytest.mark.parametrize(
    ("table", "options", "sentence"),
    [
        (HOURS.replace(",0.4,", ",low,", 1), (), "column CO, row 1 holds 'low'; a number or an empty cell"),
        (HOURS.replace("2026-03-01 00:00", "noon"), (), "column time, row 2 holds 'noon'; a time such as"),
        (
            HOURS.replace("60,120", '"1,060",120', 1),
            (),
            "column PM2.5, row 1 holds '1,060'; a number without thousands",
        ),
        (
            HOURS.replace("60,120", "inf,120", 1),
            (),
            "column PM2.5, row 1 holds 'inf'; a finite number within",
        ),
        (
            HOURS.replace("60,120", "6e10,120", 1),
            (),
            "column PM2.5, row 1 holds '6e10'; a finite number within",
        ),
        (
            HOURS.replace("2026-03-01", "2026-02-29", 1),
            (),
            "'2026-02-29 00:00'; 2026 has no 29 February; a time such",
        ),
        (HOURS.replace("2026-03-01 00:00", ""), (), "column time, row 2 is empty; a time such as"),
        (HOURS.replace("CO", "carbon"), (), "has no column co, which --period hour needs"),
        (HOURS, ("--period", "day"), "has no column o3_8h, which --period day needs; hours need o3"),
        (HOURS.replace("time", "when"), (), "has no column time or day, which --edition auto needs"),
        (HOURS.replace("Station", "so2"), (), "has the column so2 twice: 'so2' and 'SO2'"),
        (HOURS, ("--units", "co=stone"), "unit 'stone' is not known for co; the units are ug/m3"),
        (HOURS, ("--units", "co"), "--units 'co' has no unit; it reads like co=ug/m3"),
        (HOURS, ("--units", "radon=ppb"), "'radon' is not a pollutant"),
        ("", (), "is empty; a header and rows are needed"),
        (HOURS + "1,2\n1,2,3,4,5,6,7,8,9,10\n", (), "row 5 has 10 cells, the header 8; as many are needed"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_two(
    table: str, options: tuple[str, ...], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "table.csv", tmp_path / "out.csv"
    path.write_text(table, encoding="utf-8")
    assert run(path, "--out", out, *options) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert not out.exists()


def test_files_that_cannot_be_used_are_named(
    hours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "none.csv") == 2
    assert "there is no file" in capsys.readouterr().err
    assert run(hours, "--out", tmp_path / "out.doc") == 2
    assert "ends in .doc; a name ending in .csv or .parquet is needed" in capsys.readouterr().err
    assert run(hours, "--out", hours) == 2
    assert "names the input file" in capsys.readouterr().err
    assert run(hours, "--out", tmp_path / "nowhere" / "out.csv") == 2
    assert "out.csv" in capsys.readouterr().err


def test_help_says_what_is_needed_and_what_comes_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("--help")
    said = capsys.readouterr().out
    assert left.value.code == 0
    assert all(
        word in said
        for word in ("so2 no2 co o3 pm10 pm25", "o3_8h", "µg/m³", "na_reason", "half_up", "examples")
    )


def test_days_before_the_first_edition_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "days.csv"
    path.write_text("day,so2,no2,co,o3_8h,pm10,pm25\n2014-05-01,6,20,0.4,80,30,15\n", encoding="utf-8")
    assert run(path, "--period", "day") == 0
    told = capsys.readouterr()
    assert (
        "days before 2016-01-01 have no edition of their own here: they are read by HJ 633-2012" in told.err
    )
    assert ",2012,40,1," in told.out
