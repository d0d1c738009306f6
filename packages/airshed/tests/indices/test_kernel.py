from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshed.indices import exact, kernel
from airshed.indices.conventions import ConcentrationRounding, Convention, IndexRounding
from airshed.standards import registry

CONVENTIONS = [
    Convention(rounding=rounding, concentrations=concentrations)
    for rounding, concentrations in product(IndexRounding, ConcentrationRounding)
]
ITEMS = [
    (standard.edition, row) for standard in registry.INDEX_STANDARDS for row in standard.breakpoints.values()
]

concentrations = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(-2, 4000),
    st.floats(0, 700),
    st.decimals(-1, 4000, places=0).map(float),
    st.decimals(-1, 700, places=1).map(float),
    st.decimals(-1, 160, places=2).map(float),
    st.decimals(-1, 160, places=6).map(float),
    st.sampled_from([0.05, 0.15, 0.25, 2.2, 35.5, 60.5, 0.1 + 0.2, 0.05 + 1e-12, 60.5 - 1e-11, -0.0, 5e-324]),
)


@settings(deadline=None)  # the first call builds the tables
@given(st.lists(concentrations, max_size=40), st.sampled_from(ITEMS), st.sampled_from(CONVENTIONS))
def test_the_kernel_is_the_oracle(values: list[float], item, convention: Convention) -> None:
    edition, row = item
    found = kernel.sub_indices(
        np.array(values, dtype=np.float64), row=row, edition=edition, convention=convention
    )
    expected = [
        exact.sub_index(value, item=row.item, edition=edition, convention=convention) for value in values
    ]
    assert found.indices.tolist() == [kernel.NO_INDEX if index is None else index for index in expected]


@settings(deadline=None)
@given(st.data(), st.sampled_from([0, 1, 2, 3, 5]), st.sampled_from(ITEMS), st.sampled_from(IndexRounding))
def test_concentrations_of_few_decimals_are_the_oracle_too(data, places: int, item, rounding) -> None:
    edition, row = item
    number = st.decimals(-1, int(row.concentrations[-1]) + 2, places=places).map(float)
    values = data.draw(st.lists(number, max_size=20))
    convention = Convention(rounding=rounding, concentrations=ConcentrationRounding.NONE)
    found = kernel.sub_indices(np.array(values), row=row, edition=edition, convention=convention)
    expected = [
        exact.sub_index(value, item=row.item, edition=edition, convention=convention) for value in values
    ]
    assert found.indices.tolist() == [kernel.NO_INDEX if index is None else index for index in expected]


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda one: f"{one.rounding}-{one.concentrations}")
@pytest.mark.parametrize(("edition", "row"), ITEMS, ids=lambda one: getattr(one, "item", one))
def test_every_half_step_up_to_the_top_is_the_oracle(edition: str, row, convention: Convention) -> None:
    top = int(row.concentrations[-1])
    values = np.unique(
        np.concatenate([np.arange(0, min(top, 60), 0.05).round(2), np.arange(0, top + 3, 2.5)])
    )
    found = kernel.sub_indices(values, row=row, edition=edition, convention=convention)
    for value, index in zip(values.tolist(), found.indices.tolist(), strict=True):
        expected = exact.sub_index(value, item=row.item, edition=edition, convention=convention)
        assert index == (kernel.NO_INDEX if expected is None else expected), value


def test_values_between_two_millionths_that_decide_an_index_go_to_the_oracle() -> None:
    row = registry.index_standard_of("2026").breakpoints["pm25_24h"]
    convention = Convention(concentrations=ConcentrationRounding.NONE)
    boundary = 35 + 25 / 50 * 0.2  # where the index is 50.2, far from whole; then the exact whole one
    whole = 36.0 + 0.5  # index 53
    values = np.array([boundary, whole, np.nextafter(whole, 99), np.nextafter(whole, 0)])
    found = kernel.sub_indices(values, row=row, edition="2026", convention=convention)
    assert found.indices.tolist() == [51, 53, 54, 53]


def test_nothing_in_gives_nothing_out() -> None:
    standard = registry.index_standard_of("2026")
    columns = {item.column: np.empty(0) for item in standard.hourly}
    found = kernel.rows(columns, items=standard.hourly, standard=standard, convention=Convention())
    assert found.aqi.shape == (0,)
    assert found.subs.shape == (6, 0)


def test_rows_across_chunks_are_the_same_as_alone() -> None:
    standard = registry.index_standard_of("2026")
    n = kernel.CHUNK + 3
    columns = {item.column: np.linspace(0, 400, n) for item in standard.hourly}
    whole = kernel.rows(columns, items=standard.hourly, standard=standard, convention=Convention())
    tail = {column: values[-5:] for column, values in columns.items()}
    part = kernel.rows(tail, items=standard.hourly, standard=standard, convention=Convention())
    assert whole.aqi[-5:].tolist() == part.aqi.tolist()
    assert whole.primary[-5:].tolist() == part.primary.tolist()
