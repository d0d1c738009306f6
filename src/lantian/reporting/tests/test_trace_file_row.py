"""The end of the way down in a file: the row a number came in, with its number, and from when to when."""

from pathlib import Path

import pytest

import build
from lantian.ingest import actions as ingest
from lantian.observations.recorder import run as recorder
from lantian.reporting import queries
from lantian.reporting.queries import CannotTrace
from lantian.reporting.tests import district
from lantian.reporting.tests.district import MORNING

pytestmark = pytest.mark.django_db
CSV = "station,time,pm10\n" + "".join(
    f"{code},2026-11-20T{hour:02}:00,{value + hour}\n"
    for hour in range(1, 21)
    for code, value in (("A", 100), ("B", 200), ("M", 300))
)
ROW = "observations.reading:B/pm10/1h/2026-11-20T06:00:00Z"  # 14:00 local


def facts(step: queries.Step, label: str) -> list[str]:
    return [fact.text for fact in step.facts if fact.label == label]


@pytest.fixture
def brought_in(home: Path, ours: object) -> None:
    path = home / "hours.csv"
    path.write_text(CSV)
    ingest.bring_in_file(path=path, now=MORNING)
    recorder.drain(home)


@pytest.mark.usefixtures("brought_in")
def test_a_reading_of_a_file_leads_to_its_own_row_and_no_other() -> None:
    packet = queries.trace(ROW).top.below[0]
    assert facts(packet, "File") == ["hours.csv"]
    [number] = facts(packet, "Row number, below the heading")
    assert CSV.splitlines()[int(number)] == "B,2026-11-20T14:00,214"
    assert facts(packet, "Field") == ["pm10 = 214"]
    [raw] = facts(packet, "As it came")
    assert "214.0" in raw and "213.0" not in raw and "215.0" not in raw
    assert facts(packet, "From when to when") == ["2026-11-20 06:00:00Z – 2026-11-20 07:00:00Z"]
    assert queries.trace(packet.address).top == packet


@pytest.mark.usefixtures("brought_in")
def test_the_record_alone_says_how_many_rows_it_holds() -> None:
    record = queries.trace(ROW).top.below[0].text
    step = queries.trace(f"observations.packet:{record}").top
    assert facts(step, "Rows in this record") == ["20"]
    with pytest.raises(CannotTrace, match="no such row"):
        queries.trace(f"observations.packet:{record}/20")
    with pytest.raises(CannotTrace, match="a number"):
        queries.trace(f"observations.packet:{record}/first")


def test_rows_of_a_site_are_for_those_who_answer_for_it(home: Path) -> None:
    cast = build.a_cast()
    district.a_district()
    path = home / "hours.csv"
    path.write_text(CSV)
    ingest.bring_in_file(path=path, now=MORNING)
    recorder.drain(home)
    of_site = queries.trace(ROW.replace(":B/", ":M/")).top.below[0].address
    of_station = queries.trace(ROW).top.below[0].address
    assert queries.trace(of_station, by=cast.leader).top.address == of_station
    assert queries.trace(of_site, by=cast.unit_head).top.address == of_site
    with pytest.raises(CannotTrace):
        queries.trace(of_site, by=cast.outsider)


def test_a_frame_says_from_when_to_when_its_label_reaches(home: Path, ours: object) -> None:
    district.air_of_the_day(home)
    packet = queries.trace("observations.reading:B/pm10/1h/2026-11-20T23:00:00Z").top.below[0]
    assert facts(packet, "Data time") == ["2026-11-21 07:00:00"]
    assert facts(packet, "From when to when") == ["2026-11-20 23:00:00Z – 2026-11-21 00:00:00Z"]
