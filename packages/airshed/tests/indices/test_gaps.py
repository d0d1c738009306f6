import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.indices import gaps
from airshed.indices.gaps import Gap

told = st.sampled_from([Gap.MISSING, Gap.NEGATIVE, Gap.NOT_FINITE, Gap.ABOVE_TABLE])


@given(st.dictionaries(st.sampled_from(["so2", "no2", "o3_8h"]), told))
def test_what_is_written_can_be_read(found: dict[str, Gap]) -> None:
    assert dict(gaps.read(gaps.written(found.items()))) == found
    assert (gaps.sentence(gaps.written(found.items()), language="en") == "") == (not found)


def test_only_gaps_are_written() -> None:
    assert gaps.written([("co", Gap.NOT_MONITORED), ("o3", Gap.NONE)]) is None


def test_refuses_a_text_of_others() -> None:
    with pytest.raises(gaps.UnreadableReason, match="is not a reason"):
        gaps.read("co is broken")
