from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from airshed.alarms import devices, limits, peers, sites, trends
from airshed.alarms.verdict import Severity
from airshed.standards.tables import Period

NAN = float("nan")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class TestAboveMean:
    @pytest.mark.parametrize(
        ("value", "severity"),
        [(119.9, None), (120, Severity.YELLOW), (149.9, Severity.YELLOW), (150, Severity.RED)],
    )
    def test_needs_the_ratio(self, value: float, severity: Severity | None) -> None:
        found = peers.above_mean(value, peers=[100, 100], pollutant="pm10")
        assert (found and found.severity) == severity

    def test_needs_the_excess(self) -> None:
        assert peers.above_mean(59.9, peers=[40, 40], pollutant="pm10") is None
        found = peers.above_mean(60, peers=[40, 40], pollutant="pm10")
        assert (found.rule, found.difference, found.ratio, found.n_peers) == (
            "R1",
            Decimal(20),
            Decimal("1.5"),
            2,
        )
        assert found.threshold == Decimal("1.5")

    def test_compares_exactly(self) -> None:
        assert peers.above_mean(120, peers=[100.1, 99.9, 100], pollutant="pm10") is not None
        assert peers.above_mean(0.6, peers=[0.1, 0.1, 0.1], pollutant="co") is not None  # 0.6 − 0.1 = 0.5

    def test_leaves_missing_peers_out_and_needs_two(self) -> None:
        assert peers.above_mean(500, peers=[100, None, NAN], pollutant="pm10") is None
        assert peers.above_mean(500, peers=[100, None, 100], pollutant="pm10").n_peers == 2
        assert peers.above_mean(None, peers=[1, 1], pollutant="pm10") is None

    def test_peers_at_zero_have_no_ratio(self) -> None:
        assert peers.above_mean(30, peers=[0, 0], pollutant="pm10").ratio is None

    def test_a_group_summed_once_gives_each_of_it_the_same_verdict(self) -> None:
        hour = [150.1, 99.9, None, 100.3, NAN, 120]
        group = peers.together(hour)
        for place, value in enumerate(hour):
            others = [*hour[:place], *hour[place + 1 :]]
            found = peers.above_mean(value, peers=group.without(value), pollutant="pm10")
            assert found == peers.above_mean(value, peers=others, pollutant="pm10")
        assert peers.above_mean(150.1, peers=group.without(150.1), pollutant="pm10").n_peers == 3

    def test_nobody_is_above_nobody(self) -> None:
        alone = peers.AboveMean(min_peers=0)
        assert peers.above_mean(150, peers=peers.together(()), pollutant="pm10", rule=alone) is None


class TestRising:
    def test_needs_three_rises_and_thirty_per_cent(self) -> None:
        found = trends.rising([50, 55, 60, 65], pollutant="pm25")
        assert (found.rule, found.ratio, found.values) == (
            "R2",
            Decimal("1.3"),
            tuple(map(Decimal, (50, 55, 60, 65))),
        )
        assert trends.rising([50, 55, 60, 64.9], pollutant="pm25") is None
        assert trends.rising([50, 55, 55, 90], pollutant="pm25") is None

    @pytest.mark.parametrize("values", [[], [50, 60, 70], [50, None, 60, 90], [NAN, 50, 60, 90]])
    def test_needs_every_hour(self, values: list[float | None]) -> None:
        assert trends.rising(values, pollutant="pm25") is None


class TestJump:
    @pytest.mark.parametrize(
        ("before", "value", "is_jump"), [(60, 90, True), (60, 89.9, False), (70, 104.9, False)]
    )
    def test_needs_half_more_and_thirty(self, before: float, value: float, is_jump: bool) -> None:
        assert (trends.jump(before, value, pollutant="pm10") is not None) == is_jump

    def test_needs_both_hours(self) -> None:
        assert trends.jump(None, 500, pollutant="pm10") is None
        assert trends.jump(10, NAN, pollutant="pm10") is None


