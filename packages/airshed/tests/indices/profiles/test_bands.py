import pytest

from airshed.indices.profiles import profile, registry

NO2_OF_THE_DEPARTMENT = (
    (67, 1), (68, 2), (134, 2), (135, 3), (200, 3), (201, 4), (267, 4), (268, 5), (334, 5),
    (335, 6), (400, 6), (401, 7), (467, 7), (468, 8), (534, 8), (535, 9), (600, 9), (601, 10),
)  # fmt: skip


def told(code: str, item: str, value: float) -> tuple[int | None, str]:
    """Index and band of one value."""
    found = registry.profile(code)
    one = profile.read_item(value, item=found.items[item], profile=found)
    return one.index, one.band.name


@pytest.mark.parametrize(("value", "index"), NO2_OF_THE_DEPARTMENT)
def test_the_british_row_on_the_department_s_page(value: int, index: int) -> None:
    assert told("uk-2013", "no2_1h", value)[0] == index


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, (1, "Low")), (35.4, (3, "Low")), (35.5, (4, "Moderate")), (53, (6, "Moderate")), (54, (7, "High")),
     (70.4, (9, "High")), (71, (10, "Very High")), (900, (10, "Very High"))],
)  # fmt: skip
def test_british_values_go_to_the_nearest_whole_number(value: float, expected: tuple[int, str]) -> None:
    assert told("uk-2013", "pm25_24h", value) == expected


@pytest.mark.parametrize(
    ("item", "value", "name"),
    [
        ("pm25_1h", 5, "Good"), ("pm25_1h", 5.1, "Fair"), ("pm25_1h", 15, "Fair"),
        ("pm25_1h", 50, "Moderate"),
        ("pm25_1h", 90, "Poor"), ("pm25_1h", 140, "Very poor"), ("pm25_1h", 140.1, "Extremely poor"),
        ("no2_1h", 10, "Good"), ("no2_1h", 151, "Extremely poor"), ("o3_1h", 100, "Fair"),
        ("o3_1h", 121, "Poor"),
        ("pm10_1h", 45, "Fair"), ("so2_1h", 125, "Moderate"), ("so2_1h", 276, "Extremely poor"),
    ],
)  # fmt: skip
def test_european_values_on_an_end_belong_to_the_better_band(item: str, value: float, name: str) -> None:
    assert told("eu-2024", item, value) == (None, name)


def test_the_worst_european_pollutant_decides_and_there_is_no_number() -> None:
    found = profile.read({"pm25_1h": 160, "o3_1h": 190, "no2_1h": 5}, profile=registry.profile("eu-2024"))
    assert (found.index, found.band.name, found.primary) == (None, "Extremely poor", ("pm25", "o3"))


@pytest.mark.parametrize(("value", "index"), [(31, 51), (45, 75), (60, 100)])
def test_the_indian_board_s_own_example(value: int, index: int) -> None:
    assert told("in-2014", "pm25_24h", value)[0] == index


def test_an_indian_row_needs_three_pollutants_one_of_them_particles() -> None:
    india = registry.profile("in-2014")
    gases = {"no2_24h": 40, "so2_24h": 40, "co_8h": 1.0, "o3_8h": 50}
    assert profile.read(gases, profile=india).why is profile.Why.TOO_FEW
    assert profile.read({"pm25_24h": 30, "no2_24h": 40}, profile=india).why is profile.Why.TOO_FEW
    assert profile.read(gases | {"pm10_24h": 250}, profile=india).index == 200


def test_indian_ozone_is_told_by_the_hour_where_it_is_high_and_the_last_row_has_no_number() -> None:
    india = registry.profile("in-2014")
    base = {"pm25_24h": 30, "no2_24h": 40}
    hour = profile.read(base | {"o3_8h": 300, "o3_1h": 748}, profile=india)
    assert (hour.index, hour.band.name, hour.primary) == (400, "Very Poor", ("o3",))
    severe = profile.read({"pm25_24h": 251, "no2_24h": 401, "co_8h": 1}, profile=india)
    assert (severe.index, severe.band.name, severe.primary) == (None, "Severe", ("pm25", "no2"))


@pytest.mark.parametrize(
    ("item", "value", "name"),
    [
        ("pm25_year", 5, "Guideline level"), ("pm25_year", 5.1, "Interim target 4"),
        ("pm25_24h", 37.5, "Interim target 3"), ("pm25_24h", 75.1, "Above all targets"),
        ("pm10_24h", 45, "Guideline level"), ("pm10_year", 70, "Interim target 1"),
        ("o3_8h", 101, "Interim target 2"), ("o3_season", 60, "Guideline level"),
        ("no2_24h", 26, "Interim target 2"),
        ("no2_year", 11, "Interim target 3"), ("so2_24h", 40, "Guideline level"),
        ("so2_24h", 41, "Interim target 2"),
        ("co_24h", 4.1, "Interim target 1"),
    ],
)  # fmt: skip
def test_a_value_at_a_level_of_the_who_meets_it(item: str, value: float, name: str) -> None:
    assert told("who-2021", item, value) == (None, name)
