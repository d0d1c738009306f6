"""The plate, completeness and lateness, as pure rules."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from lantian.sites import rules
from lantian.sites.rules import Colour, Hour, PartCode, Seen

ON = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
PARAMETERS = {
    "score": {"better": "high", "green": "90", "red": "80", "days": 90},
    "overdue_cases": {"better": "low", "green": "0", "red": "2"},
    "online": {"better": "high", "green": "0.9", "days": 7},
    "wait": {"better": "high", "green": "30"},
}
ROWS = rules.rows_of(PARAMETERS)


def judged(*, score="95", overdue="0", online="1", lost: date | None = None) -> rules.Judged:
    """The plate of a site of which the given is seen; empty means that nothing is known."""
    given = {"score": score, "overdue_cases": overdue, "online": online}
    seen = {code: Seen(value=Decimal(text) if text else None) for code, text in given.items()}
    return rules.judge(ROWS, seen, green_lost_on=lost, on=ON)


@pytest.mark.parametrize(
    ("score", "colour"),
    [("90", "green"), ("89.99", "yellow"), ("80", "yellow"), ("79.99", "red"), ("", "yellow")],
)
def test_a_score_is_green_from_ninety_and_red_below_eighty_and_unknown_is_never_red(
    score: str, colour: str
) -> None:
    assert judged(score=score).colour == colour


@pytest.mark.parametrize(("overdue", "colour"), [("0", "green"), ("1", "yellow"), ("2", "red")])
def test_overdue_cases_turn_a_plate_step_by_step(overdue: str, colour: str) -> None:
    assert judged(overdue=overdue).colour == colour


def test_a_part_without_a_red_number_is_never_red() -> None:
    assert judged(online="0").colour is Colour.YELLOW


def test_red_wins_over_everything_and_what_is_missing_names_the_red_first() -> None:
    found = judged(score="95", overdue="3", online="0.5")
    assert found.colour is Colour.RED
    assert [part.code for part in found.missing] == [PartCode.OVERDUE_CASES, PartCode.ONLINE]


def test_what_need_not_be_there_is_met() -> None:
    seen = {code: Seen(value=Decimal("95")) for code in ("score", "online")}
    seen |= {"overdue_cases": Seen(value=Decimal(0)), "online": Seen(value=None, is_applied=False)}
    found = rules.judge(ROWS, seen, green_lost_on=None, on=ON)
    assert (found.colour, found.missing) == (Colour.GREEN, ())


@pytest.mark.parametrize(("ago", "colour"), [(29, "yellow"), (30, "green"), (0, "yellow")])
def test_whoever_lost_green_waits_thirty_days(ago: int, colour: str) -> None:
    found = judged(lost=ON - timedelta(days=ago))
    assert found.colour == colour
    assert [part.code for part in found.missing] == ([PartCode.WAIT] if colour == "yellow" else [])


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ({"luck": {"better": "high", "green": "1"}}, "luck"),
        ({"score": {"better": "high"}}, "score"),
        ({"score": {"better": "high", "green": "80", "red": "90"}}, "score"),
        ({"online": {"better": "high", "green": "many"}}, "online"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(written, names: str) -> None:
    with pytest.raises(rules.BadPlateRule, match=names):
        rules.rows_of(written)


def test_a_day_of_a_monitor_counts_hours_online_and_over_the_limit_but_not_at_it() -> None:
    hours = [
        Hour(begins_at=AT, value=Decimal(100), above=Decimal(80)),
        Hour(begins_at=AT + HOUR, value=Decimal(201), above=Decimal("80.1")),
        Hour(begins_at=AT + 2 * HOUR, value=None, above=None),
        Hour(begins_at=AT + 3 * HOUR, value=Decimal(50), above=None),
    ]
    day = rules.dust_of(hours, limit=Decimal(80))
    assert (day.of, day.online, day.share) == (4, 3, Decimal("0.75"))
    assert (day.mean, day.highest, day.highest_at) == (117, 201, AT + HOUR)
    assert day.over == ((AT + HOUR, Decimal("80.1")),)


def test_a_day_without_an_hour_has_no_share_and_no_mean() -> None:
    day = rules.dust_of([], limit=Decimal(80))
    assert (day.share, day.mean, day.highest, day.over) == (None, None, None, ())


@pytest.mark.parametrize(
    ("winds", "direction"),
    [([(2, 350), (2, 10)], 0), ([(3, 90)], 90), ([(1, 0), (1, 180)], None), ([], None)],
)
def test_the_wind_of_a_day_is_a_mean_of_vectors(winds, direction) -> None:
    assert rules.wind_from(winds) == direction


ITEMS = {"cover": "cover", "wash": "wash"}


@pytest.mark.parametrize(
    ("taps", "words", "stage", "refused"),
    [
        ({"cover": "ok", "wash": "na"}, "", "earthwork", None),
        ({"cover": "ok"}, "", "earthwork", rules.ItemsOpen),
        ({"cover": "ok", "wash": "perhaps"}, "", "earthwork", rules.ItemsOpen),
        ({"cover": "no", "wash": "ok"}, " ", "earthwork", rules.NoWordsForNo),
        ({"cover": "no", "wash": "ok"}, "net ordered", "earthwork", None),
        ({"cover": "ok", "wash": "ok"}, "", "", rules.StageMissing),
    ],
)
def test_a_sheet_is_complete_with_its_taps_its_stage_and_words_for_what_is_not_met(
    taps, words, stage, refused
) -> None:
    def check() -> None:
        rules.check_taps(taps, items=ITEMS, words=words, stage=stage, needs_stage=True)

    if refused is None:
        check()
    else:
        with pytest.raises(refused):
            check()


def test_a_day_is_missing_once_its_time_to_sign_is_over() -> None:
    days = rules.days_of(first=date(2026, 11, 17), last=date(2026, 11, 19))
    due = {day: rules.due_at(day, day_ends_at=AT, hour=Decimal(0)) for day in days}
    due[date(2026, 11, 19)] = AT + HOUR
    signed = {date(2026, 11, 18)}
    found = rules.missing_days(since=days[0], until=days[-1], signed=signed, due=due, now=AT + HOUR / 2)
    assert found == [date(2026, 11, 17)]


def test_a_week_is_missing_after_its_days_of_grace() -> None:
    def missing(today: date, *confirmed: date) -> list[date]:
        return rules.weeks_to_confirm(
            since=date(2026, 11, 4), today=today, back_days=28, confirmed=confirmed, grace_days=2
        )

    monday = date(2026, 11, 9)
    assert missing(date(2026, 11, 17)) == []  # Sunday the 15th and two days
    assert missing(date(2026, 11, 18)) == [monday]
    assert missing(date(2026, 11, 18), monday) == []


def test_a_reply_at_the_limit_is_in_time_and_a_second_later_is_late() -> None:
    assert rules.state_of_reply(replied_at=AT, due_at=AT) is rules.DemandState.ANSWERED
    late = rules.state_of_reply(replied_at=AT + timedelta(seconds=1), due_at=AT)
    assert late is rules.DemandState.LATE


def test_a_reply_says_cause_and_measure_and_shows_a_photo() -> None:
    with pytest.raises(rules.ReplyIncomplete) as refused:
        rules.check_reply(cause=" ", measure="covered", photos=[])
    assert refused.value.missing == ("the cause", "a photo")


@pytest.mark.parametrize(
    ("shares", "is_right"),
    [(["60", "40"], True), (["60", "40.5"], True), (["60", "41"], False), (["120", "-20"], False)],
)
def test_shares_of_energy_come_to_a_hundred(shares, is_right: bool) -> None:
    given = [Decimal(share) for share in shares]
    if is_right:
        rules.check_shares(given)
    else:
        with pytest.raises(rules.SharesWrong):
            rules.check_shares(given)
