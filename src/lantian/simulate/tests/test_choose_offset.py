"""Real past hours play as now: whole weeks, same season, and round again at the end."""

from datetime import UTC, datetime, timedelta

import pytest

from lantian.simulate.offset import (
    AFTER,
    BEFORE,
    WEEK,
    YEAR_OF_WEEKS,
    DataTooShort,
    Offset,
    candidates,
    choose,
    days_off_season,
)

FIRST = datetime(2013, 2, 28, 16, tzinfo=UTC)
LAST = datetime(2016, 2, 29, 15, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_offers_the_same_day_of_the_year_where_whole_weeks_meet_it() -> None:
    first, *_ = candidates(NOW, first=FIRST, last=LAST)
    assert first.weeks == 574
    assert first.source_of(NOW) == datetime(2015, 11, 22, 2, tzinfo=UTC)


def test_offers_one_offset_for_every_year_that_is_long_enough() -> None:
    assert [offset.weeks for offset in candidates(NOW, first=FIRST, last=LAST)] == [574, 626, 678]


def test_keeps_season_weekday_and_room_on_any_day_of_four_years() -> None:
    for day in range(0, 1500, 7):
        now = NOW + timedelta(days=day)
        offered = candidates(now, first=FIRST, last=LAST)
        assert offered
        for offset in offered:
            source = offset.source_of(now)
            assert days_off_season(now.date(), source.date()) <= 4
            assert (source.weekday(), source.hour) == (now.weekday(), now.hour)
            assert source - BEFORE >= FIRST
            assert source + AFTER <= LAST


def test_finds_a_season_for_the_29th_of_february() -> None:
    leap = datetime(2028, 2, 29, 5, tzinfo=UTC)
    for offset in candidates(leap, first=FIRST, last=LAST):
        assert days_off_season(leap.date(), offset.source_of(leap).date()) <= 4


def test_does_not_end_a_month_of_playing_within_the_data_s_last_weeks() -> None:
    late = datetime(2027, 2, 20, tzinfo=UTC)
    assert all(offset.source_of(late) + AFTER <= LAST for offset in candidates(late, first=FIRST, last=LAST))
    assert max(o.source_of(late).year for o in candidates(late, first=FIRST, last=LAST)) == 2015


def test_takes_the_soundest_stretch_and_of_equals_the_latest() -> None:
    favoured = choose(NOW, first=FIRST, last=LAST, soundness=lambda offset: offset.weeks == 626)
    assert favoured.weeks == 626
    assert choose(NOW, first=FIRST, last=LAST, soundness=lambda offset: 0.5).weeks == 574


def test_drifts_a_week_only_when_no_year_in_season_is_telling() -> None:
    def chosen(*telling: int) -> int:
        return choose(
            NOW,
            first=FIRST,
            last=LAST,
            soundness=lambda offset: 0.5,
            is_telling=lambda offset: offset.weeks in telling,
        ).weeks

    assert chosen(626, 575) == 626
    assert chosen(575, 576) == 575
    assert chosen(576) == 576
    assert chosen() == 574


def test_refuses_data_shorter_than_two_months_by_name() -> None:
    with pytest.raises(DataTooShort, match="63 days"):
        choose(NOW, first=LAST - 30 * timedelta(days=1), last=LAST, soundness=lambda offset: 1.0)


def test_goes_round_by_52_weeks_when_real_time_runs_out() -> None:
    offset = Offset(weeks=574, last=LAST)
    ends = LAST + 574 * WEEK
    assert offset.source_of(ends) == LAST
    assert offset.rounds(ends) == 0
    assert offset.goes_round_at == ends + HOUR
    assert offset.source_of(ends + HOUR) == LAST + HOUR - YEAR_OF_WEEKS
    assert offset.rounds(ends + HOUR) == 1
    assert offset.source_of(ends + YEAR_OF_WEEKS) == LAST
    assert offset.rounds(ends + YEAR_OF_WEEKS + HOUR) == 2


def test_keeps_every_round_inside_the_last_52_weeks() -> None:
    offset = Offset(weeks=574, last=LAST)
    for weeks in range(0, 300, 5):
        source = offset.source_of(offset.goes_round_at + weeks * WEEK)
        assert LAST - YEAR_OF_WEEKS < source <= LAST
