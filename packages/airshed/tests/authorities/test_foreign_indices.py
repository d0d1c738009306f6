"""Other countries' indices against cases that others published, each with its source."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from airshed.indices.profiles import profile, registry

HERE = Path(__file__).parent
CASES = list(csv.DictReader((HERE / "foreign_indices.csv").read_text(encoding="utf-8").splitlines()))
CHINESE = ("cn-2012", "cn-2026")


def test_every_foreign_index_has_cases_and_every_case_its_source() -> None:
    assert {row["profile"] for row in CASES} == set(registry.PROFILES) - set(CHINESE)
    assert all(len(row["source"]) > len("a source") for row in CASES)


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['profile']} {row['item']} {row['value']}")
def test_a_case_has_the_number_and_band_that_were_published(row: dict[str, str]) -> None:
    found = registry.profile(row["profile"])
    told = profile.read_item(Decimal(row["value"]), item=found.items[row["item"]], profile=found)
    assert told.band is not None
    assert told.band.name == row["band"]
    assert told.index == (int(row["index"]) if row["index"] else None)


@pytest.mark.parametrize("code", sorted(set(registry.PROFILES) - set(CHINESE)))
def test_a_profile_names_its_source_and_each_of_its_rows_too(code: str) -> None:
    found = registry.profile(code)
    assert any(character.isdecimal() for character in found.source)  # a year or a number of the document
    assert {item.clause for item in found.items.values()} == {found.source}
