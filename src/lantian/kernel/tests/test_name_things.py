"""Addresses, keys and human numbers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantian.kernel import references

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
keys = st.text("ABCxyz0189-/:._", min_size=1, max_size=40)


@given(words, words, keys, st.none() | st.integers(0, 2**60))
def test_an_address_reads_back_as_it_was_written(room: str, kind: str, key: str, as_of: int | None) -> None:
    address = references.Address(room=room, kind=kind, key=key, as_of=as_of)
    assert references.parse_address(str(address)) == address


@pytest.mark.parametrize(
    "text",
    ["", "assessment", "assessment.hour", "assessment.hour:", "A.b:c", "a.b:c d", "a.b:c@x", "a.b:\0"],
)
def test_what_is_not_an_address_is_named(text: str) -> None:
    with pytest.raises(references.BadAddress, match="is not an address"):
        references.parse_address(text)


def test_keys_sort_by_the_moment_they_were_made() -> None:
    made = [references.new_key(NOON + timedelta(milliseconds=n)) for n in range(20)]
    assert made == sorted(made)
    assert {key.version for key in made} == {7}
    assert len(set(made)) == 20


@pytest.mark.django_db
def test_numbers_count_up_per_body_and_year() -> None:
    given_out = [references.next_number("QX", 2026), references.next_number("QX", 2026)]
    assert given_out == ["QX-2026-000001", "QX-2026-000002"]
    assert references.next_number("QX", 2027) == "QX-2027-000001"
    assert references.next_number("PD", 2026) == "PD-2026-000001"
