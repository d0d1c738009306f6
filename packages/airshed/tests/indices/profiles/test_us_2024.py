import pytest

from airshed.indices.profiles import profile, us_2024


@pytest.mark.parametrize(
    ("item", "value", "index"),
    [
        ("pm25_24h", 4.5, 25), ("pm25_24h", 9.0, 50), ("pm25_24h", 9.09, 50), ("pm25_24h", 9.1, 51),
        ("pm25_24h", 35.4, 100), ("pm25_24h", 35.49, 100), ("pm25_24h", 35.5, 101), ("pm25_24h", 35.9, 102),
        ("pm25_24h", 125.4, 200), ("pm25_24h", 225.4, 300), ("pm25_24h", 225.5, 301),
        ("pm25_24h", 325.4, 500),
        ("pm25_24h", 335.4, 520), ("pm10_24h", 54.9, 50), ("pm10_24h", 154, 100), ("pm10_24h", 604, 500),
        ("o3_8h", 0.078, 126), ("o3_8h", 0.0785, 126), ("o3_8h", 0.070, 100), ("o3_8h", 0.200, 300),
        ("o3_1h", 0.125, 101), ("o3_1h", 0.604, 500), ("co_8h", 8.4, 90), ("co_8h", 50.4, 500),
        ("so2_1h", 304, 200), ("so2_1h", 305, 200), ("so2_24h", 305, 201), ("so2_24h", 1004, 500),
        ("no2_1h", 53.9, 50), ("no2_1h", 54, 51), ("no2_1h", 2049, 500),
    ],
)  # fmt: skip
def test_concentrations_are_truncated_and_indices_go_to_the_nearest(
    item: str, value: float, index: int
) -> None:
    found = profile.read_item(value, item=us_2024.PROFILE.items[item], profile=us_2024.PROFILE)
    assert found.index == index


def test_the_larger_of_the_two_ozone_times_counts() -> None:
    found = profile.read({"o3_8h": 0.085, "o3_1h": 0.165, "pm25_24h": 9.0}, profile=us_2024.PROFILE)
    assert (found.index, found.band.name, found.primary) == (151, "Unhealthy", ("o3",))
    hour = profile.read({"o3_8h": 0.25, "o3_1h": 0.405}, profile=us_2024.PROFILE)
    assert (hour.index, hour.band.name) == (301, "Hazardous")


def test_pollutants_that_are_as_bad_are_all_named() -> None:
    found = profile.read({"pm25_24h": 35.4, "pm10_24h": 154, "co_8h": 1}, profile=us_2024.PROFILE)
    assert (found.index, found.primary) == (100, ("pm25", "pm10"))
