import json
from pathlib import Path

import polars as pl
import pytest

from airshed import cli
from airshed.quality import flags

HEADER = "站点,时间,PM2.5,PM10,CO(mg/m3)"
ROWS = [
    f"{name},2026-03-01 {hour:02}:00,{30 + hour + shift},{60 + hour + shift},0.{3 + hour % 5}"
    for shift, name in enumerate(("a", "b", "c"))
    for hour in range(24)
]


def text(rows: list[str] = ROWS, header: str = HEADER) -> str:
    """A table of hours."""
    return "\n".join([header, *rows]) + "\n"


@pytest.fixture
def hours(tmp_path: Path) -> Path:
    """A day of three stations with a spike in the first."""
    path = tmp_path / "hours.csv"
    path.write_text(text().replace("a,2026-03-01 12:00,42", "a,2026-03-01 12:00,642"), encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    """Run ``airshed check``."""
    return cli.main(["check", *(str(one) for one in arguments)])


def test_flags_are_written_and_summed_up(
    hours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hours.read_bytes()
    out = tmp_path / "flags.csv"
    assert run(hours, "--utc-offset", 8, "--out", out) == 0
    found = pl.read_csv(out)
    assert found.columns == list(flags.SCHEMA)
    assert found.filter(pl.col("check") == "spike").select(
        "station", "parameter", "begins_at", "observed"
    ).rows() == [("a", "pm25", "2026-03-01T04:00:00Z", 642.0)]
    said = capsys.readouterr().out
    assert "3 stations, 72 rows, 2026-02-28 16:00 to 2026-03-01 15:00 UTC" in said
    assert "all other stations (there are no lon and lat)" in said
    assert str(out) in said
    assert hours.read_bytes() == before


def test_without_out_only_the_summary_is_given(
    hours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(hours, "--utc-offset", 8, "--checks", "spike,range") == 0
    said = capsys.readouterr().out
    assert [line.split()[0] for line in said.splitlines() if line][2:] == ["check", "range", "spike", "all"]
    assert [path.name for path in tmp_path.iterdir()] == ["hours.csv"]


def test_parquet_keeps_times_and_the_same_flags(hours: Path, tmp_path: Path) -> None:
    source, out, again = tmp_path / "hours.parquet", tmp_path / "flags.parquet", tmp_path / "again.csv"
    table = pl.read_csv(hours).with_columns(
        pl.col("时间").str.to_datetime("%Y-%m-%d %H:%M", time_unit="ms").dt.replace_time_zone("Asia/Shanghai")
    )
    table.write_parquet(source)
    assert run(source, "--out", out) == 0
    assert run(hours, "--utc-offset", 8, "--out", again) == 0
    found = pl.read_parquet(out)
    assert dict(found.schema) == dict(flags.SCHEMA)
    assert found["seen_zh"].to_list() == pl.read_csv(again)["seen_zh"].to_list()


def test_hours_in_gbk_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "hours.csv"
    path.write_bytes(text().replace("a,", "沁河,").encode("gbk"))
    assert run(path, "--utc-offset", 8) == 0
    told = capsys.readouterr()
    assert "is not UTF-8; read as GB18030" in told.err
    assert "3 stations" in told.out


def test_a_file_without_stations_is_of_one(tmp_path: Path) -> None:
    path, out = tmp_path / "mine.csv", tmp_path / "flags.csv"
    path.write_text("time,so2\n2026-03-01T00:00Z,-9.99\n", encoding="utf-8")
    assert run(path, "--out", out) == 0
    assert pl.read_csv(out).select("station", "check").rows() == [("mine", "negative")]


def test_units_come_from_the_name_or_the_option(tmp_path: Path) -> None:
    for header, options in (("co(ug/m3)", ()), ("CO（μg/m³）", ()), ("co", ("--units", "co=ug/m3"))):
        path, out = tmp_path / "hours.csv", tmp_path / "flags.csv"
        rows = "".join(f"2026-03-01T{hour:02}:00Z,{800 + hour}\n" for hour in range(24))
        path.write_text(f"time,{header}\n{rows}", encoding="utf-8")
        assert run(path, *options, "--checks", "unit_slip,range", "--out", out) == 0
        assert pl.read_csv(out).height == 0
    assert run(path, "--checks", "unit_slip", "--out", out) == 0
    assert pl.read_csv(out)["measure"].to_list() == ["median of the record"]


def test_neighbours_come_from_places_from_a_file_or_not_at_all(
    hours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    placed = tmp_path / "placed.csv"
    pl.read_csv(hours).with_columns(lon=pl.lit(113.0), lat=pl.lit(35.0)).write_csv(placed)
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("station,neighbour\na,b\na,c\n", encoding="utf-8")
    for path, choice, said in (
        (placed, "auto", "the nearest within 50 km"),
        (placed, "all", "neighbours: all other stations\n"),
        (hours, "none", "neighbours: none"),
        (hours, pairs, str(pairs)),
    ):
        assert run(path, "--utc-offset", 8, "--neighbours", choice) == 0
        assert said in capsys.readouterr().out


def test_texts_of_weather_and_unknown_columns_are_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hours.csv"
    path.write_text("time,pm25,wd,remark\n2026-03-01T00:00Z,5,NNW,fine\n", encoding="utf-8")
    assert run(path) == 0
    assert "passed over: wd remark" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rules.json", '{"spike": {"ratio": 40}}'),
        ("rules.toml", "[spike]\nratio = 40\n"),
        ("rules.yaml", "spike:\n  ratio: 40\n"),
    ],
)
def test_parameters_are_read_from_a_file(name: str, content: str, hours: Path, tmp_path: Path) -> None:
    if name.endswith("yaml"):
        pytest.importorskip("yaml")
    rules, out = tmp_path / name, tmp_path / "flags.csv"
    rules.write_text(content, encoding="utf-8")
    assert run(hours, "--utc-offset", 8, "--checks", "spike", "--parameters", rules, "--out", out) == 0
    assert pl.read_csv(out).height == 0


def test_the_parameters_shown_can_be_read_again(
    hours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--show-parameters") == 0
    shown = capsys.readouterr().out
    assert json.loads(shown)["flatline"]["hours"] == 5
    rules, first, second = tmp_path / "rules.json", tmp_path / "first.csv", tmp_path / "second.csv"
    rules.write_text(shown, encoding="utf-8")
    assert run(hours, "--utc-offset", 8, "--out", first) == 0
    assert run(hours, "--utc-offset", 8, "--parameters", rules, "--out", second) == 0
    assert first.read_text() == second.read_text()


def test_a_header_without_rows_gives_a_header_without_rows(tmp_path: Path) -> None:
    path, out = tmp_path / "hours.csv", tmp_path / "flags.csv"
    path.write_text(HEADER + "\n", encoding="utf-8")
    assert run(path, "--out", out) == 0
    assert pl.read_csv(out).shape == (0, len(flags.SCHEMA))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (text(header=HEADER.replace("时间", "when")), "has no column time; its columns are 站点, when"),
        (text(header="站点,时间,a,b,c"), "has no column of a parameter; one of so2, no2, co, o3, pm10, pm25"),
        (text(header=HEADER.replace("PM10", "pm2_5")), "has the column pm25 twice: 'PM2.5' and"),
        (text(header=HEADER.replace("mg/m3", "stone")), "CO(stone): unit 'stone' is not known for co"),
        (text([*ROWS, ROWS[2]]), "row 73 repeats row 3: a, 2026-02-28 18:00 UTC; one row"),
        (text([",2026-03-01 00:00,1,2,0.3"]), "column 站点, row 1 is empty; the name of a station is needed"),
        (text(["a,2025-02-29 08:00,1,2,0.3"]), "holds '2025-02-29 08:00'; 2025 has no 29 February"),
        (text(["a,2026-03-01 08:30,1,2,0.3"]), "holds '2026-03-01 08:30'; a time on the full hour is needed"),
        (text(["a,,1,2,0.3"]), "column 时间, row 1 is empty; a time such as"),
        (text(['a,2026-03-01 08:00,"1,234",2,0.3']), "holds '1,234'; a number without thousands commas"),
        (text(["a,2026-03-01 08:00,inf,2,0.3"]), "column PM2.5, row 1 holds 'inf'; a finite number within"),
        (text(["a,2026-03-01 08:00,1e12,2,0.3"]), "column PM2.5, row 1 holds '1e12'; a finite number within"),
        (
            text(["a,2026-03-01 08:00,35 ug/m3,2,0.3"]),
            "row 1 holds '35 ug/m3'; a number alone (the unit goes",
        ),
        (
            text(["a,2026-03-01 08:00,35 ug/m3,2,0.3", "a,2026-03-01 09:00,0.03mg/m3,2,0.3"]),
            "column PM2.5 holds two units, ug/m3 in row 1 and mg/m3 in row 2; one unit in a column is needed",
        ),
        (
            text([f"s{k},{year}-03-01 08:00,1,2,0.3" for k in range(10) for year in (1026, 9026)]),
            "column 时间, row 1 holds '1026-03-01 08:00'; a time in the years 1900 to 2199 is needed",
        ),
    ],
)
def test_bad_hours_are_one_sentence_and_exit_code_two(
    content: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "hours.csv", tmp_path / "flags.csv"
    path.write_text(content, encoding="utf-8")
    assert run(path, "--utc-offset", 8, "--out", out) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert not out.exists()


def test_times_without_a_zone_are_refused_until_one_is_named(
    hours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "hours.parquet"
    pl.read_csv(hours, try_parse_dates=True).write_parquet(source)
    for path in (hours, source):
        assert run(path) == 2
        said = capsys.readouterr().err
        assert "column 时间, row 1 holds '2026-03-01 00:00" in said
        assert "a time without a zone; --utc-offset is needed" in said


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--checks", "spikes"), "there is no check 'spikes'; the checks are range, negative"),
        (("--neighbours", "near.csv"), "--neighbours 'near.csv' is no file, nor auto, all or none"),
        (("--units", "pm25"), "--units 'pm25' has no unit; it reads like co=ug/m3"),
        (("--units", "co=ug/m3"), "column CO(mg/m3) names the unit mg/m3, --units says ug/m3; one is needed"),
        (("--out", "flags.doc"), "flags.doc ends in .doc"),
        (("--parameters", "none.json"), "there is no file none.json"),
    ],
)
def test_bad_options_are_one_sentence(
    options: tuple[str, ...], sentence: str, hours: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(hours, "--utc-offset", 8, *options) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("r.json", "{", "r.json cannot be read as json: Expecting"),
        ("r.toml", "a =", "r.toml cannot be read as toml: Invalid"),
        ("r.yaml", "a: [", "r.yaml cannot be read as yaml: while"),
        ("r.ini", "", "r.ini ends in .ini; a name ending in .json, .toml or .yaml is needed"),
        ("r.json", "[1]", "r.json does not hold check → parameter → value"),
        ("r.json", '{"spikes": {}}', "r.json: there is no check 'spikes'"),
        ("r.json", '{"spike": {"size": 1}}', "spike has no parameter 'size'; its parameters are hours"),
        ("r.json", '{"spike": {"ratio": "big"}}', "ratio of the check spike is 'big'; a finite number"),
        ("r.json", '{"flatline": {"hours": 0}}', "hours of the check flatline is 0; a whole number from 1"),
        ("r.json", '{"spike": {"least": {"radon": 1}}}', "has no parameter 'least.radon'"),
        ("r.json", '{"range": {"instruments": {"o3": "nose"}}}', "there is no instrument 'nose' for o3"),
    ],
)
def test_bad_parameters_are_one_sentence(
    name: str, content: str, sentence: str, hours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / name
    rules.write_text(content, encoding="utf-8")
    if name.endswith("yaml"):
        pytest.importorskip("yaml")
    renamed = tmp_path / "o3.csv"
    renamed.write_text(hours.read_text(encoding="utf-8").replace("PM10", "o3"), encoding="utf-8")
    assert run(renamed, "--utc-offset", 8, "--parameters", rules) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1


def test_pairs_of_strangers_are_refused(
    hours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = tmp_path / "pairs.csv"
    for content, sentence in (
        ("station,neighbour\na,b\na,z\n", "column neighbour, row 2 holds 'z', which has no hours"),
        ("station,near\na,b\n", "has no column neighbour; its columns are station, near"),
    ):
        pairs.write_text(content, encoding="utf-8")
        assert run(hours, "--utc-offset", 8, "--neighbours", pairs) == 2
        assert sentence in capsys.readouterr().err


def test_a_station_stands_at_one_place(
    hours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "placed.csv"
    row = pl.int_range(pl.len())
    table = pl.read_csv(hours)
    table.with_columns(lon=113 + row // 23 * 0.1, lat=pl.lit(35.0)).write_csv(path)
    assert run(path, "--utc-offset", 8) == 2
    assert "a stands at two places by lon and lat; one is needed" in capsys.readouterr().err
    table.with_columns(lon=pl.when(pl.col("站点") != "b").then(113.0), lat=pl.lit(35.0)).write_csv(path)
    assert run(path, "--utc-offset", 8) == 2
    assert "b has no lon and lat; every station needs them" in capsys.readouterr().err


def test_hours_labelled_by_their_end_are_moved(hours: Path, tmp_path: Path) -> None:
    out = tmp_path / "flags.csv"
    assert run(hours, "--utc-offset", 8, "--hour-label", "end", "--checks", "spike", "--out", out) == 0
    assert pl.read_csv(out)["begins_at"].to_list() == ["2026-03-01T03:00:00Z"]


def test_a_city_beside_the_stations_is_no_parameter(
    hours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cities.csv"
    pl.read_csv(hours).with_columns(城市=pl.lit("x")).write_csv(path)
    assert run(path, "--utc-offset", 8, "--checks", "range") == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("UTC, co pm10 pm25")


def test_no_file_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    assert "no FILE was named" in capsys.readouterr().err


def test_help_says_what_is_needed_and_what_comes_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("--help")
    said = capsys.readouterr().out
    assert left.value.code == 0
    assert all(
        word in said
        for word in ("µg/m³", "No value is changed", "note", "doubtful", "impossible", "decoupled")
    )