class TestLimits:
    def test_the_limit_itself_is_no_alarm(self) -> None:
        ask = {"pollutant": "o3", "period": Period.HOUR, "on": date(2026, 6, 1)}
        assert limits.over_limit(200, **ask) is None
        assert limits.over_limit(200.1, **ask).difference == Decimal("0.1")

    def test_the_day_chooses_the_limit(self) -> None:
        ask = {"pollutant": "pm25", "period": Period.DAY}
        assert limits.over_limit(70, on=date(2026, 2, 28), **ask) is None
        assert limits.over_limit(70, on=date(2026, 3, 1), **ask).threshold == Decimal(60)
        assert limits.over_limit(55, on=date(2031, 1, 1), **ask).threshold == Decimal(50)

    def test_an_hour_of_particles_is_held_against_the_day(self) -> None:
        found = limits.over_limit(121, pollutant="pm10", period=Period.HOUR, on=date(2026, 3, 1))
        assert found.threshold == Decimal(120)

    def test_parks_have_their_own_limit(self) -> None:
        rule = limits.OverLimit(grade=1)
        assert (
            limits.over_limit(51, pollutant="pm10", period=Period.DAY, on=date(2026, 3, 1), rule=rule)
            is not None
        )

    def test_where_there_is_no_limit_or_value_there_is_no_alarm(self) -> None:
        assert limits.over_limit(99, pollutant="co", period=Period.YEAR, on=date(2026, 3, 1)) is None
        assert limits.over_limit(None, pollutant="co", period=Period.DAY, on=date(2026, 3, 1)) is None

    @pytest.mark.parametrize(
        ("aqi", "severity"), [(100, None), (101, "yellow"), (150, "yellow"), (151, "orange"), (200, "orange"),
        (201, "red"), (None, None)]
    )  # fmt: skip
    def test_an_index_is_as_loud_as_its_level(self, aqi: int | None, severity: str | None) -> None:
        found = limits.over_aqi(aqi, pollutant="pm10")
        assert (found and found.severity.value) == severity


class TestDevices:
    @pytest.mark.parametrize(("minutes", "is_silent"), [(119, False), (120, True)])
    def test_two_hours_are_silence(self, minutes: int, is_silent: bool) -> None:
        assert (devices.silent(last_at=NOON - timedelta(minutes=minutes), now=NOON) is not None) == is_silent

    def test_a_device_never_heard_is_no_alarm_here(self) -> None:
        assert devices.silent(last_at=None, now=NOON) is None

    def test_six_equal_hours_are_a_flat_line(self) -> None:
        assert devices.stuck([7.0] * 5, pollutant="so2") is None
        assert devices.stuck([3, *[7.0] * 6], pollutant="so2").observed == Decimal(6)
        assert devices.stuck([7, 7, 7, None, 7, 7, 7], pollutant="so2") is None
        assert devices.stuck([], pollutant="so2") is None

    def test_clean_air_at_the_detection_limit_can_be_left_out(self) -> None:
        rule = devices.Stuck(least=Decimal(3))
        assert devices.stuck([2.0] * 8, pollutant="so2", rule=rule) is None
        assert devices.stuck([3.0] * 8, pollutant="so2", rule=rule) is not None

    def test_fine_dust_cannot_exceed_all_dust(self) -> None:
        assert devices.inverted(pm25=75, pm10=75) is None
        assert devices.inverted(pm25=75.1, pm10=75).difference == Decimal("0.1")
        assert devices.inverted(pm25=80, pm10=75, rule=devices.Inverted(tolerance=Decimal(5))) is None
        assert devices.inverted(pm25=80, pm10=None) is None


class TestOverBackground:
    def test_the_published_case_is_found_with_its_numbers(self) -> None:
        found = sites.over_background(188.97, background=23.50)
        assert (found.rule, found.observed, found.reference) == ("R7", Decimal("188.97"), Decimal("23.5"))
        assert (found.difference, found.threshold) == (Decimal("165.47"), Decimal(80))

    @pytest.mark.parametrize(("value", "is_over"), [(103.5, False), (103.51, True)])
    def test_the_limit_itself_is_no_alarm(self, value: float, is_over: bool) -> None:
        assert (sites.over_background(value, background=23.50) is not None) == is_over

    def test_without_a_background_there_is_no_alarm(self) -> None:
        assert sites.over_background(188.97, background=None) is None
