"""From a violation to a daily fine: each step by the body that holds the power, in order, in whole fen."""

from datetime import date, timedelta

import pytest

import build
from build import NOON, SINCE, Cast
from lantian.accounts.rules import Actor, NotAllowed
from lantian.cases import actions, models
from lantian.cases.actions import enforcement
from lantian.cases.actions.enforcement import Paper
from lantian.cases.queries import enforcement as queries
from lantian.cases.rules import enforcing
from lantian.cases.states import State

ORDERED = date(2026, 11, 16)


@pytest.fixture
def body(cast: Cast) -> dict[str, Actor]:
    """The unit that holds the power over sites, with its head and an inspector."""
    admin = build.an_actor("admin", role="administrator")
    enforcement.set_power(kind="housing", unit="roads", valid_from=SINCE, by=admin, now=NOON)
    return {
        "head": cast.outside_head,
        "inspector": build.an_actor("inspector", role="handler", unit="roads", certificate="豫A-1"),
    }


def _transferred(cast: Cast) -> str:
    number = build.a_case(cast, state=State.REPORTED)
    actions.file(
        number=number, level="minor", standard_code="69", is_violation=True, by=cast.analyst, now=NOON
    )
    return enforcement.transfer(
        number=number, clause="air-115", party="Example Contractor", by=cast.analyst, now=NOON
    )


def _take(number: str, step: str, by: Actor, **paper: object) -> None:
    enforcement.take(number=number, step=step, paper=Paper(document="paper 1", **paper), by=by, now=NOON)


def _fined(cast: Cast, body: dict[str, Actor]) -> str:
    number = _transferred(cast)
    _take(number, "evidence", body["inspector"])
    _take(number, "filing", body["inspector"])
    _take(number, "decision", body["head"], ordered_on=ORDERED)
    _take(number, "fine", body["head"], amount_fen=2_000_000)
    return number


def test_every_step_by_the_body_that_holds_the_power(cast: Cast, body: dict[str, Actor]) -> None:
    number = _fined(cast, body)
    _take(number, "execution", body["inspector"])
    view = queries.enforcement(number, cast.analyst, now=NOON)
    assert (view.enforcement.body.code, view.next_step, view.total_fen) == ("roads", None, 2_000_000)
    assert [step.kind for step in view.steps] == list(enforcing.STEPS)
    assert len(build.events("cases.enforcement_step_taken")) == 5


def test_the_daily_fine_counts_from_the_day_after_the_order(cast: Cast, body: dict[str, Actor]) -> None:
    number = _fined(cast, body)
    view = queries.enforcement(number, cast.analyst, now=NOON)
    assert (view.daily_from, view.daily_fen) == (date(2026, 11, 17), 4 * 2_000_000)  # 17th to 20th
    _take(number, "daily", body["head"], last_day=date(2026, 11, 18))
    view = queries.enforcement(number, cast.analyst, now=NOON)
    assert (view.total_fen, view.daily_from) == (3 * 2_000_000, date(2026, 11, 19))
    with pytest.raises(enforcing.DaysWrong):
        _take(number, "daily", body["head"], last_day=date(2026, 11, 21))


@pytest.mark.parametrize(
    ("first", "last", "days"), [((2026, 2, 27), (2026, 3, 1), 3), ((2028, 2, 28), (2028, 3, 1), 3)]
)
def test_days_are_counted_with_both_ends(
    first: tuple[int, int, int], last: tuple[int, int, int], days: int
) -> None:
    begin, end = date(*first), date(*last)
    fine = enforcing.daily_fine(fine_fen=7, first=begin, last=end, from_day=begin, today=end)
    assert fine == 7 * days


def test_others_than_the_body_are_refused(cast: Cast, body: dict[str, Actor]) -> None:
    number = _transferred(cast)
    town_head = build.an_actor("town_head", role="unit_head", unit="town")
    with pytest.raises(enforcing.NotTheBody, match="roads"):
        _take(number, "evidence", town_head)
    with pytest.raises(models.Enforcement.DoesNotExist):
        _take(number, "evidence", cast.unit_head)
    with pytest.raises(NotAllowed):
        _take(number, "evidence", cast.leader)
    with pytest.raises(enforcing.CertificateMissing):
        _take(number, "evidence", cast.outsider)
    far_unit = build.an_organisation("far")
    far = build.an_actor("far", role="handler", unit=far_unit.code, certificate="豫A-2")
    with pytest.raises(models.Enforcement.DoesNotExist):
        _take(number, "evidence", far)
    _take(number, "evidence", body["inspector"])
    _take(number, "filing", body["inspector"])
    with pytest.raises(enforcing.HeadDecides):
        _take(number, "decision", body["inspector"], ordered_on=ORDERED)


def test_steps_out_of_order_and_without_their_facts_are_refused(cast: Cast, body: dict[str, Actor]) -> None:
    number = _transferred(cast)
    for step in ("filing", "execution"):
        with pytest.raises(enforcing.OutOfOrder):
            _take(number, step, body["inspector"])
    with pytest.raises(enforcing.OutOfOrder):
        _take(number, "daily", body["head"], last_day=ORDERED)
    _take(number, "evidence", body["inspector"])
    _take(number, "filing", body["inspector"])
    for day in (None, NOON.date() + timedelta(days=1)):
        with pytest.raises(enforcing.OrderDayMissing):
            _take(number, "decision", body["head"], ordered_on=day)
    _take(number, "decision", body["head"], ordered_on=ORDERED)
    with pytest.raises(enforcing.AmountMissing):
        _take(number, "fine", body["head"])


@pytest.mark.parametrize(
    ("fen", "is_allowed"), [(999_999, False), (1_000_000, True), (10_000_000, True), (10_000_001, False)]
)
def test_an_amount_lies_within_what_the_clause_allows(fen: int, is_allowed: bool) -> None:
    given = {"article": "115", "least_fen": 1_000_000, "most_fen": 10_000_000}
    if is_allowed:
        assert enforcing.check_amount(fen, **given) == fen
    else:
        with pytest.raises(enforcing.AmountOutside, match="10,000 to 100,000"):
            enforcing.check_amount(fen, **given)


def test_only_violations_are_transferred_once_and_to_a_body_on_record(
    cast: Cast, body: dict[str, Actor]
) -> None:
    number = _transferred(cast)
    case = models.Case.objects.get()
    given = {"party": "Example Contractor", "by": cast.analyst, "now": NOON}
    with pytest.raises(enforcing.TransferredAlready, match=number):
        enforcement.transfer(number=case.number, clause="air-115", **given)
    with pytest.raises(enforcing.NoPower):
        enforcement.transfer(number=case.number, clause="air-99", **given)
    plain = build.a_case(cast, state=State.FILED)
    with pytest.raises(enforcing.NotViolation):
        enforcement.transfer(number=plain, clause="air-115", **given)
    with pytest.raises(NotAllowed):
        enforcement.transfer(number=case.number, clause="air-99", **given | {"by": cast.unit_head})


def test_a_clause_that_is_not_fined_by_the_day(cast: Cast, body: dict[str, Actor]) -> None:
    models.LawClause.objects.update(is_daily=False)
    number = _fined(cast, body)
    with pytest.raises(enforcing.NoDailyFine):
        _take(number, "daily", body["head"], last_day=NOON.date())


def test_only_what_was_read_in_the_text_is_official(cast: Cast) -> None:
    rows = models.LawClause.objects.values_list("origin", "is_official")
    assert len(rows) > 10
    assert all(is_official == origin.startswith("Air Law") for origin, is_official in rows)
