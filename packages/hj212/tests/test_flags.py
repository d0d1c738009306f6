import pytest

from hj212 import Edition, flags


@pytest.mark.parametrize(
    ("flag", "edition", "needs_reply", "is_part"),
    [
        (0, Edition.HJ212_2005, False, False),
        (1, Edition.HJ212_2005, True, False),
        (3, Edition.HJ212_2005, True, True),
        # HJ 212-2017, table 3.
        (4, Edition.HJ212_2017, False, False),
        (5, Edition.HJ212_2017, True, False),
        (6, Edition.HJ212_2017, False, True),
        (7, Edition.HJ212_2017, True, True),
        # HJ 212-2025, table 3.
        (8, Edition.HJ212_2025, False, False),
        (9, Edition.HJ212_2025, True, False),
        (10, Edition.HJ212_2025, False, True),
        (11, Edition.HJ212_2025, True, True),
    ],
)
def test_a_flag_says_edition_reply_and_part_and_is_built_from_them(flag, edition, needs_reply, is_part):
    assert flags.edition(flag) is edition
    assert flags.needs_reply(flag) is needs_reply
    assert flags.is_part(flag) is is_part
    assert flags.compose(edition, needs_reply=needs_reply, is_part=is_part) == flag


def test_a_version_of_no_edition_is_none():
    assert flags.edition(12) is None
    assert flags.edition(255) is None


def test_without_a_flag_nothing_is_asked_for():
    assert (flags.edition(None), flags.needs_reply(None), flags.is_part(None)) == (None, False, False)
