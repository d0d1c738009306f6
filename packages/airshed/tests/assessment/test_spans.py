from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshed.assessment import spans
from airshed.assessment.spans import SpanKind

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
KINDS = st.sampled_from(SpanKind)


@pytest.mark.parametrize(
    ("on", "kind", "name", "name_zh", "first", "last"),
    [
        ("2026-03-05", "day", "2026-03-05", "2026年3月5日", "2026-03-05", "2026-03-05"),
        ("2026-01-01", "week", "2026-W01", "2026年第1周", "2025-12-29", "2026-01-04"),
        ("2021-01-03", "week", "2020-W53", "2020年第53周", "2020-12-28", "2021-01-03"),
        ("2026-03-10", "tendays", "2026-03-T1", "2026年3月上旬", "2026-03-01", "2026-03-10"),
        ("2026-03-11", "tendays", "2026-03-T2", "2026年3月中旬", "2026-03-11", "2026-03-20"),
        ("2026-03-20", "tendays", "2026-03-T2", "2026年3月中旬", "2026-03-11", "2026-03-20"),
        ("2026-03-31", "tendays", "2026-03-T3", "2026年3月下旬", "2026-03-21", "2026-03-31"),
        ("2028-02-29", "tendays", "2028-02-T3", "2028年2月下旬", "2028-02-21", "2028-02-29"),
        ("2026-02-14", "month", "2026-02", "2026年2月", "2026-02-01", "2026-02-28"),
        ("2026-06-30", "quarter", "2026-Q2", "2026年第二季度", "2026-04-01", "2026-06-30"),
        ("2026-07-01", "half", "2026-H2", "2026年下半年", "2026-07-01", "2026-12-31"),
        ("2026-07-01", "year", "2026", "2026年", "2026-01-01", "2026-12-31"),
        ("2026-03-05", "ytd", "2026-01-01/2026-03-05", "2026年1月1日—3月5日", "2026-01-01", "2026-03-05"),
    ],
)
def test_the_span_that_holds_a_day(
    on: str, kind: str, name: str, name_zh: str, first: str, last: str
) -> None:
    found = spans.span(date.fromisoformat(on), kind=SpanKind(kind))
    assert (found.name, found.name_zh) == (name, name_zh)
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("name", "before", "last_year"),
    [
        ("2026-03-01", "2026-02-28", "2025-03-01"),
        ("2028-02-29", "2028-02-28", "2027-02-28"),
        ("2026-W10", "2026-W09", "2025-W10"),
        ("2021-W01", "2020-W53", "2020-W02"),
        ("2026-03-T1", "2026-02-T3", "2025-03-T1"),
        ("2028-02-T3", "2028-02-T2", "2027-02-T3"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026-H1", "2025-H2", "2025-H1"),
        ("2026", "2025", "2025"),
        ("2026-01-01/2026-03-31", "2026-01-01/2026-02-28", "2025-01-01/2025-03-31"),
        ("2026-01-01/2026-03-05", "2026-01-01/2026-02-28", "2025-01-01/2025-03-05"),
        ("2029-01-01/2029-02-28", "2029-01-01/2029-01-31", "2028-01-01/2028-02-29"),
    ],
)
def test_the_span_before_and_the_same_a_year_earlier(name: str, before: str, last_year: str) -> None:
    one = spans.read(name)
    earlier = spans.previous(one)
    assert earlier is not None
    assert (earlier.name, spans.year_before(one).name) == (before, last_year)


def test_nothing_comes_before_a_year_to_date_in_january() -> None:
    assert spans.previous(spans.read("2026-01-01/2026-01-31")) is None


@given(DAYS, KINDS)
def test_a_span_holds_its_day_and_its_name_is_read_back(on: date, kind: SpanKind) -> None:
    found = spans.span(on, kind=kind)
    assert found.first <= on <= found.last
    assert spans.read(found.name) == found
    assert spans.span(found.last, kind=kind) == found


@given(DAYS, KINDS.filter(lambda kind: kind is not SpanKind.YTD), st.integers(0, 800))
def test_spans_follow_each_other_without_gap(on: date, kind: SpanKind, length: int) -> None:
    found = list(spans.spans(on, on + timedelta(days=length), kind=kind))
    assert found[0].first <= on
    assert found[-1].last >= on + timedelta(days=length) >= found[-1].first
    for earlier, later in zip(found[:-1], found[1:], strict=True):
        assert later.first == earlier.last + timedelta(days=1)
        assert spans.previous(later) == earlier


def test_years_to_date_go_by_months() -> None:
    found = spans.spans(date(2026, 1, 5), date(2026, 3, 1), kind=SpanKind.YTD)
    assert [str(one.last) for one in found] == ["2026-01-31", "2026-02-28", "2026-03-31"]


@pytest.mark.parametrize(
    "text",
    ["", "March", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-H3", "2025-W53", "2026-W00", "2026-03-T4",
     "2026-02-29", "2026-01-02/2026-03-01", "2026-01-01/x", "2026-3", "2026-W9"],
)  # fmt: skip
def test_refuses_a_name_that_names_nothing(text: str) -> None:
    with pytest.raises(spans.UnreadableSpan, match="names no span of days"):
        spans.read(text)


@pytest.mark.parametrize(
    ("name", "days"),
    [("2026-03-05", 1), ("2026-W10", 6), ("2026-03-T1", 8), ("2026-03-T3", 9), ("2026-02-T3", 6),
     ("2026-03", None), ("2026-01-01/2026-03-31", None), ("2026-01-01/2026-03-30", 77)],
)  # fmt: skip
def test_valid_days_asked_where_the_law_has_no_number(name: str, days: int | None) -> None:
    assert spans.default_min_days(spans.read(name)) == days
