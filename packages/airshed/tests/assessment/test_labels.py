from datetime import UTC, datetime

import polars as pl
import pytest

from airshed.assessment import labels
from airshed.assessment.labels import HourLabel


def test_a_label_of_the_end_is_an_hour_late_also_over_midnight() -> None:
    times = pl.Series("time", [datetime(2026, 3, 1, 0, tzinfo=UTC), None])
    assert labels.begins_at(times, label=HourLabel.END).to_list() == [
        datetime(2026, 2, 28, 23, tzinfo=UTC),
        None,
    ]
    assert labels.begins_at(times, label=HourLabel.START).to_list() == times.to_list()
    assert labels.begins_at(times, label=HourLabel.END).name == "begins_at"


def test_feeds_say_how_sure_their_label_is() -> None:
    assert (labels.feed("hj212").label, labels.feed("hj212").sure) == (HourLabel.START, "A")
    assert (labels.feed("national").label, labels.feed("national").sure) == (HourLabel.END, "M")
    with pytest.raises(labels.UnknownFeed, match="'city'"):
        labels.feed("city")
